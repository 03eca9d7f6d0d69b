"""What a message says, read once more: its bytes through today's mapping, an edited body, or its records as they are.

Everything here happens before the transaction that acts on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.errors import Refused
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.model import Item, Repair, RepairDependencies
from hub.exchange.repair.patching import edited_body
from hub.exchange.repair.states import Action, Outcome
from hub.store.sealed_file import ContentDamaged
from hub.store.tx import Row, Tx, first, grouped, ids
from mappings.format import Key, Reading
from mappings.records import Record, record_from_json
from routes.route import Route


@dataclass(frozen=True, slots=True)
class Reread:
    """A second reading. Where `hindrance` is set there is nothing to send; `causes` are codes and places, no values."""

    records: tuple[Record, ...] = ()
    keys: tuple[str, ...] = ()
    version: str | None = None
    format_hash: str = ""
    raw: bytes | None = None
    content_hash: str = ""
    business_id: str | None = None
    causes: tuple[tuple[str, str], ...] = ()
    hindrance: Outcome | None = None
    before: tuple[Record, ...] = ()
    """For corrections: the records that were delivered."""

    @property
    def detail(self) -> str | None:
        """The causes in one line."""
        return "; ".join(f"{code} {path}".strip() for code, path in self.causes[:20]) or None


_SOURCE = (
    "SELECT r.id, m.id AS message_id, m.kind, m.format, m.route, b.body_sealed, m.body_digest, b.records_sealed,"
    " b.records_version, o.records_sealed AS own_records FROM {rows} LEFT JOIN deliveries d ON d.id = r.id"
    " JOIN messages m ON m.id = coalesce(d.message_id, r.id) JOIN message_bodies b ON b.message_id = m.id"
    " LEFT JOIN delivery_records o ON o.delivery_id = r.id"
)


async def kept_source(tx: Tx, message: str) -> Row | None:
    """The row of the message, or of the one along its causes whose document was handed over; None where none is kept.

    What the hub itself made has no document of its own.
    """
    row: Row | None = None
    for _ in range(4):
        row = await first(
            tx,
            "SELECT m.id AS message_id, m.cause, m.kind, m.format, m.body_digest, m.body_size, b.body_sealed FROM"
            " messages m JOIN message_bodies b ON b.message_id = m.id WHERE m.id = :id",
            {"id": message},
        )
        if row is None or row["kind"] == "record" or row["cause"] is None:
            break
        message = row["cause"]
    return row


async def read_again(needs: RepairDependencies, repair: Repair, items: Sequence[Item]) -> dict[str, Reread]:
    """A reading for each item that the repair's action needs one for."""
    if not repair.action.rereads or not items:
        return {}
    if repair.action is Action.CORRECT:
        return await read_to_correct(needs, items)
    async with needs.store.read() as tx:
        rows = await tx.fetch(_SOURCE, rows=ids([item.id for item in items]))
        keys = await _search_keys(tx, sorted({row["message_id"] for row in rows}))
    found: dict[str, Reread] = {}
    by_message: dict[str, Reread] = {}
    for row in rows:
        if repair.action is Action.REDIRECT:
            found[row["id"]] = stored_reading(needs, row, keys)
            continue
        if row["message_id"] not in by_message:
            by_message[row["message_id"]] = await _fresh(needs, repair, row, keys)
            await asyncio.sleep(0)  # a batch of readings is long: let the loop breathe
        found[row["id"]] = by_message[row["message_id"]]
    return found


async def read_to_correct(needs: RepairDependencies, items: Sequence[Item]) -> dict[str, Reread]:
    """For each delivery what today's mapping makes of its message, and what it was delivered with."""
    async with needs.store.read() as tx:
        rows = await tx.fetch(_SOURCE, rows=ids([item.id for item in items]))
    fresh: dict[str, Reread] = {}
    found: dict[str, Reread] = {}
    for row in rows:
        message = row["message_id"]
        if message not in fresh:
            fresh[message] = await _today(needs, row)
            await asyncio.sleep(0)  # as above
        stored = stored_reading(needs, row, {})
        found[row["id"]] = stored if stored.hindrance else replace(fresh[message], before=stored.records)
    return found


async def _today(needs: RepairDependencies, row: Row, repair: Repair | None = None) -> Reread:
    """A message of a party by the mapping in force; as the repair edits it."""
    if row["kind"] != "record":
        return Reread(hindrance=Outcome.NOT_FOR_FILES if row["kind"] == "file" else Outcome.NO_BODY)
    raw = await original_bytes(needs, row)
    made, route = needs.formats.get(row["format"]), needs.planner.routes.named(row["route"])
    if raw is None:
        return Reread(hindrance=Outcome.NO_BODY)
    if made is None or route is None:
        return Reread(hindrance=Outcome.REFUSED_NOW, causes=(("route.gone", ""),))
    if repair is not None and repair.action is Action.EDIT:
        return _edited(needs, made, route, raw, repair)
    return read_bytes(needs, made, route, raw)


async def _search_keys(tx: Tx, messages: Sequence[str]) -> dict[str, list[str]]:
    rows = await tx.fetch(
        "SELECT k.message_id, k.key_hash FROM message_keys k JOIN {rows} ON r.id = k.message_id ORDER BY k.key_hash",
        rows=ids(messages),
    )
    return grouped(rows, "message_id", lambda row: row["key_hash"])


def stored_reading(needs: RepairDependencies, row: Row, keys: Mapping[str, Sequence[str]]) -> Reread:
    """The records that the delivery was planned with."""
    if row["kind"] == "file":
        return Reread(hindrance=Outcome.NOT_FOR_FILES)
    if row["own_records"] is not None:
        plain = needs.sealer.unseal("delivery_records.records", row["id"], row["own_records"])
    elif row["records_sealed"] is not None:
        plain = needs.sealer.unseal(
            "message_bodies.records", row["message_id"], row["records_sealed"], row["records_version"]
        )
    else:
        return Reread(hindrance=Outcome.NO_BODY)
    records = tuple(record_from_json(line) for line in plain.split(b"\n") if line)
    return Reread(records=records, keys=tuple(keys.get(row["message_id"], ())))


async def _fresh(needs: RepairDependencies, repair: Repair, row: Row, keys: Mapping[str, Sequence[str]]) -> Reread:
    if row["kind"] != "record" and repair.action is Action.REPROCESS:
        # What the hub itself wrote has no foreign bytes; its records are its body.
        return stored_reading(needs, row, keys)
    return await _today(needs, row, repair)


def _edited(needs: RepairDependencies, made: MessageFormat, route: Route, raw: bytes, repair: Repair) -> Reread:
    try:
        body = edited_body(made.syntax, raw, repair.arguments)
    except Refused as refused:
        return Reread(hindrance=Outcome.REFUSED_NOW, causes=((refused.code, refused.place or ""),))
    if not same_keys(made, raw, body):
        return Reread(hindrance=Outcome.KEYS_CHANGED)
    return read_bytes(needs, made, route, body)


def same_keys(made: MessageFormat, before: bytes, after: bytes) -> bool:
    """True if both bodies are about the same: the same persons and the same id of the source."""
    return _identity(made, before) == _identity(made, after)


def _identity(made: MessageFormat, raw: bytes) -> tuple[str | None, frozenset[Key]] | None:
    try:
        reading, _ = read_body(made, raw)
    except Refused:
        return None
    return reading.business_id, frozenset(reading.keys)


def read_bytes(needs: RepairDependencies, made: MessageFormat, route: Route, raw: bytes) -> Reread:
    """Parse, validate and map; what hinders is an outcome, not an exception."""
    try:
        reading, content_hash = read_body(made, raw)
    except Refused as refused:
        return Reread(hindrance=Outcome.REFUSED_NOW, causes=((refused.code, refused.place or ""),))
    if not reading.mapped:
        return Reread(hindrance=Outcome.STILL_UNMAPPED, causes=causes(reading))
    return Reread(
        records=reading.records,
        keys=needs.planner.lane_keys(route.lane_keys(reading)),
        version=route.version(reading) if route.version else None,
        format_hash=made.version_hash,
        raw=raw,
        content_hash=content_hash,
        business_id=reading.business_id,
    )


def causes(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Codes and places of what stands in the way."""
    return tuple((issue.code, issue.path) for issue in reading.issues if issue.severity == "error")


async def original_bytes(needs: RepairDependencies, row: Row) -> bytes | None:
    """The body as the party sent it, from the database or the content store; None if neither has it whole."""
    if row["body_sealed"] is not None:
        return needs.sealer.unseal("message_bodies.body", row["message_id"], row["body_sealed"])
    try:
        return await needs.content.read(needs.planner.hash.digest_opened(row["body_digest"]))
    except (FileNotFoundError, ContentDamaged):
        return None


def stepped(route: Route, records: Sequence[Record]) -> list[Any]:
    """The records after the route's steps."""
    done = list(records)
    for step in route.steps:
        done = [step(record) for record in done]
    return done
