CREATE TABLE load_chunks (
PRIMARY KEY (load_id, stage, number)
base TEXT
begins BIGINT NOT NULL
done_at BIGINT
ends BIGINT NOT NULL
fence INTEGER DEFAULT 0 NOT NULL
first_row INTEGER NOT NULL
lease_until BIGINT NOT NULL
load_id UUID NOT NULL
number INTEGER NOT NULL
row_count INTEGER NOT NULL
stage TEXT NOT NULL
)
