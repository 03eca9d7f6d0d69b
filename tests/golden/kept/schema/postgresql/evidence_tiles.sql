CREATE TABLE evidence_tiles (
PRIMARY KEY (level, position)
hashes TEXT NOT NULL
level INTEGER NOT NULL
position BIGINT NOT NULL
)
