CREATE TABLE open_repairs (
PRIMARY KEY (delivery_id)
delivery_id CHAR(32) NOT NULL
repair_id CHAR(32) NOT NULL
)
