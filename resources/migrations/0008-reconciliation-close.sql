-- The workbench of reconciliation: what people decided about matches and breaks, and the rows of the newest runs.
ALTER TABLE reconciliations ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reconciliations ADD COLUMN state TEXT NOT NULL DEFAULT 'current';
ALTER TABLE reconciliations ADD COLUMN is_tied_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reconciliations ADD COLUMN ran_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reconciliations ADD COLUMN ran_at TEXT NOT NULL DEFAULT '';
ALTER TABLE reconciliations ADD COLUMN undone_by TEXT;
CREATE INDEX reconciliations_by_period ON reconciliations (period, number);

ALTER TABLE breaks ADD COLUMN break_key TEXT NOT NULL DEFAULT '';
ALTER TABLE breaks ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE breaks ADD COLUMN decided_by TEXT;
ALTER TABLE breaks ADD COLUMN reason TEXT;
ALTER TABLE breaks ADD COLUMN left_key TEXT;
ALTER TABLE breaks ADD COLUMN right_key TEXT;
ALTER TABLE breaks ADD COLUMN happened_on TEXT NOT NULL DEFAULT '';
ALTER TABLE breaks ADD COLUMN reference TEXT;
ALTER TABLE breaks ADD COLUMN search TEXT NOT NULL DEFAULT '';
CREATE INDEX breaks_by_key ON breaks (period, break_key);

-- What a person said of a break. It stays with the break's key: the same documents and the same difference.
CREATE TABLE break_decisions (
  break_key TEXT PRIMARY KEY,
  period TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('explained', 'accepted', 'open')),
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

-- Matches that people made: accepted suggestions and their own. A change of a side voids one.
CREATE TABLE manual_matches (
  id TEXT PRIMARY KEY,
  period TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'unmatched', 'voided')),
  origin TEXT NOT NULL CHECK (origin IN ('accepted', 'manual')),
  rule TEXT NOT NULL,
  sides TEXT NOT NULL,
  difference_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  matched_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX manual_matches_by_state ON manual_matches (state, period);

CREATE TABLE rejected_suggestions (
  suggestion_key TEXT PRIMARY KEY,
  rejected_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

-- Rows of the newest runs, for paging: made again by running again, never replayed.
CREATE TABLE reconciliation_groups (
  run_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('matched', 'suggested', 'ambiguous')),
  origin TEXT NOT NULL CHECK (origin IN ('rule', 'accepted', 'manual')),
  rule TEXT NOT NULL,
  match_id TEXT,
  scope TEXT NOT NULL,
  legal_entity TEXT NOT NULL,
  currency TEXT NOT NULL,
  left_count INTEGER NOT NULL,
  left_minor INTEGER NOT NULL,
  right_count INTEGER NOT NULL,
  right_minor INTEGER NOT NULL,
  difference_minor INTEGER NOT NULL,
  days INTEGER NOT NULL,
  reference TEXT NOT NULL,
  customer TEXT,
  happened_on TEXT NOT NULL,
  explanation TEXT NOT NULL,
  search TEXT NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX reconciliation_groups_by_status ON reconciliation_groups (run_id, status, happened_on, number);
CREATE INDEX reconciliation_groups_sums ON reconciliation_groups (run_id, status, legal_entity, currency, left_minor);

CREATE TABLE reconciliation_documents (
  run_id TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  document_key TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('matched', 'suggested', 'ambiguous', 'unmatched')),
  group_number INTEGER,
  scope TEXT NOT NULL,
  legal_entity TEXT NOT NULL,
  kind TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  reference TEXT,
  customer TEXT,
  happened_on TEXT NOT NULL,
  in_period INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  note TEXT,
  search TEXT NOT NULL,
  PRIMARY KEY (run_id, side, document_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX reconciliation_documents_by_status ON reconciliation_documents
  (run_id, status, side, in_period, happened_on, document_key);
CREATE INDEX reconciliation_documents_by_group ON reconciliation_documents (run_id, group_number);
CREATE INDEX reconciliation_documents_by_amount ON reconciliation_documents (run_id, status, currency, amount_minor);
CREATE INDEX reconciliation_documents_by_customer ON reconciliation_documents (run_id, status, customer);

-- The close of one period of one legal entity.
CREATE TABLE close_templates (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE close_tasks (
  legal_entity TEXT NOT NULL,
  period TEXT NOT NULL,
  task_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'prepared', 'reviewed', 'met')),
  preparer TEXT,
  reviewer TEXT,
  due_on TEXT,
  prepared_by TEXT,
  prepared_at TEXT,
  reviewed_by TEXT,
  reviewed_at TEXT,
  -- Why it is open again.
  cause TEXT,
  notes TEXT NOT NULL,
  evidence TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (legal_entity, period, task_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE close_sign_offs (
  legal_entity TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'signed', 'suspended')),
  evidence TEXT NOT NULL,
  evidence_hash TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  prepared_at TEXT NOT NULL,
  signed_by TEXT,
  signed_at TEXT,
  suspended_at TEXT,
  cause TEXT,
  delta TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (legal_entity, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_proofs (
  seq INTEGER PRIMARY KEY,
  verified_seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  problems INTEGER NOT NULL,
  verified_by TEXT NOT NULL,
  verified_at TEXT NOT NULL
) STRICT;

-- What changed after a run: only the newest rows are looked at.
CREATE INDEX entities_by_seq ON entities (seq);
