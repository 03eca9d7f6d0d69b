CREATE TABLE stand_ins (
PRIMARY KEY (id)
acting TEXT NOT NULL
basis_sealed BYTEA NOT NULL
first_day TEXT NOT NULL
id UUID NOT NULL
kinds TEXT NOT NULL
last_day TEXT NOT NULL
manner TEXT NOT NULL
principal TEXT NOT NULL
)
