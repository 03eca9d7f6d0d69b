"""The first schema of the hub."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hub.clock import SystemClock
from hub.store.ids import new_id

revision = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.CHAR(32).with_variant(postgresql.UUID(as_uuid=False), "postgresql")
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
    op.create_table("installation", _id("id"), _big("created_at"), sa.PrimaryKeyConstraint("id"))
    op.create_table(
        "messages", _id("id"), _text("party"), _text("format"), _text("format_hash"), _text("route"), _text("kind"),
        _text("state"), _text("content_hash"), _text("body_sha256"), _big("body_size"),
        _text("version", nullable=True), _text("origin"), _id("cause", nullable=True), _small("hops"),
        _text("trace", nullable=True), _int("open_count", default="0"), _int("bad_count", default="0"),
        _int("done_count", default="0"), _int("dropped_count", default="0"), _big("accepted_at"),
        _big("completed_at", nullable=True), _text("leaf_hash"), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    _index(
        "ix_messages_attention", "messages", ["state", "id"],
        where="state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')",
    )  # fmt: skip
    _index("ix_messages_cause", "messages", ["cause"], where="cause IS NOT NULL")
    _index("ix_messages_party", "messages", ["party", "id"])
    op.create_table(
        "message_bodies", _id("message_id"), _bytes("body_sealed", nullable=True),
        _bytes("records_sealed", nullable=True), _bytes("issues_sealed", nullable=True),
        _bytes("business_id_sealed", nullable=True), sa.PrimaryKeyConstraint("message_id"),
    )  # fmt: skip
    op.create_table(
        "idempotency_keys", _text("key_hash"), _id("message_id"), _text("content_hash"), _big("created_at"),
        sa.PrimaryKeyConstraint("key_hash"),
    )  # fmt: skip
    op.create_table(
        "message_keys", _text("key_hash"), _id("message_id"), sa.PrimaryKeyConstraint("key_hash", "message_id"),
    )  # fmt: skip
    op.create_table(
        "quarantined", _id("message_id"), _text("fingerprint"), _text("code"), _text("path"),
        sa.PrimaryKeyConstraint("message_id"),
    )  # fmt: skip
    _index("ix_quarantined_fingerprint", "quarantined", ["fingerprint", "message_id"])
    op.create_table(
        "refusals", _id("id"), _text("party"), _text("format"), _text("code"), _text("place", nullable=True),
        _text("body_sha256", nullable=True), _big("body_size", nullable=True), _int("status"), _big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    _index("ix_refusals_party", "refusals", ["party", "id"])


def _deliveries() -> None:
    """Deliveries, the lanes that keep their order, attempts, and the breakers of operations."""
    op.create_table(
        "deliveries", _id("id"), _id("message_id"), _text("destination"), _text("route"), _text("state"),
        _text("agency_key"), _text("on_failure"), _text("version", nullable=True), _int("fence", default="0"),
        _int("tries", default="0"), _int("counted_attempts", default="0"), _small("blockers", default="0"),
        _big("next_due"), _int("budget", default="0"), _big("created_at"), _big("settled_at", nullable=True),
        _text("worker", nullable=True), _text("error_code", nullable=True), _text("error_detail", nullable=True),
        _text("fingerprint", nullable=True), _text("reference", nullable=True), _id("replaces", nullable=True),
        _int("part", default="0"), _text("held_for", nullable=True), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    _index("ix_deliveries_bad", "deliveries", ["fingerprint", "id"], where="state IN ('failed', 'unknown')")
    _index("ix_deliveries_blocked", "deliveries", ["destination", "id"], where="state = 'blocked'")
    _index("ix_deliveries_due", "deliveries", ["destination", "next_due"], where="state IN ('due', 'retrying')")
    _index("ix_deliveries_held", "deliveries", ["destination", "id"], where="held_for IS NOT NULL")
    _index("ix_deliveries_leased", "deliveries", ["next_due"], where="state = 'delivering'")
    _index("ix_deliveries_message", "deliveries", ["message_id"])
    op.create_table(
        "lanes", _text("destination"), _text("key_hash"), _big("last_number"), _text("applied_version", nullable=True),
        sa.PrimaryKeyConstraint("destination", "key_hash"),
    )  # fmt: skip
    op.create_table(
        "lane_entries", _text("destination"), _text("key_hash"), _big("number"), _id("delivery_id"),
        sa.PrimaryKeyConstraint("destination", "key_hash", "number"),
    )  # fmt: skip
    _index("ix_lane_entries_delivery", "lane_entries", ["delivery_id"])
    op.create_table(
        "delivery_records", _id("delivery_id"), _text("format_hash"), _bytes("records_sealed"),
        sa.PrimaryKeyConstraint("delivery_id"),
    )  # fmt: skip
    op.create_table(
        "attempts", _id("delivery_id"), _int("number"), _int("fence", default="0"), _text("worker"),
        _big("started_at"), _big("ended_at", nullable=True), _text("outcome", nullable=True),
        _text("code", nullable=True), _text("detail", nullable=True), _int("http_status", nullable=True),
        _small("reached", nullable=True), _small("late", default="0"), _bytes("sent_sealed", nullable=True),
        _bytes("received_sealed", nullable=True), sa.PrimaryKeyConstraint("delivery_id", "number"),
    )  # fmt: skip
    op.create_table(
        "operations", _text("name"), _double("tokens", default="0"), _big("refilled_at"), _text("breaker"),
        _int("consecutive", default="0"), _int("window_calls", default="0"), _int("window_failures", default="0"),
        _big("window_from"), _big("probe_at"), _text("paused_by", nullable=True), _text("pause_reason", nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )  # fmt: skip


def _evidence() -> None:
    """The evidence log, its tree, and how far its readers have come."""
    op.create_table(
        "evidence_leaves", _id("id"), _text("kind"), _id("subject"), _text("leaf_hash"), _bytes("content"),
        _big("seq", nullable=True), _big("created_at"), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    _index("ix_evidence_seq", "evidence_leaves", ["seq"], unique=True)
    _index("ix_evidence_subject", "evidence_leaves", ["subject"])
    _index("ix_evidence_unmerged", "evidence_leaves", ["id"], where="seq IS NULL")
    op.create_table(
        "evidence_tiles", _int("level"), _big("position"), _text("hashes"),
        sa.PrimaryKeyConstraint("level", "position"),
    )  # fmt: skip
    op.create_table("totals", _text("kind"), _text("label"), _big("count"), sa.PrimaryKeyConstraint("kind", "label"))
    op.create_table("tree_heads", _big("size"), _text("root"), _big("created_at"), sa.PrimaryKeyConstraint("size"))
    op.create_table("cursors", _text("name"), _big("next_seq"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "subscriptions", _id("id"), _text("party"), _text("url"), _text("types"), _bytes("secret_sealed"),
        _big("next_seq"), _int("tries", default="0"), _big("next_due"), _text("last_error", nullable=True),
        _big("created_at"), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip


def _files() -> None:
    """Bulk files."""
    op.create_table(
        "files", _id("message_id"), _text("name"), _text("series"), _int("serial"), _text("file_date"),
        _int("rows_total", default="0"), _int("rows_done", default="0"), _int("rows_bad", default="0"),
        _int("rows_waiting", default="0"), _int("rows_superseded", default="0"), _int("chunks_total", default="0"),
        _int("chunks_made", default="0"), _small("replied", default="0"), _text("totals", nullable=True),
        _id("superseded_by", nullable=True), sa.PrimaryKeyConstraint("message_id"),
    )  # fmt: skip
    _index("ix_files_series", "files", ["series", "file_date", "serial"])
    _index("ix_files_unreplied", "files", ["message_id"], where="replied = 0")
    op.create_table(
        "file_chunks", _id("message_id"), _int("number"), _big("byte_from"), _big("byte_to"), _int("first_row"),
        _int("row_count"), sa.PrimaryKeyConstraint("message_id", "number"),
    )  # fmt: skip
    op.create_table(
        "bad_rows", _id("message_id"), _int("row_number"), _text("column_name"), _text("code"), _text("state"),
        _bytes("raw_sealed", nullable=True), sa.PrimaryKeyConstraint("message_id", "row_number"),
    )  # fmt: skip


def _register() -> None:
    """The unified register in two times."""
    op.create_table(
        "entities", _id("id"), _text("kind"), _bytes("attributes_sealed"), _bytes("provenance"),
        _text("version", nullable=True), _big("valid_from"), _big("known_from"), _id("source_message"),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table("entity_keys", _text("key_hash"), _id("entity_id"), sa.PrimaryKeyConstraint("key_hash"))
    _index("ix_entity_keys_entity", "entity_keys", ["entity_id"])
    op.create_table(
        "entity_links", _text("key_hash"), _id("entity_id"), sa.PrimaryKeyConstraint("key_hash", "entity_id"),
    )  # fmt: skip
    op.create_table(
        "entity_history", _id("entity_id"), _big("known_from"), _big("known_to"), _big("valid_from"), _big("valid_to"),
        _bytes("attributes_sealed"), _bytes("provenance"), _text("version", nullable=True), _id("source_message"),
        sa.PrimaryKeyConstraint("entity_id", "known_from"),
    )  # fmt: skip


def _access() -> None:
    """Parties, people, and who saw whom."""
    op.create_table(
        "parties", _text("name"), _text("title_az"), _text("title_en"), _text("roles"), _big("created_at"),
        sa.PrimaryKeyConstraint("name"),
    )  # fmt: skip
    op.create_table(
        "api_keys", _text("key_sha256"), _text("prefix"), _text("party"), _big("created_at"),
        _big("expires_at", nullable=True), _big("revoked_at", nullable=True), sa.PrimaryKeyConstraint("key_sha256"),
    )  # fmt: skip
    op.create_table(
        "grants", _text("party"), _text("service"), _text("purpose"),
        sa.PrimaryKeyConstraint("party", "service", "purpose"),
    )  # fmt: skip
    op.create_table(
        "people", _text("login"), _text("name"), _text("password_hash"), _text("roles"), _text("party"),
        _big("created_at"), _big("disabled_at", nullable=True), sa.PrimaryKeyConstraint("login"),
    )  # fmt: skip
    op.create_table(
        "access_events", _id("id"), _text("actor_party"), _text("actor_person", nullable=True),
        _text("subject_hash", nullable=True), _text("service"), _text("purpose", nullable=True),
        _text("legal_basis", nullable=True), _text("categories"), _text("outcome"), _big("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    _index("ix_access_subject", "access_events", ["subject_hash", "id"])


def _repairs() -> None:
    """Repairs and what each did."""
    op.create_table(
        "repairs", _id("id"), _text("action"), _text("state"), _text("reason"), _text("selection"), _text("arguments"),
        _text("made_by"), _text("approved_by", nullable=True), _int("canary", default="0"),
        _int("items_total", default="0"), _big("created_at"), _big("finished_at", nullable=True),
        _text("stop_reason", nullable=True), _bytes("payload_sealed", nullable=True), _int("released", default="0"),
        _int("left_out", default="0"), _big("step_at", nullable=True), _big("approved_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    _index("ix_repairs_open", "repairs", ["id"], where="finished_at IS NULL")
    op.create_table(
        "repair_items", _id("repair_id"), _int("number"), _id("delivery_id"), _text("state"),
        _text("outcome", nullable=True), _id("replacement", nullable=True), _text("kind"),
        _text("fingerprint", nullable=True), _text("detail", nullable=True),
        sa.PrimaryKeyConstraint("repair_id", "number"),
    )  # fmt: skip
    _index("ix_repair_items_delivery", "repair_items", ["delivery_id"])
    _index("ix_repair_items_state", "repair_items", ["repair_id", "state", "number"])
    op.create_table("open_repairs", _id("delivery_id"), _id("repair_id"), sa.PrimaryKeyConstraint("delivery_id"))


def _duties() -> None:
    """Who leads, and what the sweeper had to mend."""
    op.create_table("leaders", _text("duty"), _text("holder"), _big("until"), sa.PrimaryKeyConstraint("duty"))
    op.create_table(
        "defects", _text("kind"), _int("count", default="0"), _big("last_at"), sa.PrimaryKeyConstraint("kind"),
    )  # fmt: skip


def _id(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, ID, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _big(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    return _number(name, sa.BigInteger(), nullable=nullable, default=default)


def _int(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    return _number(name, sa.Integer(), nullable=nullable, default=default)


def _small(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    return _number(name, sa.SmallInteger(), nullable=nullable, default=default)


def _number(name: str, kind: sa.Integer, *, nullable: bool, default: str | None) -> sa.Column[int]:
    server_default = sa.text(default) if default is not None else None
    return sa.Column(name, kind, nullable=nullable, server_default=server_default, autoincrement=False)


def _double(name: str, *, default: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False, server_default=sa.text(default))


def _index(name: str, table: str, columns: list[str], *, where: str | None = None, unique: bool = False) -> None:
    if where is None:
        op.create_index(name, table, columns, unique=unique)
    else:
        only = sa.text(where)
        op.create_index(name, table, columns, unique=unique, postgresql_where=only, sqlite_where=only)
