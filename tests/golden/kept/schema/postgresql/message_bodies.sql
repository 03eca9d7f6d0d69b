CREATE TABLE message_bodies (
PRIMARY KEY (message_id)
body_sealed BYTEA
business_id_sealed BYTEA
issues_sealed BYTEA
message_id UUID NOT NULL
records_sealed BYTEA
records_version INTEGER DEFAULT 0 NOT NULL
)
