CREATE TABLE resolutions (
PRIMARY KEY (document_id, resolution)
controlled SMALLINT NOT NULL
document_id CHAR(32) NOT NULL
due TEXT NOT NULL
executed TEXT NOT NULL
executor TEXT NOT NULL
extensions INTEGER DEFAULT 0 NOT NULL
given TEXT NOT NULL
resolution TEXT NOT NULL
unit TEXT NOT NULL
)
CREATE INDEX ix_resolutions_controlled ON resolutions (controlled, executed, given)
CREATE INDEX ix_resolutions_executed ON resolutions (executed, due)
