CREATE TABLE agency_contacts (
PRIMARY KEY (id)
agency TEXT NOT NULL
changed_at BIGINT NOT NULL
changed_by TEXT NOT NULL
contact_sealed BYTEA NOT NULL
hours TEXT NOT NULL
id UUID NOT NULL
)
CREATE INDEX ix_agency_contacts_agency ON agency_contacts (agency, id)
