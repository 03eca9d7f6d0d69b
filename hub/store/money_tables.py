"""The tables of money: account numbers, and the ledger; the rules of `hub.store.tables` hold here too.

An obligation's events are its truth and form a hash chain; `state_sealed` is what they come to. Sums are qəpik:
`paid + returned + open = amount`, of an obligation as of a list's share of it, and `overpaid` beside it. `leaf` is the
leaf of the evidence by which an event is missed: one of many events.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table

from hub.store.tables import instant, metadata, num, text, uid

# One row a payee and number, whose id is the key under which lists and instructions know the account.
account_numbers = Table(
    "account_numbers",
    metadata,
    uid("id", primary_key=True),
    uid("payee"),
    text("number_hash"),
    Column("number_sealed", LargeBinary, nullable=False),
    instant("kept_at"),
)
Index("ix_account_numbers_number", account_numbers.c.number_hash, account_numbers.c.payee)


def _sum(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


obligations = Table(
    "obligations",
    metadata,
    uid("id", primary_key=True),
    uid("list_id"),
    uid("payee"),
    uid("person"),
    text("period"),
    text("status"),
    _sum("amount"),
    _sum("paid"),
    _sum("returned"),
    _sum("open"),
    _sum("overpaid"),
    num("length"),
    text("chain_hash"),
    Column("state_sealed", LargeBinary, nullable=False),
    instant("proposed_at", nullable=True),
    instant("changed_at"),
)
Index("ix_obligations_list", obligations.c.list_id, obligations.c.status, obligations.c.id)
_UNPAID = sa.text("status IN ('owed', 'refused')")
Index("ix_obligations_unpaid", obligations.c.payee, postgresql_where=_UNPAID, sqlite_where=_UNPAID)
_PROPOSED = sa.text("proposed_at IS NOT NULL")
Index("ix_obligations_proposed", obligations.c.proposed_at, postgresql_where=_PROPOSED, sqlite_where=_PROPOSED)
Index("ix_obligations_person", obligations.c.person, obligations.c.period)

# What lists say of an obligation that another list has owed first: they corrected it, or said it again.
obligation_shares = Table(
    "obligation_shares",
    metadata,
    uid("list_id", primary_key=True),
    uid("obligation_id", primary_key=True),
    _sum("amount"),
    _sum("paid"),
    _sum("returned"),
    _sum("open"),
)
Index("ix_obligation_shares_obligation", obligation_shares.c.obligation_id)

obligation_events = Table(
    "obligation_events",
    metadata,
    uid("obligation_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("kind"),
    text("actor"),
    Column("body_sealed", LargeBinary, nullable=False),
    text("hash"),
    instant("at"),
    uid("leaf"),
)
Index("ix_obligation_events_leaf", obligation_events.c.leaf)

# `payer` was told to pay it and knows it by `batch` and `seq`, also when sent again; `code` is the payer's newest.
instructions = Table(
    "instructions",
    metadata,
    text("reference", primary_key=True),
    uid("obligation_id"),
    uid("list_id"),
    text("payer"),
    text("batch"),
    Column("seq", Integer, nullable=False),
    text("status"),
    text("code"),
    _sum("amount"),
    instant("made_at"),
    instant("silent_at", nullable=True),
)
Index("ix_instructions_bank", instructions.c.batch, instructions.c.seq, unique=True)
Index("ix_instructions_list", instructions.c.list_id, instructions.c.code)
_IN_FLIGHT = sa.text("status <> 'closed'")
Index(
    "ix_instructions_in_flight",
    instructions.c.obligation_id,
    unique=True,
    postgresql_where=_IN_FLIGHT,
    sqlite_where=_IN_FLIGHT,
)
_UNANSWERED = sa.text("silent_at IS NOT NULL")
Index(
    "ix_instructions_silent",
    instructions.c.silent_at,
    postgresql_where=_UNANSWERED,
    sqlite_where=_UNANSWERED,
)

# What people have to look at: a death that was registered after a payment, money that its payee says did not come.
payment_tasks = Table(
    "payment_tasks",
    metadata,
    uid("obligation_id", primary_key=True),
    text("kind", primary_key=True),
    instant("opened_at"),
    instant("closed_at", nullable=True),
)

# How many files were handed to a payer under a day.
payment_days = Table(
    "payment_days", metadata, text("payer", primary_key=True), text("day", primary_key=True), num("files")
)
