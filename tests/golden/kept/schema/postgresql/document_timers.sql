CREATE TABLE document_timers (
PRIMARY KEY (document_id, timer)
at BIGINT NOT NULL
document_id UUID NOT NULL
timer TEXT NOT NULL
)
CREATE INDEX ix_document_timers_at ON document_timers (at, document_id, timer)
