CREATE TABLE registrations (
PRIMARY KEY (series, number)
document_id UUID NOT NULL
number BIGINT NOT NULL
reg_no TEXT NOT NULL
series TEXT NOT NULL
)
