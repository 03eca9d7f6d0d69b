"""The tables of the desks where people are answered; the rules of `hub.store.tables` hold here too."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, LargeBinary, Table

from hub.store.tables import instant, metadata, num, text, uid

# A call: about whom, by which operator in which session, and since when the caller is proven.
hotline_calls = Table(
    "hotline_calls",
    metadata,
    uid("id", primary_key=True),
    text("operator"),
    text("session_hash"),
    text("subject_hash"),
    text("found_by"),
    Column("fin_sealed", LargeBinary, nullable=False),
    instant("opened_at"),
    instant("proven_at", nullable=True),
)

# How often it was tried to prove a caller since a moment: about one person, and by one operator.
hotline_tries = Table("hotline_tries", metadata, text("key_hash", primary_key=True), num("taken"), instant("since"))

# Whom to call back. There is one open promise for a number; `taken_at` says until when it is one operator's alone.
callbacks = Table(
    "callbacks",
    metadata,
    uid("id", primary_key=True),
    text("phone_hash"),
    Column("callback_sealed", LargeBinary, nullable=False),
    num("version"),
    instant("due"),
    text("made_by"),
    instant("made_at"),
    text("taken_by", nullable=True),
    instant("taken_at", nullable=True),
    text("outcome", nullable=True),
    Column("ended_sealed", LargeBinary),
    instant("ended_at", nullable=True),
)
_OPEN = sa.text("ended_at IS NULL")
Index("ix_callbacks_open", callbacks.c.phone_hash, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)
Index("ix_callbacks_due", callbacks.c.due, postgresql_where=_OPEN, sqlite_where=_OPEN)

# Who comes to which official's reception on which day: a person once a day, a slot for one person.
receptions = Table(
    "receptions",
    metadata,
    uid("id", primary_key=True),
    text("day"),
    text("official"),
    num("slot"),
    text("subject_hash"),
    text("state"),
    Column("visit_sealed", LargeBinary, nullable=False),
    text("made_by"),
    instant("made_at"),
    Column("outcome_sealed", LargeBinary),
    uid("document_id", nullable=True),
    text("ended_by", nullable=True),
    instant("ended_at", nullable=True),
)
_STANDS = sa.text("state <> 'cancelled'")
Index(
    "ix_receptions_day",
    receptions.c.day,
    receptions.c.subject_hash,
    unique=True,
    postgresql_where=_STANDS,
    sqlite_where=_STANDS,
)
Index(
    "ix_receptions_slot",
    receptions.c.official,
    receptions.c.day,
    receptions.c.slot,
    unique=True,
    postgresql_where=_STANDS,
    sqlite_where=_STANDS,
)
Index("ix_receptions_subject", receptions.c.subject_hash, receptions.c.id)

# A citizen who is logged in at the page of their own: the token's hash, and who it is and whom they act for.
citizen_sessions = Table(
    "citizen_sessions",
    metadata,
    text("token_sha256", primary_key=True),
    Column("citizen_sealed", LargeBinary, nullable=False),
    num("version"),
    instant("expires_at"),
)

# Who a subject of the identity provider was when it last told a FIN: a login by e-signature tells none.
citizen_subjects = Table(
    "citizen_subjects",
    metadata,
    text("subject_hash", primary_key=True),
    Column("fin_sealed", LargeBinary, nullable=False),
    num("version"),
)
