CREATE TABLE base_links (
PRIMARY KEY (record_id)
family_mark BIGINT
family_version INTEGER
how TEXT
notes TEXT
person_mark BIGINT
record_id UUID NOT NULL
told_entity UUID
told_mark BIGINT
told_version INTEGER
why TEXT
)
CREATE INDEX ix_base_links_person ON base_links (person_mark)
