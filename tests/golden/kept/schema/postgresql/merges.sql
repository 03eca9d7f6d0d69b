CREATE TABLE merges (
PRIMARY KEY (id)
id UUID NOT NULL
merged_at BIGINT NOT NULL
merged_id UUID NOT NULL
moved BYTEA NOT NULL
split_at BIGINT
survivor_id UUID NOT NULL
)
CREATE INDEX ix_merges_survivor ON merges (survivor_id)
CREATE UNIQUE INDEX ix_merges_merged ON merges (merged_id) WHERE split_at IS NULL
