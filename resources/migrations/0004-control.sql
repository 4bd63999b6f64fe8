-- People, mappings, policy, postings: what decides and what was decided.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  public_key TEXT NOT NULL UNIQUE,
  is_active INTEGER NOT NULL,
  roles TEXT NOT NULL,
  limits TEXT NOT NULL,
  -- Nobody changes their own roles, limits, key or address.
  changed_by TEXT NOT NULL CHECK (changed_by <> id),
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

-- Every address and key that a person ever had: none of them becomes another person's.
CREATE TABLE person_marks (
  kind TEXT NOT NULL CHECK (kind IN ('email', 'key')),
  mark TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (kind, mark)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER person_marks_stay BEFORE UPDATE ON person_marks
BEGIN SELECT RAISE(ABORT, 'PERSON_MARK_IS_FIXED'); END;

CREATE TABLE delegations (
  id TEXT PRIMARY KEY,
  from_person TEXT NOT NULL,
  to_person TEXT NOT NULL,
  role TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  seq INTEGER NOT NULL,
  CHECK (from_person <> to_person)
) STRICT;

CREATE TABLE mappings (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  -- '' means every entity; an entity's own row wins over it.
  legal_entity TEXT NOT NULL,
  source_key TEXT NOT NULL,
  target TEXT NOT NULL,
  valid_from_on TEXT NOT NULL,
  valid_to_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'live', 'rejected', 'retired')),
  is_fallback INTEGER NOT NULL DEFAULT 0,
  proposed_by TEXT NOT NULL,
  decided_by TEXT,
  reason TEXT NOT NULL,
  -- An early end that waits for its second person, and who that was.
  retire_on TEXT,
  retire_proposed_by TEXT,
  retired_by TEXT,
  seq INTEGER NOT NULL,
  CHECK ((is_fallback = 1) = (source_key = '*')),
  CHECK (state NOT IN ('live', 'retired') OR (decided_by IS NOT NULL AND decided_by <> proposed_by)),
  CHECK (state <> 'retired' OR (retired_by IS NOT NULL AND retire_proposed_by IS NOT NULL AND retired_by <> retire_proposed_by))
) STRICT;
CREATE UNIQUE INDEX mappings_by_key ON mappings (type, source_key, legal_entity, version);
CREATE INDEX mappings_by_seq ON mappings (seq);

-- What a mapping says never changes; a change is another row.
CREATE TRIGGER mappings_are_never_rewritten
BEFORE UPDATE OF id, version, type, legal_entity, source_key, target, valid_from_on, is_fallback, proposed_by ON mappings
BEGIN SELECT RAISE(ABORT, 'MAPPING_IS_NEVER_REWRITTEN'); END;

CREATE TRIGGER mappings_move_as_allowed BEFORE UPDATE OF state ON mappings
WHEN NEW.state <> OLD.state AND NOT (
  (OLD.state = 'draft' AND NEW.state IN ('live', 'rejected')) OR (OLD.state = 'live' AND NEW.state = 'retired'))
BEGIN SELECT RAISE(ABORT, 'MAPPING_TRANSITION_REFUSED'); END;

-- Dates are half-open: valid_to_on is the first day on which the row no longer holds.
CREATE TRIGGER mappings_never_overlap BEFORE UPDATE OF state, valid_to_on ON mappings
WHEN NEW.state IN ('live', 'retired') AND EXISTS (
  SELECT 1 FROM mappings m
  WHERE m.type = NEW.type AND m.source_key = NEW.source_key AND m.legal_entity = NEW.legal_entity AND m.id <> NEW.id
    AND m.state IN ('live', 'retired')
    AND max(m.valid_from_on, NEW.valid_from_on) < coalesce(m.valid_to_on, '9999-12-31')
    AND max(m.valid_from_on, NEW.valid_from_on) < coalesce(NEW.valid_to_on, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'MAPPINGS_OVERLAP'); END;

CREATE TRIGGER mappings_start_as_drafts BEFORE INSERT ON mappings
WHEN NEW.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'MAPPING_STARTS_AS_DRAFT'); END;

CREATE TABLE mapping_fallback_uses (
  mapping_id TEXT NOT NULL,
  posting_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (mapping_id, posting_id)
) STRICT, WITHOUT ROWID;

-- Policy as data: hold thresholds, rules, limits. One row a setting; history is in the journal.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE flow_phases (
  flow TEXT PRIMARY KEY,
  phase TEXT NOT NULL CHECK (phase IN ('observe', 'shadow', 'hold-all', 'post')),
  version INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE period_controls (
  legal_entity TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'soft-close', 'closed')),
  changed_by TEXT NOT NULL,
  -- Who asked for the period to be opened again; a second person answers.
  reopen_requested_by TEXT,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (legal_entity, period)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER period_controls_reopen_by_two BEFORE UPDATE OF state ON period_controls
WHEN OLD.state = 'closed' AND NEW.state <> 'closed'
  AND (OLD.reopen_requested_by IS NULL OR OLD.reopen_requested_by = NEW.changed_by)
BEGIN SELECT RAISE(ABORT, 'PERIOD_REOPENS_BY_TWO'); END;

-- A tripped limit holds its flow and entity until a person resets it; '*' is every one.
CREATE TABLE circuits (
  flow TEXT NOT NULL,
  legal_entity TEXT NOT NULL,
  is_tripped INTEGER NOT NULL,
  reason TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (flow, legal_entity)
) STRICT, WITHOUT ROWID;

CREATE TABLE postings (
  id TEXT PRIMARY KEY,
  external_id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  flow TEXT NOT NULL,
  command_type TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  source_reference TEXT NOT NULL,
  legal_entity TEXT NOT NULL,
  period TEXT NOT NULL,
  customer_id TEXT,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  payload TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  command TEXT NOT NULL,
  mapping_version TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  hold_reasons TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('HELD','APPROVED','SENDING','POSTED','REJECTED','UNKNOWN','DEAD','REVERSING','REVERSED','WITHDRAWN','SHADOW')),
  attempt INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  document_id TEXT,
  reversal_of TEXT,
  reason TEXT,
  seq INTEGER NOT NULL,
  prepared_at TEXT NOT NULL,
  lane INTEGER NOT NULL
) STRICT;
-- As the sender takes them: by connection, legal entity and urgency, in the order of preparation (the row id).
CREATE INDEX postings_by_state ON postings (state, connection_id, legal_entity, lane);
CREATE INDEX postings_confirmed ON postings (connection_id, seq) WHERE state = 'POSTED' AND attempt > 0;
CREATE INDEX postings_by_reference ON postings (source_reference, id);
CREATE INDEX postings_by_subject ON postings (subject_id, id);
CREATE INDEX postings_by_document ON postings (document_id, connection_id, id) WHERE document_id IS NOT NULL;
CREATE INDEX postings_by_entity ON postings (legal_entity, period, state);
CREATE INDEX postings_by_customer ON postings (customer_id, flow) WHERE customer_id IS NOT NULL;

-- Who decided what over which bytes. Kept for ever; a revision makes earlier rows void by no longer matching.
CREATE TABLE approvals (
  seq INTEGER PRIMARY KEY,
  posting_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject')),
  decided_by TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  mapping_version TEXT NOT NULL,
  period TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX approvals_once ON approvals (posting_id, revision);

CREATE TABLE look_ups (
  seq INTEGER PRIMARY KEY,
  posting_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  document_id TEXT
) STRICT;
CREATE INDEX look_ups_by_posting ON look_ups (posting_id);

-- Second line of defence: the state machine of DESIGN.md §6 as the database sees it.
CREATE TRIGGER postings_move_as_allowed BEFORE UPDATE OF state ON postings
WHEN NEW.state <> OLD.state AND NOT (
  (OLD.state = 'SHADOW' AND NEW.state IN ('HELD','WITHDRAWN','POSTED'))
  OR (OLD.state = 'HELD' AND NEW.state IN ('APPROVED','REJECTED','WITHDRAWN','POSTED','SHADOW'))
  OR (OLD.state = 'APPROVED' AND NEW.state IN ('SENDING','HELD','WITHDRAWN','POSTED','SHADOW'))
  OR (OLD.state = 'SENDING' AND NEW.state IN ('POSTED','REJECTED','UNKNOWN','APPROVED'))
  OR (OLD.state = 'UNKNOWN' AND NEW.state IN ('POSTED','SENDING','HELD','DEAD'))
  OR (OLD.state IN ('REJECTED','WITHDRAWN') AND NEW.state IN ('HELD','WITHDRAWN','POSTED','SHADOW'))
  OR (OLD.state = 'DEAD' AND NEW.state IN ('UNKNOWN','POSTED'))
  OR (OLD.state = 'POSTED' AND NEW.state = 'REVERSING')
  OR (OLD.state = 'REVERSING' AND NEW.state IN ('REVERSED','POSTED'))
)
BEGIN SELECT RAISE(ABORT, 'POSTING_TRANSITION_REFUSED'); END;

CREATE TRIGGER postings_send_only_what_was_approved BEFORE UPDATE OF state ON postings
WHEN NEW.state = 'SENDING' AND NOT EXISTS (
  SELECT 1 FROM approvals a
  WHERE a.posting_id = NEW.id AND a.revision = NEW.revision AND a.decision = 'approve'
    AND a.payload_hash = NEW.payload_hash AND a.mapping_version = NEW.mapping_version AND a.period = NEW.period
    AND a.decided_by <> NEW.prepared_by)
BEGIN SELECT RAISE(ABORT, 'POSTING_NOT_APPROVED'); END;

CREATE TRIGGER postings_leave_unknown_with_evidence BEFORE UPDATE OF state ON postings
WHEN OLD.state = 'UNKNOWN' AND NEW.state IN ('POSTED', 'SENDING', 'HELD') AND NOT EXISTS (
  SELECT 1 FROM look_ups l
  WHERE l.posting_id = NEW.id AND l.attempt = OLD.attempt
    AND l.outcome = CASE NEW.state WHEN 'POSTED' THEN 'found' ELSE 'absent' END)
BEGIN SELECT RAISE(ABORT, 'UNKNOWN_WITHOUT_LOOK_UP'); END;

CREATE TRIGGER postings_never_enter_a_closed_period BEFORE UPDATE OF state ON postings
WHEN NEW.state = 'SENDING' AND EXISTS (
  SELECT 1 FROM period_controls p
  WHERE p.legal_entity = NEW.legal_entity AND p.period = NEW.period AND p.state = 'closed')
BEGIN SELECT RAISE(ABORT, 'PERIOD_IS_CLOSED'); END;

CREATE TRIGGER postings_keep_their_bytes BEFORE UPDATE OF payload, payload_hash ON postings
WHEN NEW.payload_hash <> OLD.payload_hash
  AND (OLD.state NOT IN ('HELD','APPROVED','SHADOW','REJECTED','WITHDRAWN') OR NEW.revision <= OLD.revision)
BEGIN SELECT RAISE(ABORT, 'POSTING_BYTES_ARE_FROZEN'); END;

CREATE TRIGGER postings_keep_their_identity BEFORE UPDATE OF id, external_id, flow, subject_id, connection_id ON postings
BEGIN SELECT RAISE(ABORT, 'POSTING_IDENTITY_IS_FIXED'); END;

CREATE TRIGGER postings_attempts_rise BEFORE UPDATE OF attempt ON postings
WHEN NEW.attempt < OLD.attempt
BEGIN SELECT RAISE(ABORT, 'POSTING_ATTEMPTS_RISE'); END;
