CREATE TABLE possible_doubles (
PRIMARY KEY (one_id, other_id)
found_at BIGINT NOT NULL
one_id CHAR(32) NOT NULL
other_id CHAR(32) NOT NULL
qepik BIGINT DEFAULT 0 NOT NULL
told_at BIGINT
told_by TEXT
weighed_at BIGINT DEFAULT 0 NOT NULL
)
CREATE INDEX ix_possible_doubles_open ON possible_doubles (weighed_at) WHERE told_by IS NULL
CREATE INDEX ix_possible_doubles_other ON possible_doubles (other_id)
