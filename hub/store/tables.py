"""Every table of the hub, in one place. Ids are UUIDv7, instants are microseconds UTC, hashes are lowercase hex text.

A UUIDv7 carries its month in its first 48 bits, so a table keyed by it can be partitioned by month by ranges of its
primary key (docs/decisions). Columns named *_sealed hold bytes that went through the Sealer; *_hash of a personal
value is a keyed hash. The relations are kept by the transactions of `hub.exchange`, not by foreign keys: partitions
are dropped whole, and a message, its deliveries and its attempts may live in different ones.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, SmallInteger, Table, Text
from sqlalchemy.dialects import postgresql

metadata = sa.MetaData()


class Id(sa.types.UserDefinedType[str]):
    """A UUID as 32 hexadecimal characters in Python; `uuid` in PostgreSQL, CHAR(32) in SQLite."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        return "CHAR(32)"


ID = Id().with_variant(postgresql.UUID(as_uuid=False), "postgresql")


def _id(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, ID, primary_key=primary_key, nullable=nullable and not primary_key)


def _text(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=primary_key, nullable=nullable and not primary_key)


def _at(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _int(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=sa.text(str(default)))


installation = Table("installation", metadata, _id("id", primary_key=True), _at("created_at"))

messages = Table(
    "messages",
    metadata,
    _id("id", primary_key=True),
    _text("party"),
    _text("format"),
    _text("format_hash"),
    _text("route"),
    _text("kind"),
    _text("state"),
    _text("content_hash"),
    _text("body_sha256"),
    Column("body_size", BigInteger, nullable=False),
    _text("version", nullable=True),
    _text("origin"),
    _id("cause", nullable=True),
    Column("hops", SmallInteger, nullable=False),
    _text("trace", nullable=True),
    _int("open_count"),
    _int("bad_count"),
    _int("done_count"),
    _int("dropped_count"),
    _at("accepted_at"),
    _at("completed_at", nullable=True),
    _text("leaf_hash"),
)
Index("ix_messages_party", messages.c.party, messages.c.id)
Index("ix_messages_cause", messages.c.cause, postgresql_where=sa.text("cause IS NOT NULL"),
      sqlite_where=sa.text("cause IS NOT NULL"))  # fmt: skip
_ATTENTION = sa.text("state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')")
Index("ix_messages_attention", messages.c.state, messages.c.id,
      postgresql_where=_ATTENTION, sqlite_where=_ATTENTION)  # fmt: skip

# The wide, immutable part lives apart, so that a change of state rewrites a narrow row, and bodies can go first.
message_bodies = Table(
    "message_bodies",
    metadata,
    _id("message_id", primary_key=True),
    Column("body_sealed", LargeBinary),
    Column("records_sealed", LargeBinary),
    Column("issues_sealed", LargeBinary),
    Column("business_id_sealed", LargeBinary),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    _text("key_hash", primary_key=True),
    _id("message_id"),
    _text("content_hash"),
    _at("created_at"),
)

message_keys = Table("message_keys", metadata, _text("key_hash", primary_key=True), _id("message_id", primary_key=True))

deliveries = Table(
    "deliveries",
    metadata,
    _id("id", primary_key=True),
    _id("message_id"),
    _text("destination"),
    _text("route"),
    _text("state"),
    _text("agency_key"),
    _text("on_failure"),
    _text("version", nullable=True),
    _int("fence"),
    _int("tries"),
    _int("counted_attempts"),
    Column("blockers", SmallInteger, nullable=False, server_default=sa.text("0")),
    _at("next_due"),
    _int("budget"),
    _at("created_at"),
    _at("settled_at", nullable=True),
    _text("worker", nullable=True),
    _text("error_code", nullable=True),
    _text("error_detail", nullable=True),
    _text("fingerprint", nullable=True),
    _text("reference", nullable=True),
    _id("replaces", nullable=True),
    Column("part", Integer, nullable=False, server_default=sa.text("0")),
    _text("held_for", nullable=True),
)
Index("ix_deliveries_message", deliveries.c.message_id)


def _where(name: str, condition: str, *columns: Column[object]) -> None:
    text = sa.text(condition)
    Index(name, *columns, postgresql_where=text, sqlite_where=text)


_where("ix_deliveries_due", "state IN ('due', 'retrying')", deliveries.c.destination, deliveries.c.next_due)
_where("ix_deliveries_leased", "state = 'delivering'", deliveries.c.next_due)
_where("ix_deliveries_blocked", "state = 'blocked'", deliveries.c.destination, deliveries.c.id)
_where("ix_deliveries_bad", "state IN ('failed', 'unknown')", deliveries.c.fingerprint, deliveries.c.id)
_where("ix_deliveries_held", "held_for IS NOT NULL", deliveries.c.destination, deliveries.c.id)

# What a later reading made of a message, for one replacement delivery; the others keep what they were planned with.
delivery_records = Table(
    "delivery_records",
    metadata,
    _id("delivery_id", primary_key=True),
    _text("format_hash"),
    Column("records_sealed", LargeBinary, nullable=False),
)

# Why a message is in quarantine, told apart for grouping; a copy without values of what is sealed with its body.
quarantined = Table(
    "quarantined",
    metadata,
    _id("message_id", primary_key=True),
    _text("fingerprint"),
    _text("code"),
    _text("path"),
)
Index("ix_quarantined_fingerprint", quarantined.c.fingerprint, quarantined.c.message_id)

lanes = Table(
    "lanes",
    metadata,
    _text("destination", primary_key=True),
    _text("key_hash", primary_key=True),
    Column("last_number", BigInteger, nullable=False),
    _text("applied_version", nullable=True),
)

lane_entries = Table(
    "lane_entries",
    metadata,
    _text("destination", primary_key=True),
    _text("key_hash", primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _id("delivery_id"),
)
Index("ix_lane_entries_delivery", lane_entries.c.delivery_id)

attempts = Table(
    "attempts",
    metadata,
    _id("delivery_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _int("fence"),
    _text("worker"),
    _at("started_at"),
    _at("ended_at", nullable=True),
    _text("outcome", nullable=True),
    _text("code", nullable=True),
    _text("detail", nullable=True),
    Column("http_status", Integer),
    Column("reached", SmallInteger),
    Column("late", SmallInteger, nullable=False, server_default=sa.text("0")),
    Column("sent_sealed", LargeBinary),
    Column("received_sealed", LargeBinary),
)

operations = Table(
    "operations",
    metadata,
    _text("name", primary_key=True),
    Column("tokens", sa.Double, nullable=False, server_default=sa.text("0")),
    _at("refilled_at"),
    _text("breaker"),
    _int("consecutive"),
    _int("window_calls"),
    _int("window_failures"),
    _at("window_from"),
    _at("probe_at"),
    _text("paused_by", nullable=True),
    _text("pause_reason", nullable=True),
)

evidence_leaves = Table(
    "evidence_leaves",
    metadata,
    _id("id", primary_key=True),
    _text("kind"),
    _id("subject"),
    _text("leaf_hash"),
    Column("content", LargeBinary, nullable=False),
    Column("seq", BigInteger),
    _at("created_at"),
)
Index("ix_evidence_seq", evidence_leaves.c.seq, unique=True)
_where("ix_evidence_unmerged", "seq IS NULL", evidence_leaves.c.id)
Index("ix_evidence_subject", evidence_leaves.c.subject)

evidence_tiles = Table(
    "evidence_tiles",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    _text("hashes"),
)

totals = Table("totals", metadata, _text("kind", primary_key=True), _text("label", primary_key=True),
               Column("count", BigInteger, nullable=False))  # fmt: skip

tree_heads = Table(
    "tree_heads",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    _text("root"),
    _at("created_at"),
)

refusals = Table(
    "refusals",
    metadata,
    _id("id", primary_key=True),
    _text("party"),
    _text("format"),
    _text("code"),
    _text("place", nullable=True),
    _text("body_sha256", nullable=True),
    Column("body_size", BigInteger),
    Column("status", Integer, nullable=False),
    _at("created_at"),
)
Index("ix_refusals_party", refusals.c.party, refusals.c.id)

files = Table(
    "files",
    metadata,
    _id("message_id", primary_key=True),
    _text("name"),
    _text("series"),
    Column("serial", Integer, nullable=False),
    _text("file_date"),
    _int("rows_total"),
    _int("rows_done"),
    _int("rows_bad"),
    _int("rows_waiting"),
    _int("rows_superseded"),
    _int("chunks_total"),
    _int("chunks_made"),
    Column("replied", SmallInteger, nullable=False, server_default=sa.text("0")),
    _text("totals", nullable=True),
    _id("superseded_by", nullable=True),
)
Index("ix_files_series", files.c.series, files.c.file_date, files.c.serial)
_where("ix_files_unreplied", "replied = 0", files.c.message_id)

file_chunks = Table(
    "file_chunks",
    metadata,
    _id("message_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("byte_from", BigInteger, nullable=False),
    Column("byte_to", BigInteger, nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("row_count", Integer, nullable=False),
)

bad_rows = Table(
    "bad_rows",
    metadata,
    _id("message_id", primary_key=True),
    Column("row_number", Integer, primary_key=True, autoincrement=False),
    _text("column_name"),
    _text("code"),
    _text("state"),
    Column("raw_sealed", LargeBinary),
)

entities = Table(
    "entities",
    metadata,
    _id("id", primary_key=True),
    _text("kind"),
    Column("attributes_sealed", LargeBinary, nullable=False),
    Column("provenance", LargeBinary, nullable=False),
    _text("version", nullable=True),
    _at("valid_from"),
    _at("known_from"),
    _id("source_message"),
)

entity_keys = Table("entity_keys", metadata, _text("key_hash", primary_key=True), _id("entity_id"))
Index("ix_entity_keys_entity", entity_keys.c.entity_id)
entity_links = Table("entity_links", metadata, _text("key_hash", primary_key=True), _id("entity_id", primary_key=True))

entity_history = Table(
    "entity_history",
    metadata,
    _id("entity_id", primary_key=True),
    Column("known_from", BigInteger, primary_key=True, autoincrement=False),
    _at("known_to"),
    _at("valid_from"),
    _at("valid_to"),
    Column("attributes_sealed", LargeBinary, nullable=False),
    Column("provenance", LargeBinary, nullable=False),
    _text("version", nullable=True),
    _id("source_message"),
)

parties = Table("parties", metadata, _text("name", primary_key=True), _text("title_az"), _text("title_en"),
                _text("roles"), _at("created_at"))  # fmt: skip

api_keys = Table("api_keys", metadata, _text("key_sha256", primary_key=True), _text("prefix"), _text("party"),
                 _at("created_at"), _at("expires_at", nullable=True), _at("revoked_at", nullable=True))  # fmt: skip

grants = Table("grants", metadata, _text("party", primary_key=True), _text("service", primary_key=True),
               _text("purpose", primary_key=True))  # fmt: skip

people = Table("people", metadata, _text("login", primary_key=True), _text("name"), _text("password_hash"),
               _text("roles"), _text("party"), _at("created_at"), _at("disabled_at", nullable=True))  # fmt: skip

access_events = Table(
    "access_events",
    metadata,
    _id("id", primary_key=True),
    _text("actor_party"),
    _text("actor_person", nullable=True),
    _text("subject_hash", nullable=True),
    _text("service"),
    _text("purpose", nullable=True),
    _text("legal_basis", nullable=True),
    _text("categories"),
    _text("outcome"),
    _at("created_at"),
)
Index("ix_access_subject", access_events.c.subject_hash, access_events.c.id)

repairs = Table(
    "repairs",
    metadata,
    _id("id", primary_key=True),
    _text("action"),
    _text("state"),
    _text("reason"),
    _text("selection"),
    _text("arguments"),
    _text("made_by"),
    _text("approved_by", nullable=True),
    _int("canary"),
    _int("items_total"),
    _at("created_at"),
    _at("finished_at", nullable=True),
    _text("stop_reason", nullable=True),
    Column("payload_sealed", LargeBinary),
    _int("released"),
    _int("left_out"),
    _at("step_at", nullable=True),
    _at("approved_at", nullable=True),
)
_where("ix_repairs_open", "finished_at IS NULL", repairs.c.id)

repair_items = Table(
    "repair_items",
    metadata,
    _id("repair_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _id("delivery_id"),
    _text("state"),
    _text("outcome", nullable=True),
    _id("replacement", nullable=True),
    _text("kind"),
    _text("fingerprint", nullable=True),
    _text("detail", nullable=True),
)
Index("ix_repair_items_delivery", repair_items.c.delivery_id)
Index("ix_repair_items_state", repair_items.c.repair_id, repair_items.c.state, repair_items.c.number)
open_repairs = Table("open_repairs", metadata, _id("delivery_id", primary_key=True), _id("repair_id"))

subscriptions = Table(
    "subscriptions",
    metadata,
    _id("id", primary_key=True),
    _text("party"),
    _text("url"),
    _text("types"),
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("next_seq", BigInteger, nullable=False),
    _int("tries"),
    _at("next_due"),
    _text("last_error", nullable=True),
    _at("created_at"),
)

cursors = Table("cursors", metadata, _text("name", primary_key=True), Column("next_seq", BigInteger, nullable=False))

leaders = Table("leaders", metadata, _text("duty", primary_key=True), _text("holder"), _at("until"))

defects = Table("defects", metadata, _text("kind", primary_key=True), _int("count"), _at("last_at"))
