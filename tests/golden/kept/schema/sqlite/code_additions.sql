CREATE TABLE code_additions (
PRIMARY KEY (id)
approved_at BIGINT
approved_by TEXT
changed_at BIGINT NOT NULL
code TEXT NOT NULL
ended_by TEXT
format TEXT NOT NULL
id CHAR(32) NOT NULL
meaning TEXT NOT NULL
proposed_at BIGINT NOT NULL
proposed_by TEXT NOT NULL
source TEXT NOT NULL
state TEXT NOT NULL
table_name TEXT NOT NULL
withdrawal_at BIGINT
withdrawal_by TEXT
withdrawal_reason_sealed BLOB
)
CREATE INDEX ix_code_additions_changed ON code_additions (changed_at)
CREATE INDEX ix_code_additions_code ON code_additions (format, table_name, code)
