"""The tables of the console: what operators note, agree and watch. The rules of `hub.store.tables` hold here too."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, SmallInteger, Table

from hub.store.tables import instant, metadata, num, repair_items, text, uid

# What changed lately: a mapping's version, a certificate, a deployment. For the overview and for explaining failures.
changes = Table(
    "changes",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    text("subject"),
    text("before", nullable=True),
    text("after"),
    # Why a person steered: what they typed.
    Column("reason_sealed", LargeBinary),
    instant("at"),
)
Index("ix_changes_subject", changes.c.kind, changes.c.subject, changes.c.id)
Index("ix_changes_at", changes.c.at)

# What was last seen of each subject, so that only what is another one now becomes a change.
marks = Table("marks", metadata, text("kind", primary_key=True), text("subject", primary_key=True), text("mark"))

# Who has opened which content of a document: what approving many at once requires of each of them.
document_looks = Table(
    "document_looks",
    metadata,
    text("login", primary_key=True),
    uid("document_id", primary_key=True),
    text("content_hash", primary_key=True),
    instant("at"),
)
# How much moved in each minute of the last hours and each hour of the last days, by kind and label of `totals`.
paces = Table(
    "paces",
    metadata,
    text("span", primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    text("kind", primary_key=True),
    text("label", primary_key=True),
    Column("count", BigInteger, nullable=False),
)

# The totals as they were when the paces were last written, and when each last grew.
pace_marks = Table(
    "pace_marks",
    metadata,
    text("kind", primary_key=True),
    text("label", primary_key=True),
    Column("count", BigInteger, nullable=False),
    instant("grew_at", nullable=True),
)

paused_routes = Table(
    "paused_routes",
    metadata,
    text("name", primary_key=True),
    text("paused_by"),
    Column("pause_reason_sealed", LargeBinary, nullable=False),
    instant("paused_at"),
)

# When an agency, or one operation, is not called: once from an instant to another, or daily between minutes in Baku.
maintenance_windows = Table(
    "maintenance_windows",
    metadata,
    uid("id", primary_key=True),
    text("agency"),
    text("operation", nullable=True),
    instant("from_at", nullable=True),
    instant("until_at", nullable=True),
    Column("from_minute", Integer),
    Column("until_minute", Integer),
    Column("reason_sealed", LargeBinary, nullable=False),
    text("made_by"),
    instant("made_at"),
    text("ended_by", nullable=True),
    instant("ended_at", nullable=True),
)
Index("ix_maintenance_windows_agency", maintenance_windows.c.agency, maintenance_windows.c.id)

# Whom to call at an agency. Name, telephone and address are personal, so they are sealed together.
agency_contacts = Table(
    "agency_contacts",
    metadata,
    uid("id", primary_key=True),
    text("agency"),
    Column("contact_sealed", LargeBinary, nullable=False),
    text("hours"),
    text("changed_by"),
    instant("changed_at"),
)
Index("ix_agency_contacts_agency", agency_contacts.c.agency, agency_contacts.c.id)

alert_rules = Table(
    "alert_rules",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    text("subject"),
    num("threshold"),
    text("channel"),
    Column("target_sealed", LargeBinary, nullable=False),
    num("repeat_minutes"),
    Column("quiet_from", Integer),
    Column("quiet_until", Integer),
    text("made_by"),
    instant("made_at"),
    Column("is_on", SmallInteger, nullable=False, server_default=sa.text("1")),
)

# What a rule found, once for each thing that it found it of: open until it is so no more.
alerts = Table(
    "alerts",
    metadata,
    uid("id", primary_key=True),
    uid("rule_id"),
    text("mark"),
    text("words_az"),
    text("words_en"),
    instant("opened_at"),
    instant("closed_at", nullable=True),
    instant("told_at", nullable=True),
    num("told"),
    num("tries"),
    instant("next_due"),
    text("last_error", nullable=True),
)
_OPEN = sa.text("closed_at IS NULL")
Index("ix_alerts_open", alerts.c.rule_id, alerts.c.mark, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)

# Who has taken a group of failures in hand. A group that nobody has taken has no row.
failure_owners = Table(
    "failure_owners",
    metadata,
    text("fingerprint", primary_key=True),
    text("owner"),
    text("given_by"),
    instant("since"),
)

# What operators write down about a group, for ever in the order of writing.
failure_notes = Table(
    "failure_notes",
    metadata,
    uid("id", primary_key=True),
    text("fingerprint"),
    text("author"),
    Column("note_sealed", LargeBinary, nullable=False),
    instant("at"),
)
Index("ix_failure_notes_group", failure_notes.c.fingerprint, failure_notes.c.id)

# An agency that was told of a group, until when it is to answer, and what it answered.
agency_notices = Table(
    "agency_notices",
    metadata,
    uid("id", primary_key=True),
    text("fingerprint"),
    text("agency"),
    Column("contact_sealed", LargeBinary, nullable=False),
    Column("text_az_sealed", LargeBinary, nullable=False),
    Column("text_en_sealed", LargeBinary, nullable=False),
    text("sent_by"),
    instant("sent_at"),
    instant("answer_due"),
    Column("answer_sealed", LargeBinary),
    text("answered_by", nullable=True),
    instant("answered_at", nullable=True),
)
Index("ix_agency_notices_group", agency_notices.c.fingerprint, agency_notices.c.id)
Index(
    "ix_agency_notices_open",
    agency_notices.c.fingerprint,
    agency_notices.c.answer_due,
    postgresql_where=sa.text("answered_at IS NULL"),
    sqlite_where=sa.text("answered_at IS NULL"),
)

# One shift to the next: what was open, in the words that the one who left has signed.
shift_handovers = Table(
    "shift_handovers",
    metadata,
    uid("id", primary_key=True),
    text("given_by"),
    text("taken_by"),
    Column("summary_sealed", LargeBinary, nullable=False),
    Column("remark_sealed", LargeBinary, nullable=False),
    instant("given_at"),
    instant("taken_at", nullable=True),
)

# Who has a page open at the moment; a row is as old as its last sign of life.
presences = Table(
    "presences",
    metadata,
    text("place", primary_key=True),
    text("person", primary_key=True),
    instant("seen_at"),
)

# How earlier repairs of a failure fared is asked by its fingerprint.
Index("ix_repair_items_fingerprint", repair_items.c.fingerprint, repair_items.c.repair_id)
# A personal value that somebody searched for, in their URLs: opaque, theirs alone, for some days. What was typed to
# search documents by stands sealed.
search_tokens = Table(
    "search_tokens",
    metadata,
    text("token", primary_key=True),
    text("login"),
    text("key_hash"),
    text("shown"),
    Column("typed_sealed", LargeBinary),
    instant("expires_at"),
)
Index("ix_search_tokens_expiry", search_tokens.c.expires_at)

# Files that came with a form which was not taken, for a day: nobody should have to choose them twice.
uploads = Table(
    "uploads",
    metadata,
    uid("id", primary_key=True),
    text("login"),
    Column("name_sealed", LargeBinary, nullable=False),
    text("mime"),
    num("size"),
    Column("body_sealed", LargeBinary),
    instant("kept_until"),
)
Index("ix_uploads_login", uploads.c.login, uploads.c.id)
Index("ix_uploads_expiry", uploads.c.kept_until)

# What agencies answered to an ask and is kept for a while: what came too late, and what brought a file.
kept_answers = Table(
    "kept_answers",
    metadata,
    uid("id", primary_key=True),
    text("operation"),
    text("format"),
    text("asker_hash"),
    text("party"),
    text("subject_hash"),
    Column("answer_sealed", LargeBinary, nullable=False),
    Column("file_sealed", LargeBinary),
    num("size"),
    num("is_late"),
    instant("answered_at"),
    instant("valid_until"),
)
Index("ix_kept_answers_asker", kept_answers.c.asker_hash, kept_answers.c.id)
Index("ix_kept_answers_expiry", kept_answers.c.valid_until)
Index("ix_kept_answers_party", kept_answers.c.party)

# What a person looks for again and again, under a name of their own; `filters` is the address's query.
saved_searches = Table(
    "saved_searches",
    metadata,
    uid("id", primary_key=True),
    text("login"),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("filters_sealed", LargeBinary, nullable=False),
    num("version"),
    instant("created_at"),
)
Index("ix_saved_searches_login", saved_searches.c.login)
# Which message in quarantine waits for which code that no table knows; emptied and filled like `quarantined`.
unknown_codes = Table(
    "unknown_codes",
    metadata,
    uid("message_id", primary_key=True),
    text("code_hash", primary_key=True),
    text("format"),
    text("table_name"),
    text("path"),
    Column("code_sealed", LargeBinary, nullable=False),
)
Index("ix_unknown_codes_code", unknown_codes.c.code_hash, unknown_codes.c.message_id)

# Codes that people agreed on after the tables were released; `code` and `meaning` are JSON.
code_additions = Table(
    "code_additions",
    metadata,
    uid("id", primary_key=True),
    text("format"),
    text("table_name"),
    text("code"),
    text("meaning"),
    text("source"),
    text("state"),
    text("proposed_by"),
    instant("proposed_at"),
    text("approved_by", nullable=True),
    instant("approved_at", nullable=True),
    text("withdrawal_by", nullable=True),
    instant("withdrawal_at", nullable=True),
    Column("withdrawal_reason_sealed", LargeBinary),
    text("ended_by", nullable=True),
    instant("changed_at"),
)
Index("ix_code_additions_code", code_additions.c.format, code_additions.c.table_name, code_additions.c.code)
Index("ix_code_additions_changed", code_additions.c.changed_at)

# Codes on printed documents: keyed hashes of the code and of what is asked beside it, and whom the paper names.
paper_codes = Table(
    "paper_codes",
    metadata,
    text("code_hash", primary_key=True),
    uid("document_id"),
    text("second_hash", nullable=True),
    Column("holder_sealed", LargeBinary, nullable=True),
    num("version"),
    instant("issued_at"),
)
# Stored messages read once more: by a candidate mapping, or by today's to find what must be corrected. `result` holds
# counts and shapes, never values; `candidate` the files of the folder, null where today's mapping reads.
replays = Table(
    "replays",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    text("format"),
    text("candidate", nullable=True),
    text("candidate_hash", nullable=True),
    instant("since"),
    instant("until"),
    num("most"),
    num("required"),
    text("field", nullable=True),
    text("made_by"),
    text("state"),
    num("seen"),
    uid("below"),
    text("result"),
    text("trouble", nullable=True),
    uid("repair", nullable=True),
    instant("created_at"),
    instant("finished_at", nullable=True),
)
_RUNNING = sa.text("finished_at IS NULL")
Index("ix_replays_open", replays.c.id, postgresql_where=_RUNNING, sqlite_where=_RUNNING)

# The deliveries that a replay found to need a correction.
replay_findings = Table(
    "replay_findings", metadata, uid("replay_id", primary_key=True), uid("delivery_id", primary_key=True)
)
