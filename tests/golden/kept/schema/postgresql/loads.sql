CREATE TABLE loads (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
district TEXT
finished_at BIGINT
id UUID NOT NULL
)
