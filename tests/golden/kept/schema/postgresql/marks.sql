CREATE TABLE marks (
PRIMARY KEY (kind, subject)
kind TEXT NOT NULL
mark TEXT NOT NULL
subject TEXT NOT NULL
)
