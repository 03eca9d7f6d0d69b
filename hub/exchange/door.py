"""The door: parse, validate, map, plan and store one message; refuse with the exact place what cannot be read.

Nothing is stored of what is refused but the fact (`refusals`). What parses but cannot be mapped is accepted and
quarantined: kept, shown, never guessed.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from hub.access.signatures import Signatures
from hub.errors import Conflict, NotFound, Refused, Words
from hub.exchange.announcing import Accepting
from hub.exchange.aside import aside
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.exchange.model import Accepted, KeyTaken, NewMessage, Origin, PlannedDelivery
from hub.exchange.planning import Planner, kept_body, records_to_bytes
from hub.exchange.states import MessageState
from hub.failpoints import failpoint
from hub.store.content import ContentStore
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Tx
from mappings.format import Issue, Reading
from routes.route import Route

_NO_KEY = Words(
    "Bu format öz nömrəsini daşımır: Idempotency-Key başlığını göndərin.",
    "This format carries no id of its own: send an Idempotency-Key header.",
)
_TAKEN = Words(
    "Bu nömrə ilə başqa məzmun artıq qəbul edilib. Yeni məzmuna yeni nömrə verin.",
    "Other content was already accepted under this id. Give new content a new id.",
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a party hands over: the bytes as they came, and the signature beside them."""

    party: str
    format: str
    raw: bytes
    header_key: str | None = None
    trace: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the party is told."""

    accepted: Accepted
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """Accepts messages of every known format. Errors are Refused, Conflict, NotFound or StoreUnavailable."""

    formats: Mapping[str, MessageFormat]
    planner: Planner
    sealer: Sealer
    accepting: Accepting
    content: ContentStore
    signatures: Signatures

    async def accept(self, submission: Submission) -> Acceptance:
        """One message in; the answer is given only after its commit."""
        message_format, route = self.known(submission.format)
        signed = await self.signatures.check(submission.party, submission.raw, submission.signature)
        raw = submission.raw
        reading, digest = await aside(len(raw), lambda: read_body(message_format, raw))
        content_hash = self.planner.hash("content", digest)
        key = _idempotency_key(message_format, reading, submission, content_hash)
        message = await self._message(submission, message_format, route, reading, content_hash, key)
        message = replace(message, signed=signed) if signed else message
        result = await self.accepting.accept(message)
        await failpoint("api.before_answer")
        if isinstance(result, KeyTaken):
            raise Conflict("door.key_taken", _TAKEN)
        told = MessageState.ACCEPTED if reading.mapped else MessageState.QUARANTINED
        return Acceptance(replace(result, state=told), reading.issues)

    def known(self, name: str) -> tuple[MessageFormat, Route]:
        """The format and the route of that name, or NotFound."""
        message_format = self.formats.get(name)
        route = self.planner.routes.for_format(name)
        if message_format is None or route is None:
            raise NotFound("door.unknown_format", _unknown(name, list(self.formats)))
        return message_format, route

    async def state_of(self, tx: Tx, party: str, name: str, business_id: str) -> MessageState | None:
        """What became of the message that a party handed over under an id of its own; None where there is none."""
        rows = await tx.fetch(
            "SELECT m.state FROM idempotency_keys i JOIN messages m ON m.id = i.message_id WHERE i.key_hash = :key",
            {"key": self._key(party, name, f"id\x00{business_id}")},
        )
        return MessageState(rows[0]["state"]) if rows else None

    def _key(self, party: str, name: str, key: str) -> str:
        return self.planner.hash("idempotency", f"{party}\x00{name}\x00{key}")

    async def _message(
        self, submission: Submission, made: MessageFormat, route: Route, reading: Reading, content_hash: str, key: str
    ) -> NewMessage:
        message = new_id()
        planner, seal = self.planner, self.sealer.seal
        keys = planner.lane_keys(route.lane_keys(reading))
        version = route.version(reading) if route.version else None
        origin = Origin(submission.party)
        state = MessageState.QUARANTINED
        deliveries: tuple[PlannedDelivery, ...] = ()
        if reading.mapped:
            deliveries = planner.deliveries(route, self._stepped(route, reading), keys, origin, version)
            state = MessageState.IN_PROGRESS if deliveries else MessageState.COMPLETED
        business = reading.business_id
        searchable = [*keys, *planner.lane_keys([("id", business)] if business else [])]
        records = await aside(
            len(submission.raw),
            lambda: seal("message_bodies.records", message, records_to_bytes(reading.records)),
        )
        body = await kept_body(self.planner, self.content, message, submission.raw, content_hash)
        return NewMessage(
            id=message,
            party=submission.party,
            format=made.name,
            format_hash=made.version_hash,
            route=route.name,
            kind="record",
            state=state,
            body=body,
            origin=origin,
            records_sealed=records,
            issues_sealed=seal("message_bodies.issues", message, _issues(reading)) if reading.issues else None,
            business_id_sealed=seal("message_bodies.business_id", message, business.encode()) if business else None,
            idempotency_key=self._key(submission.party, made.name, key),
            search_keys=tuple(searchable),
            deliveries=deliveries,
            version=version,
            trace=submission.trace,
            quarantine_lanes=() if reading.mapped else planner.quarantine_lanes(route, keys),
            commitment=planner.hash.commitment(message, planner.hash.digest_opened(body.digest))[1],
        )

    def _stepped(self, route: Route, reading: Reading) -> list[Any]:
        records = list(reading.records)
        for step in route.steps:
            records = [step(record) for record in records]
        return records


def _idempotency_key(made: MessageFormat, reading: Reading, submission: Submission, content_hash: str) -> str:
    if reading.business_id is not None:
        return f"id\x00{reading.business_id}"
    if submission.header_key is not None:
        if not (
            0 < len(submission.header_key) <= 200
            and submission.header_key.isascii()
            and submission.header_key.isprintable()
        ):
            raise Refused(
                "door.key_shape",
                Words(
                    "Idempotency-Key 1–200 görünən ASCII simvoldan ibarət olmalıdır.",
                    "Idempotency-Key must have 1 to 200 visible ASCII characters.",
                ),
                place="Idempotency-Key",
            )
        return f"header\x00{submission.header_key}"
    if made.duplicate_key_rule == "derived":
        return f"derived\x00{content_hash}"
    raise Refused("door.key_missing", _NO_KEY, place="Idempotency-Key")


def _issues(reading: Reading) -> bytes:
    return json.dumps([asdict(issue) for issue in reading.issues], ensure_ascii=False).encode()


def _unknown(name: str, known: list[str]) -> Words:
    near = difflib.get_close_matches(name, known, n=1)
    hint_az = f" “{near[0]}” nəzərdə tutulurdu?" if near else ""
    hint_en = f" Did you mean {near[0]}?" if near else ""
    shown = name[:80]
    return Words(f"“{shown}” adlı format yoxdur.{hint_az}", f"There is no format {shown}.{hint_en}")
