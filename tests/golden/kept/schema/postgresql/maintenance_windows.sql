CREATE TABLE maintenance_windows (
PRIMARY KEY (id)
agency TEXT NOT NULL
ended_at BIGINT
ended_by TEXT
from_at BIGINT
from_minute INTEGER
id UUID NOT NULL
made_at BIGINT NOT NULL
made_by TEXT NOT NULL
operation TEXT
reason_sealed BYTEA NOT NULL
until_at BIGINT
until_minute INTEGER
)
CREATE INDEX ix_maintenance_windows_agency ON maintenance_windows (agency, id)
