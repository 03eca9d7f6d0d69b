CREATE TABLE handovers (
PRIMARY KEY (id)
act TEXT NOT NULL
created_at BIGINT NOT NULL
id CHAR(32) NOT NULL
leaver TEXT NOT NULL
made_by TEXT NOT NULL
reason_sealed BLOB NOT NULL
receiver TEXT NOT NULL
)
