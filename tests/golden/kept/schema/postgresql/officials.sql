CREATE TABLE officials (
PRIMARY KEY (login)
fin_sealed BYTEA
fin_version INTEGER DEFAULT 0 NOT NULL
login TEXT NOT NULL
position_az TEXT NOT NULL
position_en TEXT NOT NULL
unit TEXT NOT NULL
)
