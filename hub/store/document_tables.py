"""The tables of document flow; the rules of `hub.store.tables` hold here too. Days are text, `2026-04-14`.

A document's events are its truth and form a hash chain; `documents.state_sealed` is what they come to, so that a
command reads one row. `inbox` and `document_timers` say whom and what an open document waits for.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, SmallInteger, Table

from hub.store.tables import instant, metadata, num, text, uid

documents = Table(
    "documents",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    text("status"),
    text("access"),
    num("version"),
    text("author"),
    text("unit"),
    text("path_hash", nullable=True),
    text("reg_no", nullable=True),
    text("reg_date", nullable=True),
    text("case_file", nullable=True),
    text("due", nullable=True),
    Column("held", SmallInteger, nullable=False, server_default=sa.text("0")),
    text("chain_hash"),
    Column("state_sealed", LargeBinary, nullable=False),
    instant("created_at"),
    instant("changed_at"),
    instant("closed_at", nullable=True),
)
Index("ix_documents_case_file", documents.c.case_file, documents.c.id)
Index("ix_documents_status", documents.c.status, documents.c.id)
Index("ix_documents_reg", documents.c.reg_no, documents.c.reg_date)
Index("ix_documents_kind", documents.c.kind, documents.c.id)

document_events = Table(
    "document_events",
    metadata,
    uid("document_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("kind"),
    text("actor"),
    Column("body_sealed", LargeBinary, nullable=False),
    text("hash"),
    instant("at"),
)

# What was asked under which key and came to what (hub.store.command_ledger).
commands = Table(
    "commands",
    metadata,
    text("key_hash", primary_key=True),
    text("content_hash"),
    text("made_by"),
    uid("subject"),
    num("version"),
    instant("made_at"),
)

document_keys = Table(
    "document_keys", metadata, text("key_hash", primary_key=True), uid("document_id", primary_key=True)
)
document_people = Table(
    "document_people", metadata, text("login", primary_key=True), uid("document_id", primary_key=True)
)
Index("ix_document_people", document_people.c.document_id)

# The blind index of subjects, correspondents, executors and numbers (hub.documents.acting.document_words).
document_words = Table("document_words", metadata, text("word", primary_key=True), uid("document_id", primary_key=True))

# Whom a complaint is about: in no list of theirs does the document appear, nor in any count.
document_barred = Table(
    "document_barred", metadata, text("login", primary_key=True), uid("document_id", primary_key=True)
)

document_links = Table(
    "document_links",
    metadata,
    uid("document_id", primary_key=True),
    uid("other_id", primary_key=True),
    text("relation", primary_key=True),
)
Index("ix_document_links_other", document_links.c.other_id)

# Which contents a document refers to; `gone` is 1 once it was destroyed, until the content was seen to.
document_files = Table(
    "document_files",
    metadata,
    text("digest", primary_key=True),
    uid("document_id", primary_key=True),
    Column("gone", SmallInteger, nullable=False, server_default=sa.text("0")),
)
Index("ix_document_files", document_files.c.document_id)
Index(
    "ix_document_files_gone",
    document_files.c.digest,
    postgresql_where=sa.text("gone = 1"),
    sqlite_where=sa.text("gone = 1"),
)

# Who stored which content: until a document refers to it, only they may name it.
document_uploads = Table(
    "document_uploads",
    metadata,
    text("login", primary_key=True),
    text("digest", primary_key=True),
    num("size"),
    instant("stored_at"),
)
Index("ix_document_uploads_age", document_uploads.c.stored_at)
Index("ix_document_uploads_digest", document_uploads.c.digest)

# One row a resolution, for reports: days are text, `executed` is NO_DUE while it is not executed.
resolutions = Table(
    "resolutions",
    metadata,
    uid("document_id", primary_key=True),
    text("resolution", primary_key=True),
    text("unit"),
    text("executor"),
    text("given"),
    text("due"),
    text("executed"),
    Column("controlled", SmallInteger, nullable=False),
    num("extensions"),
)
Index("ix_resolutions_controlled", resolutions.c.controlled, resolutions.c.executed, resolutions.c.given)
Index("ix_resolutions_executed", resolutions.c.executed, resolutions.c.due)

# The volumes of the nomenclature's files. `closed` is a day, `not_needed` its unit's word with who gave it, and
# `destroyed_by` the number of the act.
case_files = Table(
    "case_files",
    metadata,
    text("name", primary_key=True),
    num("plan_year"),
    text("file"),
    text("volume"),
    text("closed", nullable=True),
    text("not_needed", nullable=True),
    text("destroyed_by", nullable=True),
    instant("opened_at"),
)
Index("ix_case_files", case_files.c.plan_year, case_files.c.file)

destruction_acts = Table(
    "destruction_acts",
    metadata,
    uid("id", primary_key=True),
    text("number"),
    text("act_day"),
    text("destroyed_on"),
    text("members"),
    text("files"),
    text("made_by"),
    instant("created_at"),
)
Index("ix_destruction_acts", destruction_acts.c.number, unique=True)

handovers = Table(
    "handovers",
    metadata,
    uid("id", primary_key=True),
    text("act"),
    text("leaver"),
    text("receiver"),
    Column("reason_sealed", LargeBinary, nullable=False),
    text("made_by"),
    instant("created_at"),
)
# `outcome` is none until it was tried, then `done` or the code of the refusal.
handover_items = Table(
    "handover_items",
    metadata,
    uid("handover_id", primary_key=True),
    uid("document_id", primary_key=True),
    text("parts"),
    text("outcome", nullable=True),
)

inbox = Table(
    "inbox",
    metadata,
    text("login", primary_key=True),
    uid("document_id", primary_key=True),
    text("task", primary_key=True),
    text("due"),
    instant("since"),
)
Index("ix_inbox_due", inbox.c.login, inbox.c.due, inbox.c.document_id)
Index("ix_inbox_document", inbox.c.document_id)

document_timers = Table(
    "document_timers",
    metadata,
    uid("document_id", primary_key=True),
    text("timer", primary_key=True),
    instant("at"),
)
Index("ix_document_timers_at", document_timers.c.at, document_timers.c.document_id, document_timers.c.timer)

# What was sent, until the message has settled: `open` is 1 as long as its outcome is not with the document.
document_dispatches = Table(
    "document_dispatches",
    metadata,
    text("consignment", primary_key=True),
    uid("document_id"),
    uid("message_id"),
    Column("open", SmallInteger, nullable=False, server_default=sa.text("1")),
)
Index("ix_document_dispatches_document", document_dispatches.c.document_id)
Index("ix_document_dispatches_open", document_dispatches.c.open, document_dispatches.c.message_id)

number_series = Table(
    "number_series", metadata, text("series", primary_key=True), Column("last_number", BigInteger, nullable=False)
)

# The primary key makes twins impossible, whatever the code does.
registrations = Table(
    "registrations",
    metadata,
    text("series", primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    uid("document_id"),
    text("reg_no"),
)

approval_paths = Table(
    "approval_paths",
    metadata,
    text("hash", primary_key=True),
    text("path"),
    num("number"),
    Column("body", LargeBinary, nullable=False),
    text("source"),
    text("made_by"),
    instant("created_at"),
)
Index("ix_approval_paths", approval_paths.c.path, approval_paths.c.number, unique=True)

decision_tables = Table(
    "decision_tables",
    metadata,
    uid("id", primary_key=True),
    text("name"),
    num("number"),
    text("hash"),
    text("status"),
    text("valid_from", nullable=True),
    text("valid_to", nullable=True),
    Column("body", LargeBinary, nullable=False),
    text("about"),
    text("cases"),
    text("proposed_by"),
    text("adopted_by", nullable=True),
    text("adoption", nullable=True),
    instant("created_at"),
    instant("adopted_at", nullable=True),
)
Index("ix_decision_tables", decision_tables.c.name, decision_tables.c.number, unique=True)

# Every step that a table's versions took; the numbers make it impossible that two people take the same one.
decision_changes = Table(
    "decision_changes",
    metadata,
    text("name", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    uid("version_id"),
    text("kind"),
    text("actor"),
    text("detail"),
    instant("at"),
)

decision_records = Table(
    "decision_records",
    metadata,
    uid("id", primary_key=True),
    text("name"),
    text("hash"),
    text("as_of"),
    text("outcome"),
    Column("body_sealed", LargeBinary, nullable=False),
    text("made_by"),
    instant("created_at"),
)
Index("ix_decision_records", decision_records.c.name, decision_records.c.id)

# What a person was shown of a new version's impact; an adoption names the digest.
decision_replays = Table(
    "decision_replays",
    metadata,
    text("digest", primary_key=True),
    text("login", primary_key=True),
    text("name"),
    text("before_hash"),
    text("after_hash"),
    Column("cases", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("only_basis", BigInteger, nullable=False),
    instant("made_at"),
)

signing_sessions = Table(
    "signing_sessions",
    metadata,
    uid("id", primary_key=True),
    uid("document_id"),
    text("signer"),
    text("principal", nullable=True),
    text("provider"),
    text("state"),
    text("content_hash"),
    Column("asked_sealed", LargeBinary),
    Column("prepared_sealed", LargeBinary),
    Column("answer_sealed", LargeBinary),
    Column("signed_sealed", LargeBinary),
    text("code", nullable=True),
    instant("created_at"),
    instant("answered_at", nullable=True),
    instant("expires_at"),
    instant("finished_at", nullable=True),
)
Index("ix_signing_sessions_state", signing_sessions.c.state, signing_sessions.c.created_at)
Index("ix_signing_sessions", signing_sessions.c.document_id)

# Where a person of `people` works; the name and the roles are there.
officials = Table(
    "officials",
    metadata,
    text("login", primary_key=True),
    text("position_az"),
    text("position_en"),
    text("unit"),
    Column("fin_sealed", LargeBinary),
    num("fin_version"),
)
units = Table(
    "units", metadata, text("unit", primary_key=True), text("title_az"), text("title_en"), text("head", nullable=True)
)
commissions = Table("commissions", metadata, text("commission", primary_key=True), text("title_az"), text("title_en"))
commission_members = Table(
    "commission_members", metadata, text("commission", primary_key=True), text("login", primary_key=True)
)
stand_ins = Table(
    "stand_ins",
    metadata,
    uid("id", primary_key=True),
    text("principal"),
    text("acting"),
    text("first_day"),
    text("last_day"),
    text("kinds"),
    Column("basis_sealed", LargeBinary, nullable=False),
    text("manner"),
)
calendar_days = Table(
    "calendar_days",
    metadata,
    text("day", primary_key=True),
    Column("working", SmallInteger, nullable=False),
    text("reason_az"),
    text("reason_en"),
    text("act"),
)

sessions = Table(
    "sessions",
    metadata,
    text("token_sha256", primary_key=True),
    text("login"),
    instant("created_at"),
    instant("expires_at"),
    Column("by_provider", SmallInteger, nullable=False, server_default=sa.text("0")),
    Column("mac", LargeBinary, nullable=False),
)
