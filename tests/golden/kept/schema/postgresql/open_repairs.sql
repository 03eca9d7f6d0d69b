CREATE TABLE open_repairs (
PRIMARY KEY (delivery_id)
delivery_id UUID NOT NULL
repair_id UUID NOT NULL
)
