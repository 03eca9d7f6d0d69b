CREATE TABLE obligation_shares (
PRIMARY KEY (list_id, obligation_id)
amount BIGINT NOT NULL
list_id CHAR(32) NOT NULL
obligation_id CHAR(32) NOT NULL
open BIGINT NOT NULL
paid BIGINT NOT NULL
returned BIGINT NOT NULL
)
CREATE INDEX ix_obligation_shares_obligation ON obligation_shares (obligation_id)
