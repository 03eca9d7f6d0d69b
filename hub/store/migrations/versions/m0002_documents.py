"""The tables of document flow."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.store.migrations.columns import big, index, num, raw, small, text, uid

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Everything that documents, paths, decisions and signatures are kept in."""
    _documents()
    _kept()
    _waiting()
    _rules()
    _people()


def _documents() -> None:
    """Documents, their events, and by what they are found."""
    op.create_table(
        "documents",
        uid("id"),
        text("kind"),
        text("status"),
        text("access"),
        num("version", default="0"),
        text("author"),
        text("unit"),
        text("path_hash", nullable=True),
        text("reg_no", nullable=True),
        text("reg_date", nullable=True),
        text("case_file", nullable=True),
        text("due", nullable=True),
        small("held", default="0"),
        text("chain_hash"),
        raw("state_sealed"),
        big("created_at"),
        big("changed_at"),
        big("closed_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_documents_case_file", "documents", ["case_file", "id"])
    index("ix_documents_reg", "documents", ["reg_no", "reg_date"])
    index("ix_documents_status", "documents", ["status", "id"])
    op.create_table(
        "document_events",
        uid("document_id"),
        num("number"),
        text("kind"),
        text("actor"),
        raw("body_sealed"),
        text("hash"),
        big("at"),
        sa.PrimaryKeyConstraint("document_id", "number"),
    )
    op.create_table(
        "document_commands",
        text("key_hash"),
        uid("document_id"),
        text("content_hash"),
        num("version", default="0"),
        big("created_at"),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_table(
        "document_keys", text("key_hash"), uid("document_id"), sa.PrimaryKeyConstraint("key_hash", "document_id")
    )
    op.create_table(
        "document_people", text("login"), uid("document_id"), sa.PrimaryKeyConstraint("login", "document_id")
    )
    index("ix_document_people", "document_people", ["document_id"])
    op.create_table(
        "document_barred", text("login"), uid("document_id"), sa.PrimaryKeyConstraint("login", "document_id")
    )
    op.create_table(
        "document_links",
        uid("document_id"),
        uid("other_id"),
        text("relation"),
        sa.PrimaryKeyConstraint("document_id", "other_id", "relation"),
    )
    index("ix_document_links_other", "document_links", ["other_id"])


def _kept() -> None:
    """Contents and files that documents are kept in, what is reported of them, and acts over many of them."""
    op.create_table(
        "document_files",
        text("sha256"),
        uid("document_id"),
        small("gone", default="0"),
        sa.PrimaryKeyConstraint("sha256", "document_id"),
    )
    index("ix_document_files", "document_files", ["document_id"])
    index("ix_messages_content", "messages", ["body_sha256"], where="kind = 'file' OR body_size > 262144")
    index("ix_document_files_gone", "document_files", ["sha256"], where="gone = 1")
    op.create_table(
        "resolutions",
        uid("document_id"),
        text("resolution"),
        text("unit"),
        text("executor"),
        text("given"),
        text("due"),
        text("executed"),
        small("controlled"),
        num("extensions", default="0"),
        sa.PrimaryKeyConstraint("document_id", "resolution"),
    )
    index("ix_resolutions_controlled", "resolutions", ["controlled", "executed", "given"])
    index("ix_resolutions_executed", "resolutions", ["executed", "due"])
    op.create_table(
        "case_files",
        text("name"),
        num("plan_year", default="0"),
        text("file"),
        text("volume"),
        text("closed", nullable=True),
        text("not_needed", nullable=True),
        text("destroyed_by", nullable=True),
        big("opened_at"),
        sa.PrimaryKeyConstraint("name"),
    )
    index("ix_case_files", "case_files", ["plan_year", "file"])
    op.create_table(
        "destruction_acts",
        uid("id"),
        text("number"),
        text("act_day"),
        text("destroyed_on"),
        text("members"),
        text("files"),
        text("made_by"),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_destruction_acts", "destruction_acts", ["number"], unique=True)
    op.create_table(
        "handovers",
        uid("id"),
        text("act"),
        text("leaver"),
        text("receiver"),
        text("reason"),
        text("made_by"),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "handover_items",
        uid("handover_id"),
        uid("document_id"),
        text("parts"),
        text("outcome", nullable=True),
        sa.PrimaryKeyConstraint("handover_id", "document_id"),
    )


def _waiting() -> None:
    """Whom a document waits for, what must happen when, and its number."""
    op.create_table(
        "inbox",
        text("login"),
        uid("document_id"),
        text("task"),
        text("due"),
        big("since"),
        sa.PrimaryKeyConstraint("login", "document_id", "task"),
    )
    index("ix_inbox_document", "inbox", ["document_id"])
    index("ix_inbox_due", "inbox", ["login", "due", "document_id"])
    op.create_table(
        "document_timers", uid("document_id"), text("rung"), big("at"), sa.PrimaryKeyConstraint("document_id", "rung")
    )
    index("ix_document_timers_at", "document_timers", ["at", "document_id", "rung"])
    op.create_table(
        "document_dispatches",
        text("consignment"),
        uid("document_id"),
        uid("message_id"),
        small("open", default="1"),
        sa.PrimaryKeyConstraint("consignment"),
    )
    index("ix_document_dispatches_open", "document_dispatches", ["open", "message_id"])
    op.create_table("number_series", text("series"), big("last_number"), sa.PrimaryKeyConstraint("series"))
    op.create_table(
        "registrations",
        text("series"),
        big("number"),
        uid("document_id"),
        text("reg_no"),
        sa.PrimaryKeyConstraint("series", "number"),
    )


def _rules() -> None:
    """Paths and decision tables with their versions, and what was decided and signed by them."""
    op.create_table(
        "approval_paths",
        text("hash"),
        text("path"),
        num("number", default="0"),
        raw("body"),
        text("source"),
        text("made_by"),
        big("created_at"),
        sa.PrimaryKeyConstraint("hash"),
    )
    index("ix_approval_paths", "approval_paths", ["path", "number"], unique=True)
    op.create_table(
        "decision_tables",
        uid("id"),
        text("name"),
        num("number", default="0"),
        text("hash"),
        text("status"),
        text("valid_from", nullable=True),
        text("valid_to", nullable=True),
        raw("body"),
        text("about"),
        text("cases"),
        text("proposed_by"),
        text("adopted_by", nullable=True),
        text("adoption", nullable=True),
        big("created_at"),
        big("adopted_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_decision_tables", "decision_tables", ["name", "number"], unique=True)
    _decided()
    op.create_table(
        "signing_sessions",
        uid("id"),
        uid("document_id"),
        text("signer"),
        text("principal", nullable=True),
        text("provider"),
        text("state"),
        text("content_hash"),
        raw("asked_sealed", nullable=True),
        raw("prepared_sealed", nullable=True),
        raw("answer_sealed", nullable=True),
        raw("signed_sealed", nullable=True),
        text("code", nullable=True),
        big("created_at"),
        big("answered_at", nullable=True),
        big("expires_at"),
        big("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_signing_sessions", "signing_sessions", ["document_id"])
    index("ix_signing_sessions_state", "signing_sessions", ["state", "created_at"])


def _decided() -> None:
    """The steps that decision tables took, what was decided by them, and what was shown of their impact."""
    op.create_table(
        "decision_changes",
        text("name"),
        num("number"),
        uid("version_id"),
        text("kind"),
        text("actor"),
        text("detail"),
        text("key_hash", nullable=True),
        text("content_hash", nullable=True),
        big("at"),
        sa.PrimaryKeyConstraint("name", "number"),
    )
    index("ix_decision_changes_key", "decision_changes", ["key_hash"], unique=True)
    op.create_table(
        "decision_records",
        uid("id"),
        text("name"),
        text("hash"),
        text("as_of"),
        text("outcome"),
        raw("body_sealed"),
        text("made_by"),
        text("key_hash"),
        text("content_hash"),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_decision_records", "decision_records", ["name", "id"])
    index("ix_decision_records_key", "decision_records", ["key_hash"], unique=True)
    op.create_table(
        "decision_replays",
        text("digest"),
        text("login"),
        text("name"),
        text("before_hash"),
        text("after_hash"),
        big("cases"),
        big("changed"),
        big("only_basis"),
        big("made_at"),
        sa.PrimaryKeyConstraint("digest", "login"),
    )


def _people() -> None:
    """Who works where, who stands in, which days are worked, and who has logged in."""
    op.create_table(
        "officials",
        text("login"),
        text("position_az"),
        text("position_en"),
        text("unit"),
        raw("fin_sealed", nullable=True),
        sa.PrimaryKeyConstraint("login"),
    )
    op.create_table(
        "units",
        text("unit"),
        text("title_az"),
        text("title_en"),
        text("head", nullable=True),
        sa.PrimaryKeyConstraint("unit"),
    )
    op.create_table(
        "commission_members", text("commission"), text("login"), sa.PrimaryKeyConstraint("commission", "login")
    )
    op.create_table(
        "stand_ins",
        uid("id"),
        text("principal"),
        text("acting"),
        text("first_day"),
        text("last_day"),
        text("kinds"),
        text("basis"),
        text("manner"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "calendar_days",
        text("day"),
        small("working"),
        text("reason_az"),
        text("reason_en"),
        text("act"),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "sessions",
        text("token_sha256"),
        text("login"),
        big("created_at"),
        big("expires_at"),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
