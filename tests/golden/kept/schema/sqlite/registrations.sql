CREATE TABLE registrations (
PRIMARY KEY (series, number)
document_id CHAR(32) NOT NULL
number BIGINT NOT NULL
reg_no TEXT NOT NULL
series TEXT NOT NULL
)
