CREATE TABLE commission_members (
PRIMARY KEY (commission, login)
commission TEXT NOT NULL
login TEXT NOT NULL
)
