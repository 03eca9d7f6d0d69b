CREATE TABLE cases_heard_of (
PRIMARY KEY (id)
case_id CHAR(32) NOT NULL
id CHAR(32) NOT NULL
)
