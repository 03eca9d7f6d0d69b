"""What the first migration needs beside its tables: the type of an id, the clock, and the installation's own row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hub.clock import SystemClock
from hub.store.ids import new_id

ID = sa.CHAR(32).with_variant(postgresql.UUID(as_uuid=False), "postgresql")
INTS = sa.Text().with_variant(postgresql.ARRAY(sa.Integer), "postgresql")

HUB_NOW = (
    "CREATE OR REPLACE FUNCTION hub_now() RETURNS bigint LANGUAGE sql VOLATILE AS"
    " $$ SELECT (extract(epoch from clock_timestamp()) * 1000000)::bigint $$"
)


def first_things() -> None:
    """The store's clock; SQLite has it as a function of each connection."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(HUB_NOW)


def first_row() -> None:
    """The id of this installation, under which keys towards agencies are made."""
    made = sa.table("installation", sa.column("id", ID), sa.column("created_at", sa.BigInteger))
    op.bulk_insert(made, [{"id": new_id(), "created_at": SystemClock().now()}])
