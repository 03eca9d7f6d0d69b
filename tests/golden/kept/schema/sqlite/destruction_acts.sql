CREATE TABLE destruction_acts (
PRIMARY KEY (id)
act_day TEXT NOT NULL
created_at BIGINT NOT NULL
destroyed_on TEXT NOT NULL
files TEXT NOT NULL
id CHAR(32) NOT NULL
made_by TEXT NOT NULL
members TEXT NOT NULL
number TEXT NOT NULL
)
CREATE UNIQUE INDEX ix_destruction_acts ON destruction_acts (number)
