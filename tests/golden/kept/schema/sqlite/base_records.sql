CREATE TABLE base_records (
PRIMARY KEY (id)
base TEXT NOT NULL
birth_mark BIGINT
content_hash TEXT NOT NULL
district TEXT
document_mark BIGINT
fin_mark BIGINT
given_mark BIGINT
household_mark BIGINT
id CHAR(32) NOT NULL
lost SMALLINT NOT NULL
message_id CHAR(32) NOT NULL
name_mark BIGINT
qepik BIGINT NOT NULL
record_sealed BLOB NOT NULL
row_number INTEGER NOT NULL
unplaced TEXT
version INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_base_records_household ON base_records (household_mark) WHERE household_mark IS NOT NULL
