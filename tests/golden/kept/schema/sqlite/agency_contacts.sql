CREATE TABLE agency_contacts (
PRIMARY KEY (id)
agency TEXT NOT NULL
changed_at BIGINT NOT NULL
changed_by TEXT NOT NULL
contact_sealed BLOB NOT NULL
hours TEXT NOT NULL
id CHAR(32) NOT NULL
)
CREATE INDEX ix_agency_contacts_agency ON agency_contacts (agency, id)
