CREATE TABLE cases_heard_of (
PRIMARY KEY (id)
case_id UUID NOT NULL
id UUID NOT NULL
)
