-- What came in, verbatim, and where each stream stands.
CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('crm', 'billing', 'erp')),
  settings TEXT NOT NULL,
  -- The vendor's account id, bound at the first successful identification and never changed.
  account_id TEXT,
  environment TEXT NOT NULL CHECK (environment IN ('production', 'sandbox')),
  api_version TEXT NOT NULL
) STRICT;

CREATE TRIGGER connections_stay_bound BEFORE UPDATE OF account_id ON connections
WHEN OLD.account_id IS NOT NULL AND NEW.account_id IS NOT OLD.account_id
BEGIN SELECT RAISE(ABORT, 'CONNECTION_IS_BOUND_TO_ANOTHER_ACCOUNT'); END;

CREATE TABLE source_records (
  id INTEGER PRIMARY KEY,
  connection_id TEXT NOT NULL REFERENCES connections (id),
  stream TEXT NOT NULL,
  external_id TEXT NOT NULL,
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  api_version TEXT NOT NULL,
  received_at TEXT NOT NULL,
  body TEXT NOT NULL,
  quarantine TEXT
) STRICT;

CREATE INDEX source_records_by_external_id ON source_records (connection_id, external_id, stream);
CREATE INDEX source_records_in_quarantine ON source_records (id) WHERE quarantine IS NOT NULL;

CREATE TRIGGER source_records_are_never_deleted BEFORE DELETE ON source_records
BEGIN SELECT RAISE(ABORT, 'SOURCE_RECORDS_ARE_KEPT'); END;

CREATE TRIGGER source_records_are_verbatim BEFORE UPDATE OF body, content_hash, external_id, stream, connection_id ON source_records
BEGIN SELECT RAISE(ABORT, 'SOURCE_RECORDS_ARE_VERBATIM'); END;

CREATE TABLE cursors (
  connection_id TEXT NOT NULL REFERENCES connections (id),
  stream TEXT NOT NULL,
  cursor TEXT,
  lane TEXT NOT NULL CHECK (lane IN ('live', 'backfill')),
  is_caught_up INTEGER NOT NULL DEFAULT 0,
  advanced_at TEXT,
  PRIMARY KEY (connection_id, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_runs (
  id INTEGER PRIMARY KEY,
  connection_id TEXT NOT NULL REFERENCES connections (id),
  stream TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  pages INTEGER NOT NULL DEFAULT 0,
  records INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0,
  failure_code TEXT,
  failure_message TEXT,
  retry_at TEXT
) STRICT;

CREATE INDEX sync_runs_by_stream ON sync_runs (connection_id, stream, id);

CREATE TABLE completeness (
  connection_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  checked_at TEXT NOT NULL,
  source_count INTEGER NOT NULL,
  journal_count INTEGER NOT NULL,
  source_sums TEXT NOT NULL,
  journal_sums TEXT NOT NULL,
  is_complete INTEGER NOT NULL,
  PRIMARY KEY (connection_id, stream)
) STRICT, WITHOUT ROWID;
