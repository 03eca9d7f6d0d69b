CREATE TABLE installation (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
id UUID NOT NULL
root_mark TEXT
)
