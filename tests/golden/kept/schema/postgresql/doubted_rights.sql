CREATE TABLE doubted_rights (
PRIMARY KEY (right_id)
found_at BIGINT NOT NULL
person_id UUID NOT NULL
right_id UUID NOT NULL
)
CREATE INDEX ix_doubted_rights_person ON doubted_rights (person_id)
