CREATE TABLE payment_tasks (
PRIMARY KEY (obligation_id, kind)
closed_at BIGINT
kind TEXT NOT NULL
obligation_id UUID NOT NULL
opened_at BIGINT NOT NULL
)
