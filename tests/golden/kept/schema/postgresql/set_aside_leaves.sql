CREATE TABLE set_aside_leaves (
PRIMARY KEY (id)
content BYTEA
id UUID NOT NULL
kind TEXT NOT NULL
leaf TEXT NOT NULL
noticed_at BIGINT NOT NULL
subject TEXT NOT NULL
)
