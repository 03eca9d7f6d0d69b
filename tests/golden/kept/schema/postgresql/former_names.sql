CREATE TABLE former_names (
PRIMARY KEY (login, until)
login TEXT NOT NULL
name TEXT NOT NULL
until BIGINT NOT NULL
)
