-- What people decide about exceptions, and what the lists of the cockpit sort, filter and count by.
ALTER TABLE exceptions ADD COLUMN assignee TEXT;
-- RFC 3339 in UTC; the exception comes back by itself. Nothing expires.
ALTER TABLE exceptions ADD COLUMN snoozed_until TEXT;
ALTER TABLE exceptions ADD COLUMN note_count INTEGER NOT NULL DEFAULT 0;
CREATE INDEX exceptions_by_age ON exceptions (state, raised_at, id);
-- Holds every column that a filter, a count or a sum names, so that none of them reads the wide rows.
CREATE INDEX exceptions_in_lists ON exceptions
  (state, code, legal_entity, period, owner_role, assignee, snoozed_until, currency, amount_minor, raised_at, cause_key, id);
-- The same in the order of root causes, which are summed as they come.
CREATE INDEX exceptions_by_cause ON exceptions
  (state, cause_key, currency, snoozed_until, amount_minor, code, owner_role, legal_entity, period, assignee, id);

-- Epoch milliseconds before which an approval may still be undone and nothing leaves; null where there is no grace.
ALTER TABLE approvals ADD COLUMN grace_until INTEGER;

-- Mappings that a posting was made with: whoever proposed one of them does not approve it.
ALTER TABLE postings ADD COLUMN mapping_ids TEXT NOT NULL DEFAULT '[]';
UPDATE postings SET mapping_ids = coalesce((
  SELECT json_extract(e.body, '$.payload.mappingIds') FROM events e
  WHERE e.aggregate_id = postings.id AND e.type IN ('posting.held', 'posting.shadowed', 'posting.adopted', 'posting.revised')
  ORDER BY e.seq DESC LIMIT 1), '[]');
CREATE INDEX postings_in_lists ON postings (state, legal_entity, period, flow, currency, amount_minor, attempt, prepared_at, id);
