CREATE TABLE counts (
PRIMARY KEY (id)
after_id CHAR(32) NOT NULL
asked_at BIGINT NOT NULL
asked_by TEXT NOT NULL
changed_at BIGINT NOT NULL
done_at BIGINT
id CHAR(32) NOT NULL
of_all INTEGER DEFAULT 0 NOT NULL
question_sealed BLOB NOT NULL
steps INTEGER DEFAULT 0 NOT NULL
tally_sealed BLOB NOT NULL
work_us INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_counts_by ON counts (asked_by, id)
