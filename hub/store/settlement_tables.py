"""The lines of settlements with utilities; the rules of `hub.store.tables` hold here too.

A chunk of lines is written once, in the commit of the event that has its hash.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table

from hub.store.tables import metadata, uid

settlement_chunks = Table(
    "settlement_chunks",
    metadata,
    uid("settlement_id", primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("lines_sealed", LargeBinary, nullable=False),
)
