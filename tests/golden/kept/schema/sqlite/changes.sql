CREATE TABLE changes (
"after" TEXT NOT NULL
"before" TEXT
PRIMARY KEY (id)
at BIGINT NOT NULL
id CHAR(32) NOT NULL
kind TEXT NOT NULL
reason_sealed BLOB
subject TEXT NOT NULL
)
CREATE INDEX ix_changes_at ON changes (at)
CREATE INDEX ix_changes_subject ON changes (kind, subject, id)
