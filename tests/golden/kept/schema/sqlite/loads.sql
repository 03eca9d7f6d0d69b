CREATE TABLE loads (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
district TEXT
finished_at BIGINT
id CHAR(32) NOT NULL
)
