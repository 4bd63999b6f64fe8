-- Projections of what the systems say. Every row can be rebuilt from the journal.
CREATE TABLE entities (
  id TEXT PRIMARY KEY,
  connection_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  external_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ordering TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  is_deleted INTEGER NOT NULL,
  legal_entity TEXT,
  customer_external_id TEXT,
  parent_external_id TEXT,
  number TEXT,
  contract_number TEXT,
  status TEXT,
  currency TEXT,
  amount_minor INTEGER,
  open_minor INTEGER,
  happened_on TEXT,
  effective_on TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- The id first: what an id is looked up by does not always say whose it is.
-- The id ends each index of a list: a sort of a few rows costs more than finding them.
CREATE UNIQUE INDEX entities_by_external_id ON entities (external_id, kind, connection_id);
CREATE INDEX entities_by_kind_and_day ON entities (kind, happened_on);
CREATE INDEX entities_by_number ON entities (number, id) WHERE number IS NOT NULL;
CREATE INDEX entities_by_contract ON entities (contract_number, kind, id) WHERE contract_number IS NOT NULL;
CREATE INDEX entities_by_customer ON entities (customer_external_id, kind, id) WHERE customer_external_id IS NOT NULL;
CREATE INDEX entities_by_parent ON entities (parent_external_id, kind, id) WHERE parent_external_id IS NOT NULL;

-- An observation that came too early (a version gap) too late (a newer one is applied) or contradicts its own version.
CREATE TABLE parked_observations (
  seq INTEGER PRIMARY KEY,
  aggregate_id TEXT NOT NULL,
  source_version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX parked_by_version ON parked_observations (aggregate_id, source_version);

CREATE TABLE set_aside_observations (
  seq INTEGER PRIMARY KEY,
  aggregate_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('superseded', 'conflicted')),
  reason TEXT NOT NULL
) STRICT;

-- The same thing's ids in every system: how any id finds its chain and how three customer records become one.
CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  legal_name TEXT,
  tax_id TEXT,
  tax_setup TEXT,
  country TEXT,
  legal_entity TEXT,
  subscription_status TEXT,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE customer_refs (
  system TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  PRIMARY KEY (connection_id, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_refs_by_customer ON customer_refs (customer_id);

CREATE TABLE attribute_conflicts (
  customer_id TEXT NOT NULL,
  attribute TEXT NOT NULL,
  owner_system TEXT NOT NULL,
  owner_value TEXT,
  other_system TEXT NOT NULL,
  other_value TEXT,
  seq INTEGER NOT NULL,
  PRIMARY KEY (customer_id, attribute, other_system)
) STRICT, WITHOUT ROWID;

-- Entities whose consequences have to be decided (again). Operational: emptied by the workflow, filled with each event.
CREATE TABLE evaluations (
  subject_id TEXT PRIMARY KEY,
  lane INTEGER NOT NULL,
  marked_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluations_by_lane ON evaluations (lane, marked_seq);

-- What a subject waits for before it can be decided. Operational, like the evaluations.
CREATE TABLE waits (
  on_key TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  PRIMARY KEY (on_key, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX waits_by_subject ON waits (subject_id);
