CREATE TABLE officials (
PRIMARY KEY (login)
fin_sealed BLOB
login TEXT NOT NULL
position_az TEXT NOT NULL
position_en TEXT NOT NULL
unit TEXT NOT NULL
)
