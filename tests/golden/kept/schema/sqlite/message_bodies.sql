CREATE TABLE message_bodies (
PRIMARY KEY (message_id)
body_sealed BLOB
business_id_sealed BLOB
issues_sealed BLOB
message_id CHAR(32) NOT NULL
records_sealed BLOB
records_version INTEGER DEFAULT 0 NOT NULL
)
