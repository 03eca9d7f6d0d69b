CREATE TABLE replay_findings (
PRIMARY KEY (replay_id, delivery_id)
delivery_id UUID NOT NULL
replay_id UUID NOT NULL
)
