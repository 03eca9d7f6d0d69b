CREATE TABLE replay_findings (
PRIMARY KEY (replay_id, delivery_id)
delivery_id CHAR(32) NOT NULL
replay_id CHAR(32) NOT NULL
)
