CREATE TABLE head_stamps (
PRIMARY KEY (size, authority)
authority TEXT NOT NULL
size BIGINT NOT NULL
stamped_at BIGINT NOT NULL
token BLOB NOT NULL
)
