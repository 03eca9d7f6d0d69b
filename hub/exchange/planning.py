"""From a reading and its route to the deliveries of a message, and from a change in the register to its follow-up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.model import Body, NewMessage, Origin, PlannedDelivery
from hub.exchange.states import MessageState
from hub.store.content import INLINE_BYTES, ContentStore
from hub.store.ids import agency_key, new_id
from hub.store.sealing import KeyedHash, Sealer
from mappings.format import Key
from mappings.records import Record, record_to_json
from routes.route import Destination, Route, Routes

MOST_HOPS = 8
_JOIN = b"\n"


def records_to_bytes(records: Sequence[Record]) -> bytes:
    """Records as JSON lines; JSON text holds no raw line feed."""
    return _JOIN.join(record_to_json(record) for record in records)


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans deliveries. Pure but for new ids: it reads no clock and no database."""

    routes: Routes
    hash: KeyedHash
    sealer: Sealer
    installation: str

    def lane_keys(self, keys: Sequence[Key]) -> tuple[str, ...]:
        """Hashed keys, each once, in order."""
        return tuple(dict.fromkeys(self.hash(kind, value) for kind, value in keys))

    def deliveries(
        self, route: Route, records: Sequence[Record], keys: Sequence[str], origin: Origin, version: str | None
    ) -> tuple[PlannedDelivery, ...]:
        """One delivery for each destination that wants the records, and for each of their parts there."""
        planned: list[PlannedDelivery] = []
        for destination in route.destinations:
            if destination.agency is not None and destination.agency == origin.party:
                continue
            if not any(destination.when(record) for record in records):
                continue
            parts = range(len(self.parts(destination, records)))
            planned.extend(self._delivery(route, destination, keys, version, part) for part in parts)
        return tuple(planned)

    def parts(self, destination: Destination, records: Sequence[Record]) -> tuple[Record, ...]:
        """What is delivered separately there. An internal effect takes all records at once."""
        if destination.writes is None:
            return (records[0],) if records else ()
        return tuple(part for record in records if destination.when(record) for part in destination.parts(record))

    def _delivery(
        self, route: Route, destination: Destination, keys: Sequence[str], version: str | None, part: int
    ) -> PlannedDelivery:
        delivery = new_id()
        return PlannedDelivery(
            id=delivery,
            destination=destination.name,
            route=route.name,
            agency_key=agency_key(self.installation, delivery),
            lane_keys=tuple(keys),
            on_failure=destination.on_failure,
            version=version,
            budget=destination.budget,
            part=part,
        )

    def quarantine_lanes(self, route: Route, keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The lanes that a quarantined message holds until it is understood."""
        return tuple((destination.name, key) for destination in route.destinations for key in keys)

    def follow_up(self, format_name: str, record: Record, keys: Sequence[Key], origin: Origin, mark: str) -> NewMessage:
        """A message that the hub itself makes because of another. `mark` makes its idempotency key unique."""
        message = new_id()
        raw = record_to_json(record)
        digest = hashlib.sha256(raw).hexdigest()
        route = self.routes.for_format(format_name)
        hashed = self.lane_keys(keys)
        deliveries: tuple[PlannedDelivery, ...] = ()
        state = MessageState.COMPLETED
        if origin.hops > MOST_HOPS:
            state = MessageState.QUARANTINED
        elif route is not None:
            deliveries = self.deliveries(route, [record], hashed, origin, None)
            state = MessageState.IN_PROGRESS if deliveries else MessageState.COMPLETED
        return NewMessage(
            id=message,
            party="hub",
            format=format_name,
            format_hash="",
            route=route.name if route else "",
            kind="follow_up",
            state=state,
            body=Body(self.hash.digest_sealed(digest), len(raw), None, self.hash("content", digest)),
            origin=origin,
            records_sealed=self.sealer.seal("message_bodies.records", message, raw),
            issues_sealed=None,
            business_id_sealed=None,
            idempotency_key=self.hash("follow_up", mark),
            search_keys=hashed,
            deliveries=deliveries,
            commitment=self.hash.commitment(message, digest)[1],
        )


async def kept_body(planner: Planner, content: ContentStore, message: str, raw: bytes, content_hash: str) -> Body:
    """The bytes as a message keeps them: large ones lie in the content store by now."""
    if len(raw) > INLINE_BYTES:
        stored = await content.keep(raw)
        return Body(planner.hash.digest_sealed(stored.sha256), stored.size, None, content_hash)
    sealed = planner.sealer.seal("message_bodies.body", message, raw)
    return Body(planner.hash.digest_sealed(hashlib.sha256(raw).hexdigest()), len(raw), sealed, content_hash)
