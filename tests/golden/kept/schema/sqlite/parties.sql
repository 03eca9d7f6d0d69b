CREATE TABLE parties (
PRIMARY KEY (name)
created_at BIGINT NOT NULL
name TEXT NOT NULL
title_az TEXT NOT NULL
title_en TEXT NOT NULL
)
