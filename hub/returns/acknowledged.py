"""What services made of the notices that a move day sent them: their own messages, found by the notices' numbers.

A notice is a delivery of the message that told of a person; its key is the number under which the agency acknowledges
it. Nothing is typed, and whoever else acknowledges under that number has answered nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from connectors.agencies import AGENCIES
from connectors.notices import ACKNOWLEDGEMENT, notice_of
from document_flow.moves.acts.tell_services import TakeAcknowledgements
from document_flow.moves.rules import ServiceName
from document_flow.moves.state import Move
from document_flow.people import HUB
from hub.aggregates.kind import Needs
from hub.exchange.states import DeliveryState
from hub.returns.telling import mark_of
from hub.store.tx import Rows, Tx

ACKNOWLEDGING: Final[Mapping[str, tuple[str, ServiceName]]] = {
    notice_of(each.name).name: (each.name, each.at_moves)  # type: ignore[misc]  # a manifest names services of rules
    for each in AGENCIES
    if each.at_moves and any(given.format == ACKNOWLEDGEMENT for given in each.gives)
}
"""Destinations of notices: whose they are, and for which service of a move that agency answers."""
_FINAL: Final = ("arranged", "refused")
"""What answers a notice; one that is `taken_in` is still waited for."""


@dataclass(frozen=True, slots=True)
class _Notice:
    agency: str
    service: ServiceName
    keys: tuple[str, ...]
    state: DeliveryState


async def acknowledged(needs: Needs, tx: Tx, move: Move) -> Sequence[TakeAcknowledgements]:
    """Of each service whose agency acknowledges notices and which no paper has answered, how it stands now."""
    open_ones = {name for name, told in move.services.items() if not told.answer}
    counts: dict[ServiceName, Counter[str]] = {
        service: Counter() for _, service in ACKNOWLEDGING.values() if service in open_ones
    }
    for notice in await _notices(needs, tx, move):
        if notice.service in counts:
            counts[notice.service]["notices"] += 1
            counts[notice.service][await _answer(needs, tx, notice)] += 1
    return [
        TakeAcknowledgements(
            by=HUB,
            service=service,
            notices=found["notices"],
            arranged=found["arranged"],
            refused=found["refused"],
            untold=found["untold"],
        )
        for service, found in counts.items()
    ]


async def _notices(needs: Needs, tx: Tx, move: Move) -> list[_Notice]:
    """One a person and service, under all keys by which it was sent, resent ones too."""
    rows = await tx.fetch(
        "SELECT d.destination, d.message_id, d.agency_key, d.state FROM {rows}"
        " JOIN idempotency_keys k ON k.key_hash = r.key_hash JOIN deliveries d ON d.message_id = k.message_id"
        " ORDER BY d.id",
        rows=Rows("key_hash text", [(needs.hash("follow_up", each),) for each in _marks(move)]),
    )
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    states: dict[tuple[str, str], DeliveryState] = {}
    for row in rows:
        notice = (row["destination"], row["message_id"])
        keys[notice].append(row["agency_key"])
        states[notice] = DeliveryState(row["state"])
    return [
        _Notice(*ACKNOWLEDGING[notice[0]], tuple(keys[notice]), state)
        for notice, state in states.items()
        if notice[0] in ACKNOWLEDGING and state is not DeliveryState.DISCARDED
    ]


def _marks(move: Move) -> Iterator[str]:
    for each in move.staying:
        if each.moved:
            for number in range(each.persons):
                yield f"{mark_of(each)}:services:{number}"


async def _answer(needs: Needs, tx: Tx, notice: _Notice) -> str:
    """`arranged` or `refused`, as its agency said last; `untold` where it was not reached; else empty."""
    for key in reversed(notice.keys):
        told = await needs.reader.by_key(tx, "acknowledgement", key)
        if told is not None and told.provenance.get("state", {}).get("p") == notice.agency:
            state = str(told.attributes.get("state"))
            if state in _FINAL:
                return state
    return "untold" if notice.state.needs_person else ""
