CREATE TABLE people (
PRIMARY KEY (login)
created_at BIGINT NOT NULL
disabled_at BIGINT
disabled_until BIGINT
district TEXT
email_sealed BYTEA
email_version INTEGER DEFAULT 0 NOT NULL
login TEXT NOT NULL
name TEXT NOT NULL
party TEXT NOT NULL
password_hash TEXT NOT NULL
roles TEXT NOT NULL
)
