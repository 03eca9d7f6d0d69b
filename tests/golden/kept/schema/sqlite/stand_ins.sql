CREATE TABLE stand_ins (
PRIMARY KEY (id)
acting TEXT NOT NULL
basis_sealed BLOB NOT NULL
first_day TEXT NOT NULL
id CHAR(32) NOT NULL
kinds TEXT NOT NULL
last_day TEXT NOT NULL
manner TEXT NOT NULL
principal TEXT NOT NULL
)
