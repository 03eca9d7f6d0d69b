"""The first schema of the hub."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.clock import SystemClock
from hub.store.ids import new_id
from hub.store.migrations.columns import (
    ID,
    big,
    double,
    index,
    num,
    raw,
    small,
    text,
    uid,
)

revision = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HUB_NOW = (
    "CREATE OR REPLACE FUNCTION hub_now() RETURNS bigint LANGUAGE sql VOLATILE AS"
    " $$ SELECT (extract(epoch from clock_timestamp()) * 1000000)::bigint $$"
)


def upgrade() -> None:
    """Everything, and the id of this installation, under which keys towards agencies are made."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(HUB_NOW)  # SQLite has it as a function of each connection
    _messages()
    _deliveries()
    _evidence()
    _files()
    _register()
    _access()
    _repairs()
    _duties()
    made = sa.table("installation", sa.column("id", ID), sa.column("created_at", sa.BigInteger))
    op.bulk_insert(made, [{"id": new_id(), "created_at": SystemClock().now()}])


def _messages() -> None:
    """Messages, their bodies and keys, and what was refused."""
    op.create_table("installation", uid("id"), big("created_at"), sa.PrimaryKeyConstraint("id"))
    op.create_table(
        "messages",
        uid("id"),
        text("party"),
        text("format"),
        text("format_hash"),
        text("route"),
        text("kind"),
        text("state"),
        text("content_hash"),
        text("body_sha256"),
        big("body_size"),
        text("version", nullable=True),
        text("origin"),
        uid("cause", nullable=True),
        small("hops"),
        text("trace", nullable=True),
        num("open_count", default="0"),
        num("bad_count", default="0"),
        num("done_count", default="0"),
        num("dropped_count", default="0"),
        big("accepted_at"),
        big("completed_at", nullable=True),
        text("leaf_hash"),
        sa.PrimaryKeyConstraint("id"),
    )
    index(
        "ix_messages_attention",
        "messages",
        ["state", "id"],
        where="state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')",
    )
    index("ix_messages_cause", "messages", ["cause"], where="cause IS NOT NULL")
    index("ix_messages_party", "messages", ["party", "id"])
    op.create_table(
        "message_bodies",
        uid("message_id"),
        raw("body_sealed", nullable=True),
        raw("records_sealed", nullable=True),
        raw("issues_sealed", nullable=True),
        raw("business_id_sealed", nullable=True),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_table(
        "idempotency_keys",
        text("key_hash"),
        uid("message_id"),
        text("content_hash"),
        big("created_at"),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_table(
        "message_keys",
        text("key_hash"),
        uid("message_id"),
        sa.PrimaryKeyConstraint("key_hash", "message_id"),
    )
    op.create_table(
        "quarantined",
        uid("message_id"),
        text("fingerprint"),
        text("code"),
        text("path"),
        sa.PrimaryKeyConstraint("message_id"),
    )
    index("ix_quarantined_fingerprint", "quarantined", ["fingerprint", "message_id"])
    op.create_table(
        "refusals",
        uid("id"),
        text("party"),
        text("format"),
        text("code"),
        text("place", nullable=True),
        text("body_sha256", nullable=True),
        big("body_size", nullable=True),
        num("status"),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_refusals_party", "refusals", ["party", "id"])


def _deliveries() -> None:
    """Deliveries, the lanes that keep their order, attempts, and the breakers of operations."""
    op.create_table(
        "deliveries",
        uid("id"),
        uid("message_id"),
        text("destination"),
        text("route"),
        text("state"),
        text("agency_key"),
        text("on_failure"),
        text("version", nullable=True),
        num("fence", default="0"),
        num("tries", default="0"),
        num("counted_attempts", default="0"),
        small("blockers", default="0"),
        big("next_due"),
        num("budget", default="0"),
        big("created_at"),
        big("settled_at", nullable=True),
        text("worker", nullable=True),
        text("error_code", nullable=True),
        text("error_detail", nullable=True),
        text("fingerprint", nullable=True),
        text("reference", nullable=True),
        uid("replaces", nullable=True),
        num("part", default="0"),
        text("held_for", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_deliveries_bad", "deliveries", ["fingerprint", "id"], where="state IN ('failed', 'unknown')")
    index("ix_deliveries_blocked", "deliveries", ["destination", "id"], where="state = 'blocked'")
    index("ix_deliveries_due", "deliveries", ["destination", "next_due"], where="state IN ('due', 'retrying')")
    index("ix_deliveries_held", "deliveries", ["destination", "id"], where="held_for IS NOT NULL")
    index("ix_deliveries_leased", "deliveries", ["next_due"], where="state = 'delivering'")
    index("ix_deliveries_message", "deliveries", ["message_id"])
    op.create_table(
        "lanes",
        text("destination"),
        text("key_hash"),
        big("last_number"),
        text("applied_version", nullable=True),
        sa.PrimaryKeyConstraint("destination", "key_hash"),
    )
    op.create_table(
        "lane_entries",
        text("destination"),
        text("key_hash"),
        big("number"),
        uid("delivery_id"),
        sa.PrimaryKeyConstraint("destination", "key_hash", "number"),
    )
    index("ix_lane_entries_delivery", "lane_entries", ["delivery_id"])
    op.create_table(
        "delivery_records",
        uid("delivery_id"),
        text("format_hash"),
        raw("records_sealed"),
        sa.PrimaryKeyConstraint("delivery_id"),
    )
    op.create_table(
        "attempts",
        uid("delivery_id"),
        num("number"),
        num("fence", default="0"),
        text("worker"),
        big("started_at"),
        big("ended_at", nullable=True),
        text("outcome", nullable=True),
        text("code", nullable=True),
        text("detail", nullable=True),
        num("http_status", nullable=True),
        small("reached", nullable=True),
        small("late", default="0"),
        raw("sent_sealed", nullable=True),
        raw("received_sealed", nullable=True),
        sa.PrimaryKeyConstraint("delivery_id", "number"),
    )
    op.create_table(
        "operations",
        text("name"),
        double("tokens", default="0"),
        big("refilled_at"),
        text("breaker"),
        num("consecutive", default="0"),
        num("window_calls", default="0"),
        num("window_failures", default="0"),
        big("window_from"),
        big("probe_at"),
        text("paused_by", nullable=True),
        text("pause_reason", nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )


def _evidence() -> None:
    """The evidence log, its tree, and how far its readers have come."""
    op.create_table(
        "evidence_leaves",
        uid("id"),
        text("kind"),
        uid("subject"),
        text("leaf_hash"),
        raw("content"),
        big("seq", nullable=True),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_evidence_seq", "evidence_leaves", ["seq"], unique=True)
    index("ix_evidence_subject", "evidence_leaves", ["subject"])
    index("ix_evidence_unmerged", "evidence_leaves", ["id"], where="seq IS NULL")
    op.create_table(
        "evidence_tiles",
        num("level"),
        big("position"),
        text("hashes"),
        sa.PrimaryKeyConstraint("level", "position"),
    )
    op.create_table("totals", text("kind"), text("label"), big("count"), sa.PrimaryKeyConstraint("kind", "label"))
    op.create_table("tree_heads", big("size"), text("root"), big("created_at"), sa.PrimaryKeyConstraint("size"))
    op.create_table("cursors", text("name"), big("next_seq"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "subscriptions",
        uid("id"),
        text("party"),
        text("url"),
        text("types"),
        raw("secret_sealed"),
        big("next_seq"),
        num("tries", default="0"),
        big("next_due"),
        text("last_error", nullable=True),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )


def _files() -> None:
    """Bulk files."""
    op.create_table(
        "files",
        uid("message_id"),
        text("name"),
        text("series"),
        num("serial"),
        text("file_date"),
        num("rows_total", default="0"),
        num("rows_done", default="0"),
        num("rows_bad", default="0"),
        num("rows_waiting", default="0"),
        num("rows_superseded", default="0"),
        num("chunks_total", default="0"),
        num("chunks_made", default="0"),
        small("replied", default="0"),
        text("totals", nullable=True),
        uid("superseded_by", nullable=True),
        sa.PrimaryKeyConstraint("message_id"),
    )
    index("ix_files_series", "files", ["series", "file_date", "serial"])
    index("ix_files_unreplied", "files", ["message_id"], where="replied = 0")
    op.create_table(
        "file_chunks",
        uid("message_id"),
        num("number"),
        big("byte_from"),
        big("byte_to"),
        num("first_row"),
        num("row_count"),
        sa.PrimaryKeyConstraint("message_id", "number"),
    )
    op.create_table(
        "bad_rows",
        uid("message_id"),
        num("row_number"),
        text("column_name"),
        text("code"),
        text("state"),
        raw("raw_sealed", nullable=True),
        sa.PrimaryKeyConstraint("message_id", "row_number"),
    )


def _register() -> None:
    """The unified register in two times."""
    op.create_table(
        "entities",
        uid("id"),
        text("kind"),
        raw("attributes_sealed"),
        raw("provenance"),
        text("version", nullable=True),
        big("valid_from"),
        big("known_from"),
        uid("source_message"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table("entity_keys", text("key_hash"), uid("entity_id"), sa.PrimaryKeyConstraint("key_hash"))
    index("ix_entity_keys_entity", "entity_keys", ["entity_id"])
    op.create_table(
        "entity_links",
        text("key_hash"),
        uid("entity_id"),
        sa.PrimaryKeyConstraint("key_hash", "entity_id"),
    )
    op.create_table(
        "entity_history",
        uid("entity_id"),
        big("known_from"),
        big("known_to"),
        big("valid_from"),
        big("valid_to"),
        raw("attributes_sealed"),
        raw("provenance"),
        text("version", nullable=True),
        uid("source_message"),
        sa.PrimaryKeyConstraint("entity_id", "known_from"),
    )


def _access() -> None:
    """Parties, people, and who saw whom."""
    op.create_table(
        "parties",
        text("name"),
        text("title_az"),
        text("title_en"),
        text("roles"),
        big("created_at"),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "api_keys",
        text("key_sha256"),
        text("prefix"),
        text("party"),
        big("created_at"),
        big("expires_at", nullable=True),
        big("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("key_sha256"),
    )
    op.create_table(
        "grants",
        text("party"),
        text("service"),
        text("purpose"),
        sa.PrimaryKeyConstraint("party", "service", "purpose"),
    )
    op.create_table(
        "people",
        text("login"),
        text("name"),
        text("password_hash"),
        text("roles"),
        text("party"),
        big("created_at"),
        big("disabled_at", nullable=True),
        sa.PrimaryKeyConstraint("login"),
    )
    op.create_table(
        "access_events",
        uid("id"),
        text("actor_party"),
        text("actor_person", nullable=True),
        text("subject_hash", nullable=True),
        text("service"),
        text("purpose", nullable=True),
        text("legal_basis", nullable=True),
        text("categories"),
        text("outcome"),
        big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_access_subject", "access_events", ["subject_hash", "id"])


def _repairs() -> None:
    """Repairs and what each did."""
    op.create_table(
        "repairs",
        uid("id"),
        text("action"),
        text("state"),
        text("reason"),
        text("selection"),
        text("arguments"),
        text("made_by"),
        text("approved_by", nullable=True),
        num("canary", default="0"),
        num("items_total", default="0"),
        big("created_at"),
        big("finished_at", nullable=True),
        text("stop_reason", nullable=True),
        raw("payload_sealed", nullable=True),
        num("released", default="0"),
        num("left_out", default="0"),
        big("step_at", nullable=True),
        big("approved_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_repairs_open", "repairs", ["id"], where="finished_at IS NULL")
    op.create_table(
        "repair_items",
        uid("repair_id"),
        num("number"),
        uid("delivery_id"),
        text("state"),
        text("outcome", nullable=True),
        uid("replacement", nullable=True),
        text("kind"),
        text("fingerprint", nullable=True),
        text("detail", nullable=True),
        sa.PrimaryKeyConstraint("repair_id", "number"),
    )
    index("ix_repair_items_delivery", "repair_items", ["delivery_id"])
    index("ix_repair_items_state", "repair_items", ["repair_id", "state", "number"])
    op.create_table("open_repairs", uid("delivery_id"), uid("repair_id"), sa.PrimaryKeyConstraint("delivery_id"))


def _duties() -> None:
    """Who leads, and what the sweeper had to mend."""
    op.create_table("leaders", text("duty"), text("holder"), big("until"), sa.PrimaryKeyConstraint("duty"))
    op.create_table(
        "defects",
        text("kind"),
        num("count", default="0"),
        big("last_at"),
        sa.PrimaryKeyConstraint("kind"),
    )
