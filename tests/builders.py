"""Small builders for tests: a message for the store without a format behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hub.exchange.model import Body, NewMessage, Origin, PlannedDelivery
from hub.exchange.states import MessageState
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash
from tests.hubs import HASH_KEY

KEYED = KeyedHash(HASH_KEY.encode())


def planned(destination: str, *lanes: str, version: str | None = None, on_failure: str = "hold") -> PlannedDelivery:
    """A delivery to `destination` in these lanes."""
    delivery = new_id()
    return PlannedDelivery(delivery, destination, "test-route", f"key-{delivery}", lanes, on_failure, version)


def message(
    *deliveries: PlannedDelivery,
    key: str | None = None,
    content: str = "content",
    party: str = "edliyye",
    quarantine_lanes: Sequence[tuple[str, str]] = (),
) -> NewMessage:
    """A message ready for T1."""
    made = new_id()
    digest = hashlib.sha256(content.encode()).hexdigest()
    state = MessageState.QUARANTINED if quarantine_lanes else MessageState.IN_PROGRESS
    return NewMessage(
        id=made,
        party=party,
        format="test.format.v1",
        format_hash="f",
        route="test-route",
        kind="record",
        state=state,
        body=Body(KEYED.digest_sealed(digest), len(content), b"\x00" + content.encode(), digest),
        origin=Origin(party),
        records_sealed=b"\x00",
        issues_sealed=None,
        business_id_sealed=None,
        idempotency_key=key or f"k_{made}",
        search_keys=tuple({lane for d in deliveries for lane in d.lane_keys}),
        deliveries=deliveries,
        quarantine_lanes=tuple(quarantine_lanes),
        commitment="c",
    )
