CREATE TABLE units (
PRIMARY KEY (unit)
head TEXT
title_az TEXT NOT NULL
title_en TEXT NOT NULL
unit TEXT NOT NULL
)
