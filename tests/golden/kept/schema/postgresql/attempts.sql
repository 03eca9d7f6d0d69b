CREATE TABLE attempts (
PRIMARY KEY (delivery_id, number)
code TEXT
delivery_id UUID NOT NULL
detail TEXT
ended_at BIGINT
fence INTEGER DEFAULT 0 NOT NULL
http_status INTEGER
late SMALLINT DEFAULT 0 NOT NULL
number INTEGER NOT NULL
outcome TEXT
reached SMALLINT
received_sealed BYTEA
sent_sealed BYTEA
started_at BIGINT NOT NULL
worker TEXT NOT NULL
)
