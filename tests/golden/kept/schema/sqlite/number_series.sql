CREATE TABLE number_series (
PRIMARY KEY (series)
last_number BIGINT NOT NULL
series TEXT NOT NULL
)
