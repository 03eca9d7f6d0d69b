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


def uid(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    """A UUID (see Id)."""
    return Column(name, ID, primary_key=primary_key, nullable=nullable and not primary_key)


class Ints(sa.types.UserDefinedType[list[int]]):
    """A set of 32-bit numbers: `integer[]` in PostgreSQL, a JSON array in SQLite. Statements ask it by `{any …}`."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        return "TEXT"


INTS = Ints().with_variant(postgresql.ARRAY(Integer), "postgresql")


def text(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    """Text."""
    return Column(name, Text, primary_key=primary_key, nullable=nullable and not primary_key)


def instant(name: str, *, nullable: bool = False) -> Column[int]:
    """An instant in microseconds."""
    return Column(name, BigInteger, nullable=nullable)


def num(name: str, default: int = 0) -> Column[int]:
    """A number that begins at `default`."""
    return Column(name, Integer, nullable=False, server_default=sa.text(str(default)))


# Data keys by table and month, wrapped by a key of the key file; see hub.store.data_keys.
data_keys = Table(
    "data_keys",
    metadata,
    text("table_name", primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    text("wrapped_by"),
    Column("wrapped", LargeBinary, nullable=False),
)

installation = Table(
    "installation",
    metadata,
    uid("id", primary_key=True),
    instant("created_at"),
    text("root_mark", nullable=True),
)

# At most one row, and in a sandbox only: by how much legal time runs before the machine's (hub.store.legal_time).
legal_time = Table(
    "legal_time",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("ahead", BigInteger, nullable=False),
    text("moved_by"),
    instant("moved_at"),
)

messages = Table(
    "messages",
    metadata,
    uid("id", primary_key=True),
    text("party"),
    text("format"),
    text("format_hash"),
    text("route"),
    text("kind"),
    text("state"),
    text("content_hash"),
    text("body_digest"),
    Column("body_size", BigInteger, nullable=False),
    text("version", nullable=True),
    text("origin"),
    uid("cause", nullable=True),
    Column("hops", SmallInteger, nullable=False),
    text("trace", nullable=True),
    num("open_count"),
    num("bad_count"),
    num("done_count"),
    num("dropped_count"),
    instant("accepted_at"),
    instant("completed_at", nullable=True),
    text("leaf_hash"),
)
Index("ix_messages_party", messages.c.party, messages.c.id)
Index(
    "ix_messages_cause",
    messages.c.cause,
    postgresql_where=sa.text("cause IS NOT NULL"),
    sqlite_where=sa.text("cause IS NOT NULL"),
)
_ATTENTION = sa.text("state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')")
Index("ix_messages_attention", messages.c.state, messages.c.id, postgresql_where=_ATTENTION, sqlite_where=_ATTENTION)

# The wide, immutable part lives apart, so that a change of state rewrites a narrow row, and bodies can go first.
message_bodies = Table(
    "message_bodies",
    metadata,
    uid("message_id", primary_key=True),
    Column("body_sealed", LargeBinary),
    Column("records_sealed", LargeBinary),
    num("records_version"),
    Column("issues_sealed", LargeBinary),
    Column("business_id_sealed", LargeBinary),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    text("key_hash", primary_key=True),
    uid("message_id"),
    text("content_hash"),
    instant("created_at"),
)

message_keys = Table("message_keys", metadata, text("key_hash", primary_key=True), uid("message_id", primary_key=True))

deliveries = Table(
    "deliveries",
    metadata,
    uid("id", primary_key=True),
    uid("message_id"),
    text("destination"),
    text("route"),
    text("state"),
    text("agency_key"),
    text("on_failure"),
    text("version", nullable=True),
    num("fence"),
    num("tries"),
    num("counted_attempts"),
    Column("blockers", SmallInteger, nullable=False, server_default=sa.text("0")),
    instant("next_due"),
    num("budget"),
    instant("created_at"),
    instant("settled_at", nullable=True),
    text("worker", nullable=True),
    text("error_code", nullable=True),
    text("error_detail", nullable=True),
    text("fingerprint", nullable=True),
    text("reference", nullable=True),
    uid("replaces", nullable=True),
    Column("part", Integer, nullable=False, server_default=sa.text("0")),
    text("held_for", nullable=True),
)
Index("ix_deliveries_message", deliveries.c.message_id)


def _where(name: str, condition: str, *columns: Column[object]) -> None:
    text = sa.text(condition)
    Index(name, *columns, postgresql_where=text, sqlite_where=text)


_where("ix_deliveries_due", "state IN ('due', 'retrying')", deliveries.c.destination, deliveries.c.next_due)
_where("ix_deliveries_leased", "state = 'delivering'", deliveries.c.next_due)
_where("ix_deliveries_blocked", "state = 'blocked'", deliveries.c.destination, deliveries.c.id)
_where("ix_deliveries_bad", "state IN ('failed', 'unknown')", deliveries.c.fingerprint, deliveries.c.id)
_where("ix_deliveries_bad_message", "state IN ('failed', 'unknown')", deliveries.c.message_id)
_where("ix_deliveries_held", "held_for IS NOT NULL", deliveries.c.destination, deliveries.c.id)

# What a later reading made of a message, for one replacement delivery; the others keep what they were planned with.
delivery_records = Table(
    "delivery_records",
    metadata,
    uid("delivery_id", primary_key=True),
    text("format_hash"),
    Column("records_sealed", LargeBinary, nullable=False),
)

# Why a message is in quarantine, told apart for grouping; a copy without values of what is sealed with its body.
quarantined = Table(
    "quarantined",
    metadata,
    uid("message_id", primary_key=True),
    text("fingerprint"),
    text("code"),
    text("path"),
    Column("codes_listed", SmallInteger, nullable=False, server_default=sa.text("0")),
)
Index("ix_quarantined_fingerprint", quarantined.c.fingerprint, quarantined.c.message_id)
_where("ix_quarantined_codes", "codes_listed = 0", quarantined.c.message_id)

lanes = Table(
    "lanes",
    metadata,
    text("destination", primary_key=True),
    text("key_hash", primary_key=True),
    Column("last_number", BigInteger, nullable=False),
    text("applied_version", nullable=True),
)

lane_entries = Table(
    "lane_entries",
    metadata,
    text("destination", primary_key=True),
    text("key_hash", primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    uid("delivery_id"),
)
Index("ix_lane_entries_delivery", lane_entries.c.delivery_id)

attempts = Table(
    "attempts",
    metadata,
    uid("delivery_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    num("fence"),
    text("worker"),
    instant("started_at"),
    instant("ended_at", nullable=True),
    text("outcome", nullable=True),
    text("code", nullable=True),
    text("detail", nullable=True),
    Column("http_status", Integer),
    Column("reached", SmallInteger),
    Column("late", SmallInteger, nullable=False, server_default=sa.text("0")),
    Column("sent_sealed", LargeBinary),
    Column("received_sealed", LargeBinary),
)

operations = Table(
    "operations",
    metadata,
    text("name", primary_key=True),
    Column("tokens", sa.Double, nullable=False, server_default=sa.text("0")),
    instant("refilled_at"),
    text("breaker"),
    num("consecutive"),
    num("window_calls"),
    num("window_failures"),
    instant("window_from"),
    instant("probe_at"),
    text("paused_by", nullable=True),
    Column("pause_reason_sealed", LargeBinary),
    instant("paused_at", nullable=True),
    instant("maintenance_from", nullable=True),
    instant("maintenance_until", nullable=True),
    uid("maintenance_window", nullable=True),
)

evidence_leaves = Table(
    "evidence_leaves",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    uid("subject"),
    text("leaf_hash"),
    Column("content", LargeBinary, nullable=False),
    Column("seq", BigInteger),
    instant("created_at"),
    Column("mac", LargeBinary),
)
Index("ix_evidence_seq", evidence_leaves.c.seq, unique=True)
_where("ix_evidence_unmerged", "seq IS NULL", evidence_leaves.c.id)
Index("ix_evidence_subject", evidence_leaves.c.subject)

# What stood among the waiting leaves and this hub did not write: it gets no number, and an alert tells of it.
set_aside_leaves = Table(
    "set_aside_leaves",
    metadata,
    uid("id", primary_key=True),
    text("leaf"),
    text("kind"),
    text("subject"),
    Column("content", LargeBinary),
    instant("noticed_at"),
)

evidence_tiles = Table(
    "evidence_tiles",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    text("hashes"),
)

totals = Table(
    "totals",
    metadata,
    text("kind", primary_key=True),
    text("label", primary_key=True),
    Column("count", BigInteger, nullable=False),
)

tree_heads = Table(
    "tree_heads",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    text("root"),
    text("checkpoint"),
    instant("created_at"),
    Index("tree_heads_at", "created_at"),
)

head_stamps = Table(
    "head_stamps",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    text("authority", primary_key=True),
    Column("token", LargeBinary, nullable=False),
    instant("stamped_at"),
)

refusals = Table(
    "refusals",
    metadata,
    uid("id", primary_key=True),
    text("party"),
    text("format"),
    text("code"),
    text("place", nullable=True),
    text("body_digest", nullable=True),
    Column("body_size", BigInteger),
    Column("status", Integer, nullable=False),
    instant("created_at"),
)
Index("ix_refusals_party", refusals.c.party, refusals.c.id)

files = Table(
    "files",
    metadata,
    uid("message_id", primary_key=True),
    text("name"),
    text("series"),
    Column("serial", Integer, nullable=False),
    text("file_date"),
    num("rows_total"),
    num("rows_done"),
    num("rows_bad"),
    num("rows_waiting"),
    num("rows_superseded"),
    num("chunks_total"),
    num("chunks_made"),
    Column("replied", SmallInteger, nullable=False, server_default=sa.text("0")),
    text("totals", nullable=True),
    uid("superseded_by", nullable=True),
    instant("lifted_at", nullable=True),
)
Index("ix_files_series", files.c.series, files.c.file_date, files.c.serial)
_where("ix_files_lifted", "lifted_at IS NOT NULL", files.c.series)
_where("ix_files_unreplied", "replied = 0", files.c.message_id)

file_chunks = Table(
    "file_chunks",
    metadata,
    uid("message_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("byte_from", BigInteger, nullable=False),
    Column("byte_to", BigInteger, nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("row_count", Integer, nullable=False),
)

bad_rows = Table(
    "bad_rows",
    metadata,
    uid("message_id", primary_key=True),
    Column("row_number", Integer, primary_key=True, autoincrement=False),
    text("column_name"),
    text("code"),
    text("state"),
    Column("raw_sealed", LargeBinary),
    # Of a row of an old base: what is paid by it a month, none where that cannot be read either, and its district.
    Column("qepik", BigInteger),
    text("district", nullable=True),
)

entities = Table(
    "entities",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    # The entity's own key; without it neither its attributes nor its facts open again.
    Column("key_sealed", LargeBinary),
    # With where each of them comes from: a civil act's number is as personal as what the act says.
    Column("attributes_sealed", LargeBinary, nullable=False),
    text("version", nullable=True),
    # The legal day from which it is to be looked at again (hub.register.coming).
    text("review_on", nullable=True),
    instant("known_from"),
    uid("source_message"),
)
_REVIEWED = sa.text("review_on IS NOT NULL")
Index("ix_entities_review", entities.c.review_on, postgresql_where=_REVIEWED, sqlite_where=_REVIEWED)

entity_keys = Table("entity_keys", metadata, text("key_hash", primary_key=True), uid("entity_id"))
Index("ix_entity_keys_entity", entity_keys.c.entity_id)
entity_links = Table("entity_links", metadata, text("key_hash", primary_key=True), uid("entity_id", primary_key=True))

# The legal days ahead on which something else holds of an entity, until they have come (hub.register.coming).
entity_days = Table("entity_days", metadata, text("day", primary_key=True), uid("entity_id", primary_key=True))

# Keyed tokens of people's names (hub.register.names). A GIN index is PostgreSQL's: in SQLite it stays empty, and a
# register that small is read through.
entity_names = Table(
    "entity_names", metadata, uid("entity_id", primary_key=True), Column("tokens", INTS, nullable=False)
)
Index(
    "ix_entity_names",
    entity_names.c.tokens,
    postgresql_using="gin",
    sqlite_where=sa.text("tokens IS NULL"),
)

# Keyed hashes of what makes two people look like one (hub.register.likeness), and the pairs that share one, until an
# official tells them apart.
entity_likeness = Table(
    "entity_likeness", metadata, text("key_hash", primary_key=True), uid("entity_id", primary_key=True)
)
Index("ix_entity_likeness_entity", entity_likeness.c.entity_id)
# Whose pairs are to be found anew, by the duty that alone writes them.
likeness_due = Table("likeness_due", metadata, uid("entity_id", primary_key=True))
# Rights that no case of ours has given, whose FIN is somebody else's now (hub.programmes.doubted_rights).
doubted_rights = Table(
    "doubted_rights", metadata, uid("right_id", primary_key=True), uid("person_id"), instant("found_at")
)
Index("ix_doubted_rights_person", doubted_rights.c.person_id)
possible_doubles = Table(
    "possible_doubles",
    metadata,
    uid("one_id", primary_key=True),
    uid("other_id", primary_key=True),
    instant("found_at"),
    text("told_by", nullable=True),
    instant("told_at", nullable=True),
    # Qəpik a month at stake, as it was when it was weighed last.
    Column("qepik", BigInteger, nullable=False, server_default=sa.text("0")),
    Column("weighed_at", BigInteger, nullable=False, server_default=sa.text("0")),
)
Index("ix_possible_doubles_other", possible_doubles.c.other_id)
_where("ix_possible_doubles_open", "told_by IS NULL", possible_doubles.c.weighed_at)

# Two records of one person that were joined (hub.register.merges): which keys moved, and which facts the survivor took
# over, as JSON; `split_at` once they are apart again. The id is that of the request.
merges = Table(
    "merges",
    metadata,
    uid("id", primary_key=True),
    uid("survivor_id"),
    uid("merged_id"),
    instant("merged_at"),
    instant("split_at", nullable=True),
    Column("moved", LargeBinary, nullable=False),
)
Index("ix_merges_survivor", merges.c.survivor_id)
Index(
    "ix_merges_merged",
    merges.c.merged_id,
    unique=True,
    postgresql_where=sa.text("split_at IS NULL"),
    sqlite_where=sa.text("split_at IS NULL"),
)

# What sources state of entities; `entities` holds what it comes to.
facts = Table(
    "facts",
    metadata,
    uid("entity_id", primary_key=True),
    uid("id", primary_key=True),
    text("attribute_group"),
    instant("valid_from"),
    instant("valid_to"),
    instant("known_from"),
    instant("known_to"),
    uid("source_message"),
    Column("said_sealed", LargeBinary, nullable=False),
)

# The first load from the committee's old bases (hub.exchange.loading): which files, in chunks that are claimed, and
# every row of them with what became of it. Marks are keyed hashes of 63 bits, equal where the values are.
loads = Table(
    "loads",
    metadata,
    uid("id", primary_key=True),
    text("district", nullable=True),
    instant("created_at"),
    instant("finished_at", nullable=True),
)

load_files = Table(
    "load_files",
    metadata,
    uid("load_id", primary_key=True),
    text("base", primary_key=True),
    uid("message_id"),
    text("name"),
)

load_chunks = Table(
    "load_chunks",
    metadata,
    uid("load_id", primary_key=True),
    text("stage", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("base", nullable=True),
    Column("begins", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("row_count", Integer, nullable=False),
    num("fence"),
    instant("lease_until"),
    instant("done_at", nullable=True),
)

base_records = Table(
    "base_records",
    metadata,
    uid("id", primary_key=True),
    text("base"),
    uid("message_id"),
    Column("row_number", Integer, nullable=False),
    num("version"),
    text("content_hash"),
    Column("record_sealed", LargeBinary, nullable=False),
    Column("fin_mark", BigInteger),
    Column("document_mark", BigInteger),
    Column("name_mark", BigInteger),
    Column("birth_mark", BigInteger),
    Column("given_mark", BigInteger),
    Column("household_mark", BigInteger),
    Column("lost", SmallInteger, nullable=False),
    text("district", nullable=True),
    text("unplaced", nullable=True),
    Column("qepik", BigInteger, nullable=False),
)

base_links = Table(
    "base_links",
    metadata,
    uid("record_id", primary_key=True),
    Column("person_mark", BigInteger),
    text("how", nullable=True),
    text("why", nullable=True),
    text("notes", nullable=True),
    uid("told_entity", nullable=True),
    Column("told_mark", BigInteger),
    Column("told_version", Integer),
    Column("family_mark", BigInteger),
    Column("family_version", Integer),
)
Index("ix_base_links_person", base_links.c.person_mark)
_where("ix_base_records_household", "household_mark IS NOT NULL", base_records.c.household_mark)

parties = Table(
    "parties", metadata, text("name", primary_key=True), text("title_az"), text("title_en"), instant("created_at")
)

api_keys = Table(
    "api_keys",
    metadata,
    text("key_sha256", primary_key=True),
    text("prefix"),
    text("party"),
    instant("created_at"),
    instant("expires_at", nullable=True),
    instant("revoked_at", nullable=True),
)

grants = Table(
    "grants",
    metadata,
    uid("id", primary_key=True),
    text("party"),
    text("service"),
    text("action"),
    text("purpose"),
    instant("valid_from"),
    instant("valid_until", nullable=True),
    instant("ended_at", nullable=True),
    text("made_by"),
    text("second_by", nullable=True),
)
Index("ix_grants_party", grants.c.party)

# What agencies prove themselves by: certificates and public keys, by their SHA-256.
credentials = Table(
    "credentials",
    metadata,
    uid("id", primary_key=True),
    text("party"),
    text("kind"),
    text("mark"),
    text("algorithm"),
    text("public"),
    instant("valid_from"),
    instant("valid_until"),
    instant("ended_at", nullable=True),
    text("made_by"),
    text("second_by"),
)
Index("ix_credentials_mark", credentials.c.mark, unique=True)
Index("ix_credentials_party", credentials.c.party)

access_tokens = Table(
    "access_tokens",
    metadata,
    text("token_sha256", primary_key=True),
    text("party"),
    uid("credential"),
    text("x5t", nullable=True),
    instant("expires_at"),
    Column("mac", LargeBinary, nullable=False),
)
Index("ix_access_tokens_end", access_tokens.c.expires_at)

# Lists of revoked certificates by where they lie: when the last was made, and until when it is good.
revocation_lists = Table(
    "revocation_lists", metadata, text("source", primary_key=True), instant("made_at"), instant("good_until")
)

# Assertions that were used, until they would have expired by themselves.
used_assertions = Table(
    "used_assertions",
    metadata,
    text("party", primary_key=True),
    text("jti_sha256", primary_key=True),
    instant("expires_at"),
)

party_limits = Table(
    "party_limits",
    metadata,
    text("party", primary_key=True),
    text("name", primary_key=True),
    Column("most", BigInteger, nullable=False),
    text("made_by"),
    text("second_by"),
)

# What a party has used of a limit in the period that is running; of earlier ones nothing is kept.
party_usage = Table(
    "party_usage",
    metadata,
    text("party", primary_key=True),
    text("name", primary_key=True),
    instant("period"),
    Column("used", BigInteger, nullable=False),
)

people = Table(
    "people",
    metadata,
    text("login", primary_key=True),
    text("name"),
    text("password_hash"),
    text("roles"),
    text("party"),
    text("district", nullable=True),
    instant("created_at"),
    instant("disabled_at", nullable=True),
    instant("disabled_until", nullable=True),
    Column("email_sealed", LargeBinary, nullable=True),
    num("email_version"),
)

# What a person was called until a moment: an act of before is told by that name.
former_names = Table(
    "former_names",
    metadata,
    text("login", primary_key=True),
    Column("until", BigInteger, primary_key=True, autoincrement=False),
    text("name"),
)

# What a person has done today without a second one; of earlier days nothing is kept.
done_alone = Table(
    "done_alone", metadata, text("who", primary_key=True), text("what", primary_key=True), num("day"), num("count")
)

password_links = Table(
    "password_links", metadata, text("token_sha256", primary_key=True), text("login"), instant("expires_at")
)

# Changes of who may do what: waiting for a second person, agreed, refused or replaced by a later one.
proposals = Table(
    "proposals",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    text("subject"),
    Column("wanted_sealed", LargeBinary, nullable=False),
    text("made_by"),
    instant("made_at"),
    text("state"),
    text("decided_by", nullable=True),
    instant("decided_at", nullable=True),
    Column("reason_sealed", LargeBinary),
)
_where("ix_proposals_waiting", "state = 'waiting'", proposals.c.id)

access_events = Table(
    "access_events",
    metadata,
    uid("id", primary_key=True),
    text("actor_party"),
    text("actor_person", nullable=True),
    text("subject_hash", nullable=True),
    text("service"),
    text("purpose_code", nullable=True),
    text("basis_code", nullable=True),
    Column("note_sealed", LargeBinary),
    # A use of many at once: which run, the digest of the list of its subjects, and their number.
    uid("run", nullable=True),
    text("subjects_digest", nullable=True),
    Column("subjects_count", Integer),
    text("categories"),
    text("outcome"),
    instant("created_at"),
)
Index("ix_access_subject", access_events.c.subject_hash, access_events.c.id)
Index("ix_access_person", access_events.c.actor_person, access_events.c.id)
_where("ix_access_run", "run IS NOT NULL", access_events.c.run)
Index("ix_access_party", access_events.c.actor_party, access_events.c.id)
_where("ix_access_refused", "outcome NOT IN ('shown', 'answered')", access_events.c.actor_party, access_events.c.id)

repairs = Table(
    "repairs",
    metadata,
    uid("id", primary_key=True),
    text("action"),
    text("state"),
    Column("reason_sealed", LargeBinary, nullable=False),
    text("selection"),
    text("arguments"),
    text("made_by"),
    text("approved_by", nullable=True),
    num("canary"),
    num("items_total"),
    instant("created_at"),
    instant("finished_at", nullable=True),
    text("stop_reason", nullable=True),
    Column("payload_sealed", LargeBinary),
    num("released"),
    num("left_out"),
    instant("step_at", nullable=True),
    instant("approved_at", nullable=True),
)
_where("ix_repairs_open", "finished_at IS NULL", repairs.c.id)

repair_items = Table(
    "repair_items",
    metadata,
    uid("repair_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    uid("delivery_id"),
    text("state"),
    text("outcome", nullable=True),
    uid("replacement", nullable=True),
    text("kind"),
    text("fingerprint", nullable=True),
    text("detail", nullable=True),
)
Index("ix_repair_items_delivery", repair_items.c.delivery_id)
Index("ix_repair_items_state", repair_items.c.repair_id, repair_items.c.state, repair_items.c.number)
open_repairs = Table("open_repairs", metadata, uid("delivery_id", primary_key=True), uid("repair_id"))

subscriptions = Table(
    "subscriptions",
    metadata,
    uid("id", primary_key=True),
    text("party"),
    text("url"),
    text("types"),
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("next_seq", BigInteger, nullable=False),
    num("tries"),
    instant("next_due"),
    text("last_error", nullable=True),
    instant("created_at"),
)

cursors = Table("cursors", metadata, text("name", primary_key=True), Column("next_seq", BigInteger, nullable=False))

leaders = Table("leaders", metadata, text("duty", primary_key=True), text("holder"), instant("until"))

defects = Table("defects", metadata, text("kind", primary_key=True), num("count"), instant("last_at"))
