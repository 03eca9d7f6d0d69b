"""The tables of aggregates (lists, accounts, draws …); the rules of `hub.store.tables` hold here too.

An aggregate's events are its truth and form a hash chain; `state_sealed` is what they come to, `room` which kind it
is, `within` the aggregate that it belongs to. `work_at` is when the hub has to do something about it next,
`proposed_at` since when it waits for a second person, `letter_on` the day from which a letter of it has to be posted.

A chunk of a list (`document_flow.lists`) is some of its persons. `wanted_sealed` is what its run has read of them,
written with the cut; `entries_sealed` are the lines that are on the list and `changes_sealed` those that are not as
they were, written when its work is done. `reasons` counts the latter by reason. `owed`: the ledger has its obligations.
A chunk of a settlement's lines is written once, in the commit of the event that has its hash.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, LargeBinary, SmallInteger, Table

from hub.store.tables import instant, metadata, num, text, uid

aggregates = Table(
    "aggregates",
    metadata,
    uid("id", primary_key=True),
    text("room"),
    text("phase"),
    uid("within", nullable=True),
    num("version"),
    instant("work_at", nullable=True),
    instant("proposed_at", nullable=True),
    text("letter_on", nullable=True),
    text("chain_hash"),
    Column("state_sealed", LargeBinary, nullable=False),
    instant("opened_at"),
    instant("changed_at"),
)
Index("ix_aggregates_room", aggregates.c.room, aggregates.c.phase, aggregates.c.id)
Index("ix_aggregates_within", aggregates.c.within, aggregates.c.id)
Index(
    "ix_aggregates_work",
    aggregates.c.work_at,
    postgresql_where=sa.text("work_at IS NOT NULL"),
    sqlite_where=sa.text("work_at IS NOT NULL"),
)
_PROPOSED = sa.text("proposed_at IS NOT NULL")
Index("ix_aggregates_proposed", aggregates.c.proposed_at, postgresql_where=_PROPOSED, sqlite_where=_PROPOSED)
_LETTER = sa.text("letter_on IS NOT NULL")
Index("ix_aggregates_letter", aggregates.c.letter_on, postgresql_where=_LETTER, sqlite_where=_LETTER)

aggregate_events = Table(
    "aggregate_events",
    metadata,
    uid("aggregate_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("kind"),
    text("actor"),
    Column("body_sealed", LargeBinary, nullable=False),
    text("hash"),
    instant("at"),
)

# What an aggregate holds alone while it does: a period, a home, a family.
aggregate_keys = Table("aggregate_keys", metadata, text("key_hash", primary_key=True), uid("aggregate_id"))
Index("ix_aggregate_keys", aggregate_keys.c.aggregate_id)

list_chunks = Table(
    "list_chunks",
    metadata,
    uid("list_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("wanted_sealed", LargeBinary, nullable=False),
    Column("entries_sealed", LargeBinary, nullable=True),
    Column("changes_sealed", LargeBinary, nullable=True),
    text("reasons", nullable=True),
    num("entries"),
    Column("owed", SmallInteger, nullable=False, server_default="0"),
    instant("read_at"),
)

settlement_chunks = Table(
    "settlement_chunks",
    metadata,
    uid("settlement_id", primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("lines_sealed", LargeBinary, nullable=False),
)
