CREATE TABLE alerts (
PRIMARY KEY (id)
closed_at BIGINT
id CHAR(32) NOT NULL
last_error TEXT
mark TEXT NOT NULL
next_due BIGINT NOT NULL
opened_at BIGINT NOT NULL
rule_id CHAR(32) NOT NULL
told INTEGER DEFAULT 0 NOT NULL
told_at BIGINT
tries INTEGER DEFAULT 0 NOT NULL
words_az TEXT NOT NULL
words_en TEXT NOT NULL
)
CREATE UNIQUE INDEX ix_alerts_open ON alerts (rule_id, mark) WHERE closed_at IS NULL
