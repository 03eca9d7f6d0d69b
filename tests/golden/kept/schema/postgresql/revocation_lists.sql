CREATE TABLE revocation_lists (
PRIMARY KEY (source)
good_until BIGINT NOT NULL
made_at BIGINT NOT NULL
source TEXT NOT NULL
)
