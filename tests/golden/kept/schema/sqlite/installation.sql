CREATE TABLE installation (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
id CHAR(32) NOT NULL
root_mark TEXT
)
