"""Fills a migrated database with messages as the hub would have stored them, by COPY: 10^4 to 10^6 for (d) and (e).

Finished messages have one delivered delivery with one attempt; a backlog has deliveries that are due.
Message `i` is the same in every database but for the keyed hashes. Evidence leaves come numbered, and with each batch
the tree grows over them, so that the hub can go on where the fill ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from hub.evidence.leaf import Leaf, make_leaf
from hub.evidence.note import LogKey
from hub.evidence.receipt import log_key
from hub.evidence.sequencer import write_head
from hub.evidence.tree import LOG, load_edge, log_size, store_edge
from hub.exchange.states import DeliveryState, MessageState
from hub.store.ids import agency_key
from hub.store.postgres import PostgresStore
from hub.store.sealing import KeyedHash, Sealer
from tests.benchmarks.persons import fin, person_xml, request_id

MESSAGES_A_COPY = 10_000
MICROSECONDS_APART = 2_000
ANSWER = b'{"status":"accepted","reference":"r-1"}'

Row = tuple[object, ...]

COLUMNS = {
    "messages": "id party format format_hash route kind state content_hash body_digest body_size origin hops open_count"
    " done_count accepted_at completed_at leaf_hash",
    "message_bodies": "message_id body_sealed records_sealed business_id_sealed",
    "idempotency_keys": "key_hash message_id content_hash created_at",
    "message_keys": "key_hash message_id",
    "deliveries": "id message_id destination route state agency_key on_failure fence tries counted_attempts next_due"
    " budget created_at settled_at reference",
    "lanes": "destination key_hash last_number",
    "lane_entries": "destination key_hash number delivery_id",
    "attempts": "delivery_id number fence worker started_at ended_at outcome code detail http_status reached"
    " sent_sealed received_sealed",
    "evidence_leaves": "id kind subject leaf_hash content seq created_at",
}


@dataclass(frozen=True, slots=True)
class Fill:
    """What to store. `first` and `first_leaf` number the first of each; `due_at` (microseconds) makes it a backlog.

    `record` is a canonical record as JSON that names `record_fin`; each message gets it under its own FIN.
    """

    count: int
    party: str
    format: str
    route: str
    destination: str
    installation: str
    started_at: int
    record: bytes
    record_fin: str
    first: int = 0
    first_leaf: int = 0
    due_at: int | None = None

    @property
    def is_backlog(self) -> bool:
        return self.due_at is not None


class Writer:
    """Turns numbers into rows for every table."""

    def __init__(self, fill: Fill, keyed_hash: KeyedHash, sealer: Sealer) -> None:
        self._fill = fill
        self._hash = keyed_hash
        self._sealer = sealer
        self.log_key = log_key(keyed_hash, fill.installation)
        self._next_leaf = fill.first_leaf
        self.leaf_hashes: list[str] = []

    def rows(self, numbers: range) -> dict[str, list[Row]]:
        """Give the rows of these messages, by table."""
        tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        for number in numbers:
            self._add(number, tables)
        return tables

    def _add(self, number: int, tables: dict[str, list[Row]]) -> None:
        fill = self._fill
        at = fill.started_at + (number - fill.first) * MICROSECONDS_APART
        message, delivery = id_at(at, number * 4), id_at(at, number * 4 + 1)
        lane = (fill.destination, self._hash("fin", fin(number)))
        self._add_message(number, message, at, tables)
        tables["lanes"].append((*lane, 1))
        self._add_delivery(message, delivery, at, tables)
        if fill.is_backlog:
            tables["lane_entries"].append((*lane, 1, delivery))
        else:
            self._add_attempt(number, delivery, at, tables)
            leaf = make_leaf(
                "delivery.delivered",
                delivery,
                at,
                message=message,
                destination=self._fill.destination,
                attempt=1,
                outcome="delivered",
            )
            self._add_leaf(leaf, number * 4 + 3, tables)

    def _add_message(self, number: int, message: str, at: int, tables: dict[str, list[Row]]) -> None:
        fill, body = self._fill, person_xml(number)
        sha256 = hashlib.sha256(body).hexdigest()
        state = MessageState.IN_PROGRESS if fill.is_backlog else MessageState.COMPLETED
        content = self._hash("content", sha256)
        commitment = self._hash.commitment(message, sha256)[1]
        leaf = make_leaf(
            "message.accepted", message, at, party=fill.party, format=fill.format, body=commitment, state=state.value
        )
        self._add_leaf(leaf, number * 4 + 2, tables)
        tables["messages"].append(
            (
                message,
                fill.party,
                fill.format,
                "0" * 64,
                fill.route,
                "record",
                state.value,
                content,
                self._hash.digest_sealed(sha256),
                len(body),
                fill.party,
                0,
                int(fill.is_backlog),
                int(not fill.is_backlog),
                at,
                None if fill.is_backlog else at,
                leaf.hash,
            )
        )
        sealed = self._sealer.seal("message_bodies.body", message, body)
        record = fill.record.replace(fill.record_fin.encode(), fin(number).encode())
        records = self._sealer.seal("message_bodies.records", message, record)
        business = self._sealer.seal("message_bodies.business_id", message, request_id(number).encode())
        tables["message_bodies"].append((message, sealed, records, business))
        key = self._hash("idempotency", f"{fill.party}\x00{fill.format}\x00id\x00{request_id(number)}")
        tables["idempotency_keys"].append((key, message, content, at))
        for kind, value in (("fin", fin(number)), ("id", request_id(number))):
            tables["message_keys"].append((self._hash(kind, value), message))

    def _add_delivery(self, message: str, delivery: str, at: int, tables: dict[str, list[Row]]) -> None:
        fill = self._fill
        state = DeliveryState.DUE if fill.is_backlog else DeliveryState.DELIVERED
        tries = int(not fill.is_backlog)
        settled = None if fill.is_backlog else at
        tables["deliveries"].append(
            (
                delivery,
                message,
                fill.destination,
                fill.route,
                state.value,
                agency_key(fill.installation, delivery),
                "hold",
                tries,
                tries,
                tries,
                fill.due_at or at,
                300,
                at,
                settled,
                "r-1" if settled else None,
            )
        )

    def _add_attempt(self, number: int, delivery: str, at: int, tables: dict[str, list[Row]]) -> None:
        sent = self._sealer.seal("attempts.sent", delivery, person_xml(number)[:400], 1)
        received = self._sealer.seal("attempts.received", delivery, ANSWER, 1)
        tables["attempts"].append(
            (delivery, 1, 1, "bench", at, at, "delivered", "agency.delivered", "", 200, 1, sent, received)
        )

    def _add_leaf(self, leaf: Leaf, noise: int, tables: dict[str, list[Row]]) -> None:
        tables["evidence_leaves"].append(
            (id_at(leaf.at, noise), leaf.kind, leaf.subject, leaf.hash, leaf.content, self._next_leaf, leaf.at)
        )
        self._next_leaf += 1
        self.leaf_hashes.append(leaf.hash)


async def fill_database(store: PostgresStore, url: str, writer: Writer, fill: Fill) -> None:
    """Copy everything, then VACUUM ANALYZE and CHECKPOINT, so that neither disturbs what is measured next."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off")
        for numbers in _batches(fill):
            for table, rows in writer.rows(numbers).items():
                await connection.copy_records_to_table(table, records=rows, columns=COLUMNS[table].split())
            await _grow_tree(store, writer.log_key, writer.leaf_hashes)
            writer.leaf_hashes.clear()
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def _grow_tree(store: PostgresStore, key: LogKey, hashes: list[str]) -> None:
    """Append leaves as the sequencer does; one tree head for all of them."""
    async with store.write() as tx:
        edge = await load_edge(tx, await log_size(tx))
        for leaf in hashes:
            edge.append(bytes.fromhex(leaf))
        await store_edge(tx, edge)
        await tx.execute(
            "INSERT INTO cursors (name, next_seq) VALUES (:log, :size)"
            " ON CONFLICT (name) DO UPDATE SET next_seq = excluded.next_seq",
            {"log": LOG, "size": edge.size},
        )
        await write_head(tx, key, edge)


def _batches(fill: Fill) -> Iterator[range]:
    end = fill.first + fill.count
    for start in range(fill.first, end, MESSAGES_A_COPY):
        yield range(start, min(start + MESSAGES_A_COPY, end))


def id_at(instant: int, noise: int) -> str:
    """Give a UUIDv7 of that instant (microseconds), unique by `noise`."""
    value = (instant // 1000 & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | 0b10 << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value).hex
