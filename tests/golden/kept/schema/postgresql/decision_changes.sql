CREATE TABLE decision_changes (
PRIMARY KEY (name, number)
actor TEXT NOT NULL
at BIGINT NOT NULL
detail TEXT NOT NULL
kind TEXT NOT NULL
name TEXT NOT NULL
number INTEGER NOT NULL
version_id UUID NOT NULL
)
