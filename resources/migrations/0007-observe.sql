-- How long things take and what waits: one row per thing and measure, kept by events.
CREATE TABLE timings (
  measure TEXT NOT NULL CHECK (measure IN ('posting', 'held', 'queued', 'exception', 'expected')),
  item_id TEXT NOT NULL,
  -- What sort of thing it is within the measure: a command type, an exception code, an expectation's type.
  kind TEXT NOT NULL,
  -- '' where there is none, so that a row has one key.
  legal_entity TEXT NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  label TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  PRIMARY KEY (measure, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX timings_open ON timings (measure, started_ms) WHERE ended_ms IS NULL;
CREATE INDEX timings_ended ON timings (measure, ended_ms, started_ms, kind, legal_entity) WHERE ended_ms IS NOT NULL;

-- What came and went, by day: trends are read from these few rows however long the journal is.
CREATE TABLE measure_days (
  measure TEXT NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  legal_entity TEXT NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  count_delta INTEGER NOT NULL,
  amount_delta_minor INTEGER NOT NULL,
  PRIMARY KEY (measure, day, kind, legal_entity, period, currency)
) STRICT, WITHOUT ROWID;

-- How long vendors took to answer, by minute. Measured, not derived: operational, and trimmed after a while.
CREATE TABLE request_minutes (
  minute_ms INTEGER NOT NULL,
  connection_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'refused', 'throttled', 'failed', 'silent')),
  -- Durations up to 2^(bucket/8) milliseconds and more than 2^((bucket-1)/8).
  bucket INTEGER NOT NULL,
  count INTEGER NOT NULL,
  total_ms INTEGER NOT NULL,
  max_ms INTEGER NOT NULL,
  PRIMARY KEY (minute_ms, connection_id, operation, outcome, bucket)
) STRICT, WITHOUT ROWID;

-- Finds journal entries by type and by person without an index on the journal itself, whose appends stay fast.
CREATE TABLE journal_marks (
  facet TEXT NOT NULL CHECK (facet IN ('type', 'actor')),
  value TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (facet, value, seq)
) STRICT, WITHOUT ROWID;

-- How many entries each type, person and day has, and between which positions.
CREATE TABLE journal_facets (
  facet TEXT NOT NULL CHECK (facet IN ('type', 'actor', 'day')),
  value TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  PRIMARY KEY (facet, value)
) STRICT, WITHOUT ROWID;

-- A customer is found by the beginning of the name, an open expectation by what it waits for.
CREATE INDEX customers_by_name ON customers (legal_name COLLATE NOCASE, id);
CREATE INDEX expectations_in_lists ON expectations (state, legal_entity, type, currency, amount_minor, due_at, id);

-- Failed runs by day, and the newest runs of all connections.
CREATE INDEX sync_runs_failed ON sync_runs (started_at, connection_id) WHERE failure_code IS NOT NULL;
