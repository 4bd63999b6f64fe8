-- The journal: append-only, one sequence, hash-chained. Triggers are the second line of defence behind core/journal.
CREATE TABLE workspace (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  workspace_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  settings TEXT NOT NULL,
  -- The epoch of the present owner; it only rises. A writer with an older one is refused.
  epoch INTEGER NOT NULL DEFAULT 0,
  holder TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TRIGGER workspace_epoch_rises BEFORE UPDATE OF epoch ON workspace
WHEN NEW.epoch < OLD.epoch
BEGIN SELECT RAISE(ABORT, 'EPOCH_FALLS'); END;

CREATE TRIGGER workspace_id_is_fixed BEFORE UPDATE OF workspace_id ON workspace
BEGIN SELECT RAISE(ABORT, 'WORKSPACE_ID_IS_FIXED'); END;

CREATE TRIGGER workspace_stays BEFORE DELETE ON workspace
BEGIN SELECT RAISE(ABORT, 'WORKSPACE_IS_PERMANENT'); END;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  aggregate_id TEXT NOT NULL,
  aggregate_version INTEGER NOT NULL,
  -- Null when it is the event's own: aggregate_id/aggregate_version, which events_by_aggregate keeps unique already.
  idempotency_key TEXT,
  -- Null when it is the aggregate itself, which events_by_aggregate finds.
  correlation_id TEXT,
  epoch INTEGER NOT NULL,
  -- Canonical JSON of the whole event: the bytes that the chain covers.
  body TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX events_by_aggregate ON events (aggregate_id, aggregate_version);
CREATE UNIQUE INDEX events_by_idempotency_key ON events (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX events_by_correlation ON events (correlation_id) WHERE correlation_id IS NOT NULL;

CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'JOURNAL_IS_APPEND_ONLY'); END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'JOURNAL_IS_APPEND_ONLY'); END;

-- What a row must be: the next one, of the present owner, well-formed. After the insert, when the sequence is known, and
-- undoing the whole transaction: a CHECK, a function call, or a trigger that undoes the statement alone would make SQLite
-- copy every page of every insert into a statement journal first.
CREATE TRIGGER events_are_appended AFTER INSERT ON events
WHEN NEW.epoch IS NOT (SELECT epoch FROM workspace)
  OR NEW.seq < 1 OR (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq - 1))
  OR NEW.aggregate_version < 1
BEGIN
  SELECT CASE
    WHEN NEW.epoch IS NOT (SELECT epoch FROM workspace) THEN RAISE(ROLLBACK, 'STALE_EPOCH')
    WHEN NEW.aggregate_version < 1 THEN RAISE(ROLLBACK, 'EVENT_MALFORMED')
    ELSE RAISE(ROLLBACK, 'JOURNAL_SEQUENCE_GAP')
  END;
END;
