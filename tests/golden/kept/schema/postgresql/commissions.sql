CREATE TABLE commissions (
PRIMARY KEY (commission)
commission TEXT NOT NULL
title_az TEXT NOT NULL
title_en TEXT NOT NULL
)
