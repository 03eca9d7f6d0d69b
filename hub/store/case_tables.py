"""The tables of cases; the rules of `hub.store.tables` hold here too. Days are text, `2026-04-14`.

A case's events are its truth and form a hash chain; `cases.state_sealed` is what they come to. `work_at` is when the
hub has to do something about it next, `ends_on` its last day. `paper_until` is the last day of what was granted,
also after that was taken back, `letter_on` the day from which its paper has to go by letter, `warn_on` that from which
its holder is told that its last day comes.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, LargeBinary, SmallInteger, Table

from hub.store.tables import instant, metadata, num, text, uid

cases = Table(
    "cases",
    metadata,
    uid("id", primary_key=True),
    text("programme"),
    text("kind"),
    text("subject_hash"),
    text("number"),
    text("came_from"),
    text("phase"),
    text("outcome"),
    # Equal where two were refused for the same reason by the rules; NULL where none of them says why.
    text("reason_hash", nullable=True),
    text("paper_no", nullable=True),
    text("revocation_no", nullable=True),
    # 1 while its paper is still to come: a person has one such case of a kind.
    Column("pending", SmallInteger, nullable=False),
    # What has to be said before something is decided: in a `hearing`, by a `second` official; empty where nothing.
    text("awaits"),
    num("version"),
    text("due", nullable=True),
    instant("work_at", nullable=True),
    text("ends_on", nullable=True),
    text("paper_until", nullable=True),
    text("letter_on", nullable=True),
    text("warn_on", nullable=True),
    text("chain_hash"),
    Column("state_sealed", LargeBinary, nullable=False),
    instant("opened_at"),
    instant("changed_at"),
    instant("closed_at", nullable=True),
)
Index(
    "ix_cases_pending",
    cases.c.programme,
    cases.c.subject_hash,
    cases.c.kind,
    unique=True,
    postgresql_where=sa.text("pending = 1"),
    sqlite_where=sa.text("pending = 1"),
)
Index("ix_cases_number", cases.c.number, unique=True)
Index("ix_cases_paper", cases.c.paper_no)
Index("ix_cases_revocation", cases.c.revocation_no)
_SECOND = sa.text("awaits = 'second'")
Index("ix_cases_second", cases.c.id, postgresql_where=_SECOND, sqlite_where=_SECOND)
Index("ix_cases_subject", cases.c.subject_hash, cases.c.id)
Index("ix_cases_phase", cases.c.programme, cases.c.phase, cases.c.id)
Index(
    "ix_cases_work",
    cases.c.work_at,
    postgresql_where=sa.text("work_at IS NOT NULL"),
    sqlite_where=sa.text("work_at IS NOT NULL"),
)
Index(
    "ix_cases_ends",
    cases.c.ends_on,
    postgresql_where=sa.text("closed_at IS NULL AND ends_on IS NOT NULL"),
    sqlite_where=sa.text("closed_at IS NULL AND ends_on IS NOT NULL"),
)
# What was taken back and may still be shown somewhere.
Index(
    "ix_cases_void",
    cases.c.paper_until,
    postgresql_where=sa.text("outcome = 'void' AND paper_no IS NOT NULL"),
    sqlite_where=sa.text("outcome = 'void' AND paper_no IS NOT NULL"),
)
Index(
    "ix_cases_letter",
    cases.c.letter_on,
    postgresql_where=sa.text("letter_on IS NOT NULL"),
    sqlite_where=sa.text("letter_on IS NOT NULL"),
)
Index(
    "ix_cases_warn",
    cases.c.warn_on,
    postgresql_where=sa.text("warn_on IS NOT NULL"),
    sqlite_where=sa.text("warn_on IS NOT NULL"),
)
# By this alone figures for everybody are counted.
Index("ix_cases_counted", cases.c.programme, cases.c.outcome, cases.c.reason_hash, cases.c.opened_at)

case_events = Table(
    "case_events",
    metadata,
    uid("case_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("kind"),
    text("actor"),
    Column("body_sealed", LargeBinary, nullable=False),
    text("hash"),
    instant("at"),
)

# Under which of their own numbers those who handed an application in find its case; two may lead to one.
case_references = Table("case_references", metadata, text("reference_hash", primary_key=True), uid("case_id"))
Index("ix_case_references", case_references.c.case_id)

# Of whom beside its subject the register has told a fact that is to stay so while the case's paper holds.
case_relatives = Table("case_relatives", metadata, text("key_hash", primary_key=True), uid("case_id", primary_key=True))

# Of whose people the register has heard since, a row for each piece of news: two who write of people never wait for one
# another's row.
cases_heard_of = Table("cases_heard_of", metadata, uid("id", primary_key=True), uid("case_id"))
