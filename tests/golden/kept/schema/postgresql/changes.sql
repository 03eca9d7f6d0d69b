CREATE TABLE changes (
PRIMARY KEY (id)
after TEXT NOT NULL
at BIGINT NOT NULL
before TEXT
id UUID NOT NULL
kind TEXT NOT NULL
reason_sealed BYTEA
subject TEXT NOT NULL
)
CREATE INDEX ix_changes_at ON changes (at)
CREATE INDEX ix_changes_subject ON changes (kind, subject, id)
