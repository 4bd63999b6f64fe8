-- How each person likes the cockpit. Personal: not an event, not rebuilt, and nobody else's business.
CREATE TABLE preferences (
  person_id TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
