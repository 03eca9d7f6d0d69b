CREATE TABLE messages (
PRIMARY KEY (id)
accepted_at BIGINT NOT NULL
bad_count INTEGER DEFAULT 0 NOT NULL
body_digest TEXT NOT NULL
body_size BIGINT NOT NULL
cause UUID
completed_at BIGINT
content_hash TEXT NOT NULL
done_count INTEGER DEFAULT 0 NOT NULL
dropped_count INTEGER DEFAULT 0 NOT NULL
format TEXT NOT NULL
format_hash TEXT NOT NULL
hops SMALLINT NOT NULL
id UUID NOT NULL
kind TEXT NOT NULL
leaf_hash TEXT NOT NULL
open_count INTEGER DEFAULT 0 NOT NULL
origin TEXT NOT NULL
party TEXT NOT NULL
route TEXT NOT NULL
state TEXT NOT NULL
trace TEXT
version TEXT
)
CREATE INDEX ix_messages_attention ON messages (state, id) WHERE state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')
CREATE INDEX ix_messages_cause ON messages (cause) WHERE cause IS NOT NULL
CREATE INDEX ix_messages_party ON messages (party, id)
