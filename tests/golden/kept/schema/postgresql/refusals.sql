CREATE TABLE refusals (
PRIMARY KEY (id)
body_digest TEXT
body_size BIGINT
code TEXT NOT NULL
created_at BIGINT NOT NULL
format TEXT NOT NULL
id UUID NOT NULL
party TEXT NOT NULL
place TEXT
status INTEGER NOT NULL
)
CREATE INDEX ix_refusals_party ON refusals (party, id)
