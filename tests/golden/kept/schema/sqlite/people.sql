CREATE TABLE people (
PRIMARY KEY (login)
created_at BIGINT NOT NULL
disabled_at BIGINT
district TEXT
login TEXT NOT NULL
name TEXT NOT NULL
party TEXT NOT NULL
password_hash TEXT NOT NULL
roles TEXT NOT NULL
)
