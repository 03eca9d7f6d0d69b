CREATE TABLE deliveries (
PRIMARY KEY (id)
agency_key TEXT NOT NULL
blockers SMALLINT DEFAULT 0 NOT NULL
budget INTEGER DEFAULT 0 NOT NULL
counted_attempts INTEGER DEFAULT 0 NOT NULL
created_at BIGINT NOT NULL
destination TEXT NOT NULL
error_code TEXT
error_detail TEXT
fence INTEGER DEFAULT 0 NOT NULL
fingerprint TEXT
held_for TEXT
id UUID NOT NULL
message_id UUID NOT NULL
next_due BIGINT NOT NULL
on_failure TEXT NOT NULL
part INTEGER DEFAULT 0 NOT NULL
reference TEXT
replaces UUID
route TEXT NOT NULL
settled_at BIGINT
state TEXT NOT NULL
tries INTEGER DEFAULT 0 NOT NULL
version TEXT
worker TEXT
)
CREATE INDEX ix_deliveries_bad ON deliveries (fingerprint, id) WHERE state IN ('failed', 'unknown')
CREATE INDEX ix_deliveries_bad_message ON deliveries (message_id) WHERE state IN ('failed', 'unknown')
CREATE INDEX ix_deliveries_blocked ON deliveries (destination, id) WHERE state = 'blocked'
CREATE INDEX ix_deliveries_due ON deliveries (destination, next_due) WHERE state IN ('due', 'retrying')
CREATE INDEX ix_deliveries_held ON deliveries (destination, id) WHERE held_for IS NOT NULL
CREATE INDEX ix_deliveries_leased ON deliveries (next_due) WHERE state = 'delivering'
CREATE INDEX ix_deliveries_message ON deliveries (message_id)
