CREATE TABLE obligations (
PRIMARY KEY (id)
amount BIGINT NOT NULL
chain_hash TEXT NOT NULL
changed_at BIGINT NOT NULL
id UUID NOT NULL
length INTEGER DEFAULT 0 NOT NULL
list_id UUID NOT NULL
open BIGINT NOT NULL
overpaid BIGINT NOT NULL
paid BIGINT NOT NULL
payee UUID NOT NULL
period TEXT NOT NULL
person UUID NOT NULL
proposed_at BIGINT
returned BIGINT NOT NULL
state_sealed BYTEA NOT NULL
status TEXT NOT NULL
)
CREATE INDEX ix_obligations_list ON obligations (list_id, status, id)
CREATE INDEX ix_obligations_person ON obligations (person, period)
CREATE INDEX ix_obligations_proposed ON obligations (proposed_at) WHERE proposed_at IS NOT NULL
CREATE INDEX ix_obligations_unpaid ON obligations (payee) WHERE status IN ('owed', 'refused')
