CREATE TABLE tree_heads (
PRIMARY KEY (size)
checkpoint TEXT NOT NULL
created_at BIGINT NOT NULL
root TEXT NOT NULL
size BIGINT NOT NULL
)
CREATE INDEX tree_heads_at ON tree_heads (created_at)
