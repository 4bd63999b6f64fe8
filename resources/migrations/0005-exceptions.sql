-- What finance must resolve, what must happen by when, and what reconciliation found.
CREATE TABLE exceptions (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  -- Exceptions with one root cause share this key: one fix releases them together.
  cause_key TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  posting_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'resolved', 'dismissed')),
  owner_role TEXT NOT NULL,
  legal_entity TEXT,
  period TEXT,
  currency TEXT,
  amount_minor INTEGER,
  message TEXT NOT NULL,
  fix TEXT NOT NULL,
  detail TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  resolved_at TEXT,
  resolution TEXT,
  seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX exceptions_open_once ON exceptions (code, subject_id, cause_key) WHERE state = 'open';
CREATE INDEX exceptions_by_state ON exceptions (state, code);
CREATE INDEX exceptions_by_subject ON exceptions (subject_id, id);

CREATE TABLE expectations (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'met', 'missed', 'withdrawn')),
  due_at INTEGER NOT NULL,
  legal_entity TEXT,
  currency TEXT,
  amount_minor INTEGER,
  met_by TEXT,
  seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX expectations_once ON expectations (subject_id, type);
CREATE INDEX expectations_due ON expectations (state, due_at);

CREATE TABLE reconciliations (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  period TEXT NOT NULL,
  as_of_seq INTEGER NOT NULL,
  evidence_hash TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE breaks (
  id TEXT PRIMARY KEY,
  reconciliation_id TEXT NOT NULL,
  class TEXT NOT NULL,
  scope TEXT NOT NULL,
  legal_entity TEXT,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  left_id TEXT,
  right_id TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX breaks_by_period ON breaks (period, class);
