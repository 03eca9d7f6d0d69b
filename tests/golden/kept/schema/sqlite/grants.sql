CREATE TABLE grants (
PRIMARY KEY (party, service, purpose)
party TEXT NOT NULL
purpose TEXT NOT NULL
service TEXT NOT NULL
)
