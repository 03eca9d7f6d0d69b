CREATE TABLE pace_marks (
PRIMARY KEY (kind, label)
count BIGINT NOT NULL
grew_at BIGINT
kind TEXT NOT NULL
label TEXT NOT NULL
)
