CREATE TABLE presences (
PRIMARY KEY (place, person)
person TEXT NOT NULL
place TEXT NOT NULL
seen_at BIGINT NOT NULL
)
