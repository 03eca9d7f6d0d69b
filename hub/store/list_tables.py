"""The chunks of lists (`document_flow.lists`); the rules of `hub.store.tables` hold here too.

A chunk is some of a list's persons. `wanted_sealed` is what its run has read of them, written with the cut;
`entries_sealed` are the lines that are on the list and `changes_sealed` those that are not as they were, written when
its work is done. `reasons` counts the latter by reason. `owed`: the ledger has its obligations.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, SmallInteger, Table

from hub.store.tables import instant, metadata, num, text, uid

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
