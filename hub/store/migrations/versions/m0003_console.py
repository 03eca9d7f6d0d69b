"""The tables of the console."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.store.migrations.columns import big, index, num, raw, small, text, uid

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What operators note, agree and watch."""
    _changes()
    _document_looks()
    _paces()
    _steering()
    _contacts()
    _alerts()
    _failures()
    _shifts()
    _searches()
    _codes()
    _access()
    _paper_codes()
    _kinds_of_documents()
    _replays()


def _access() -> None:
    """The access history of one person's looks."""
    index("ix_access_person", "access_events", ["actor_person", "id"])


def _kinds_of_documents() -> None:
    """Appeals and other kinds, newest first."""
    index("ix_documents_kind", "documents", ["kind", "id"])


def _changes() -> None:
    """What changed lately."""
    op.create_table(
        "changes",
        uid("id"),
        text("kind"),
        text("subject"),
        text("before", nullable=True),
        text("after"),
        big("at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_changes_subject", "changes", ["kind", "subject", "id"])
    index("ix_changes_at", "changes", ["at"])
    op.create_table("marks", text("kind"), text("subject"), text("mark"), sa.PrimaryKeyConstraint("kind", "subject"))


def _document_looks() -> None:
    """Who has opened which content of a document."""
    op.create_table(
        "document_looks",
        text("login"),
        uid("document_id"),
        text("content_hash"),
        big("at"),
        sa.PrimaryKeyConstraint("login", "document_id", "content_hash"),
    )


def _paces() -> None:
    """How much moved in each minute and hour."""
    op.create_table(
        "paces",
        text("span"),
        big("at"),
        text("kind"),
        text("label"),
        big("count"),
        sa.PrimaryKeyConstraint("span", "at", "kind", "label"),
    )
    op.create_table(
        "pace_marks",
        text("kind"),
        text("label"),
        big("count"),
        big("grew_at", nullable=True),
        sa.PrimaryKeyConstraint("kind", "label"),
    )


def _steering() -> None:
    """What is paused by a person, and what rests by agreement."""
    for column in (
        big("paused_at", nullable=True),
        big("rests_from", nullable=True),
        big("rests_until", nullable=True),
        text("rest_reason", nullable=True),
    ):
        op.add_column("operations", column)
    op.create_table(
        "paused_routes",
        text("name"),
        text("paused_by"),
        text("pause_reason"),
        big("paused_at"),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "breaks",
        uid("id"),
        text("agency"),
        text("operation", nullable=True),
        big("from_at", nullable=True),
        big("until_at", nullable=True),
        num("from_minute", nullable=True),
        num("until_minute", nullable=True),
        text("reason"),
        text("made_by"),
        big("made_at"),
        text("ended_by", nullable=True),
        big("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_breaks_agency", "breaks", ["agency", "id"])


def _contacts() -> None:
    """Whom to call at an agency."""
    op.create_table(
        "agency_contacts",
        uid("id"),
        text("agency"),
        raw("contact_sealed"),
        text("hours"),
        text("changed_by"),
        big("changed_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_agency_contacts_agency", "agency_contacts", ["agency", "id"])


def _alerts() -> None:
    """What is watched, and what was found."""
    op.create_table(
        "alert_rules",
        uid("id"),
        text("kind"),
        text("subject"),
        num("threshold", default="0"),
        text("channel"),
        raw("target_sealed"),
        num("repeat_minutes", default="0"),
        num("quiet_from", nullable=True),
        num("quiet_until", nullable=True),
        text("made_by"),
        big("made_at"),
        small("is_on", default="1"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "alerts",
        uid("id"),
        uid("rule_id"),
        text("mark"),
        text("words_az"),
        text("words_en"),
        big("opened_at"),
        big("closed_at", nullable=True),
        big("told_at", nullable=True),
        num("told", default="0"),
        num("tries", default="0"),
        big("next_due"),
        text("last_error", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_alerts_open", "alerts", ["rule_id", "mark"], where="closed_at IS NULL", unique=True)


def _failures() -> None:
    """Who cares for a group of failures, what is noted, and what agencies were told."""
    op.create_table(
        "failure_owners",
        text("fingerprint"),
        text("owner"),
        text("given_by"),
        big("since"),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "failure_notes",
        uid("id"),
        text("fingerprint"),
        text("author"),
        text("note"),
        big("at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_failure_notes_group", "failure_notes", ["fingerprint", "id"])
    op.create_table(
        "agency_notices",
        uid("id"),
        text("fingerprint"),
        text("agency"),
        raw("contact_sealed"),
        text("text_az"),
        text("text_en"),
        text("sent_by"),
        big("sent_at"),
        big("answer_due"),
        text("answer", nullable=True),
        text("answered_by", nullable=True),
        big("answered_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_agency_notices_group", "agency_notices", ["fingerprint", "id"])
    index("ix_agency_notices_open", "agency_notices", ["fingerprint", "answer_due"], where="answered_at IS NULL")
    index("ix_repair_items_fingerprint", "repair_items", ["fingerprint", "repair_id"])


def _shifts() -> None:
    """One shift to the next, and who has a page open."""
    op.create_table(
        "shift_handovers",
        uid("id"),
        text("given_by"),
        text("taken_by"),
        text("summary"),
        text("remark"),
        big("given_at"),
        big("taken_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "presences",
        text("place"),
        text("person"),
        big("seen_at"),
        sa.PrimaryKeyConstraint("place", "person"),
    )


def _searches() -> None:
    """What people look for, and the way to messages with a delivery that needs a person."""
    op.create_table(
        "search_tokens",
        text("token"),
        text("login"),
        text("key_hash"),
        text("shown"),
        big("expires_at"),
        sa.PrimaryKeyConstraint("token"),
    )
    index("ix_search_tokens_expiry", "search_tokens", ["expires_at"])
    op.create_table(
        "saved_searches",
        uid("id"),
        text("login"),
        text("name"),
        text("filters"),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_saved_searches_login", "saved_searches", ["login", "name"], unique=True)
    index("ix_deliveries_bad_message", "deliveries", ["message_id"], where="state IN ('failed', 'unknown')")


def _codes() -> None:
    """Codes that no table knows, and what was agreed on about them."""
    op.add_column("quarantined", small("codes_listed", default="0"))
    index("ix_quarantined_codes", "quarantined", ["message_id"], where="codes_listed = 0")
    op.create_table(
        "unknown_codes",
        uid("message_id"),
        text("code_hash"),
        text("format"),
        text("table_name"),
        text("path"),
        raw("code_sealed"),
        sa.PrimaryKeyConstraint("message_id", "code_hash"),
    )
    index("ix_unknown_codes_code", "unknown_codes", ["code_hash", "message_id"])
    op.create_table(
        "code_additions",
        uid("id"),
        text("format"),
        text("table_name"),
        text("code"),
        text("meaning"),
        text("source"),
        text("state"),
        text("proposed_by"),
        big("proposed_at"),
        text("approved_by", nullable=True),
        big("approved_at", nullable=True),
        text("withdrawal_by", nullable=True),
        text("withdrawal_reason", nullable=True),
        text("ended_by", nullable=True),
        big("changed_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_code_additions_code", "code_additions", ["format", "table_name", "code"])
    index("ix_code_additions_changed", "code_additions", ["changed_at"])


def _paper_codes() -> None:
    """Codes on printed documents."""
    op.create_table(
        "paper_codes",
        text("code_hash"),
        uid("document_id"),
        text("second_hash", nullable=True),
        raw("holder_sealed", nullable=True),
        big("issued_at"),
        sa.PrimaryKeyConstraint("code_hash"),
    )


def _replays() -> None:
    """Stored messages read once more."""
    op.create_table(
        "replays",
        uid("id"),
        text("kind"),
        text("format"),
        text("candidate", nullable=True),
        text("candidate_hash", nullable=True),
        big("since"),
        big("until"),
        num("most", default="0"),
        num("required", default="0"),
        text("field", nullable=True),
        text("made_by"),
        text("state"),
        num("seen", default="0"),
        uid("below"),
        text("result"),
        text("trouble", nullable=True),
        uid("repair", nullable=True),
        big("created_at"),
        big("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_replays_open", "replays", ["id"], where="finished_at IS NULL")
    op.create_table(
        "replay_findings", uid("replay_id"), uid("delivery_id"), sa.PrimaryKeyConstraint("replay_id", "delivery_id")
    )
