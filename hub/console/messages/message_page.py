"""What one message shows to one viewer: who may see which bytes, and all of them laid out under masks or open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.app import Hub
from hub.console.messages.layout import ReadableDocument, lay_out, lay_out_value, noted
from hub.console.messages.life import Life, draw
from hub.console.messages.naming import Naming, naming, open_records, plain
from hub.console.viewer import Viewer
from hub.exchange.explain.explaining import Explanation
from hub.exchange.failures import group
from hub.exchange.masks import CANONICAL, Masks, masks_of
from hub.exchange.message_reading import (
    MessageReading,
    read_exchanges,
    read_original,
    read_surroundings,
)
from hub.exchange.states import DeliveryState
from hub.store.tx import Row, Tx
from hub.telemetry.logs import scrubbed
from hub.web.failures import explanation, sight_of
from hub.web.issues import IssueView
from hub.web.messages import MessageView, message_view, read_or_404
from mappings.records import Record

MOST_RECORDS = 5
_GRAVEST = (
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.RETRYING,
    DeliveryState.BLOCKED,
    DeliveryState.DELIVERING,
    DeliveryState.DUE,
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt with what was sent and what came back. `readable` is False where they are another agency's."""

    delivery: Row
    attempt: Row
    readable: bool
    sent: ReadableDocument | None = None
    received: ReadableDocument | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A message as its page shows it. `worst` is the delivery that most needs a look; `why` explains what needs a
    person, `again_at` is when the hub tries by itself what heals so.
    """

    view: MessageView
    stored: MessageReading
    naming: Naming
    life: Life
    records: Sequence[ReadableDocument]
    body: ReadableDocument | None
    raw: bytes | None
    exchange: Exchange | None
    worst: Row | None
    why: Explanation | None
    again_at: int | None
    subjects: Sequence[Record]

    @property
    def is_own(self) -> bool:
        """Whether the viewer sees the whole message, not one delivery of it alone."""
        return self.stored.is_own

    @property
    def hides(self) -> bool:
        """Whether anything on the page is masked."""
        shown = [*self.records, self.body]
        if self.exchange is not None:
            shown += [self.exchange.sent, self.exchange.received]
        return any(each is not None and each.hidden for each in shown)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything of a message that its page may show, read once. `chosen` is the attempt that is looked at, with what
    was sent and came back where the viewer may see it; `why` is there where a person is needed.
    """

    stored: MessageReading
    raw: bytes | None
    chosen: tuple[Row, Row] | None
    readable: bool
    sent: bytes | None
    received: bytes | None
    why: Explanation | None


async def find(tx: Tx, hub: Hub, who: Viewer, message: str, at: str = "") -> Found:
    """Read it; NotFound where the viewer has no such message. `at` chooses an attempt."""
    stored = await read_surroundings(tx, hub.sealer, await read_or_404(tx, hub, who.caller, message))
    raw = await read_original(tx, hub.sealer, stored)
    chosen = _chosen(stored.deliveries, stored.attempts, at)
    readable = chosen is not None and may_read(stored, chosen[0]["destination"])
    tries = [(chosen[0]["id"], chosen[1]["number"])] if chosen is not None and readable else []
    sent, received = next(iter((await read_exchanges(tx, hub.sealer, tries)).values()), (None, None))
    why = await _explained(tx, hub, who, stored)
    return Found(stored, raw, chosen, readable, sent, received, why)


async def _explained(tx: Tx, hub: Hub, who: Viewer, stored: MessageReading) -> Explanation | None:
    """Why its gravest delivery, or the message itself, waits for a person, in its own words."""
    worst = _worst(stored.deliveries)
    mark = worst["fingerprint"] if worst is not None and DeliveryState(worst["state"]).needs_person else stored.group
    found = await group(tx, sight_of(hub, who.caller), mark) if mark is not None else None
    if found is None:
        return None
    return await explanation(tx, hub, replace(found, samples=(stored.message["id"],)), who.caller)


def laid_out(hub: Hub, who: Viewer, found: Found, *, opened: bool = False) -> MessagePage:
    """For reading; `opened` takes the masks away."""
    stored = found.stored
    row = stored.message
    view = message_view(stored, hub.sealer, hub.hash, who.lang, {})
    records = open_records(hub.sealer, row) if stored.is_own else []
    worst = _worst(stored.deliveries)
    return MessagePage(
        view=view,
        stored=stored,
        naming=naming(hub.sealer, row),
        life=draw(row["accepted_at"], stored.deliveries, stored.attempts, stored.held_up, row["now"]),
        records=[lay_out_value(plain(each), None if opened else CANONICAL) for each in records[:MOST_RECORDS]],
        body=_body(hub, found.raw, row, view.issues, opened=opened),
        raw=found.raw,
        exchange=_exchange(hub, found, opened=opened),
        worst=worst,
        why=found.why,
        again_at=worst["next_due"] if worst is not None and worst["state"] == DeliveryState.RETRYING else None,
        subjects=records,
    )


def _body(
    hub: Hub, raw: bytes | None, row: Row, issues: Sequence[IssueView], *, opened: bool
) -> ReadableDocument | None:
    if raw is None:
        return None
    shown = lay_out(raw, None if opened else masks_of(hub.formats.get(row["format"])))
    return noted(shown, {each.path: each.text for each in issues})


def _worst(deliveries: Sequence[Row]) -> Row | None:
    for state in _GRAVEST:
        for row in deliveries:
            if row["state"] == state:
                return row
    return None


def may_read(stored: MessageReading, destination: str) -> bool:
    """Whether the viewer may see what was sent there: those who watch the exchange, and the agency that was called."""
    return stored.reader.sees_all or stored.reader.serves(destination)


def _exchange(hub: Hub, found: Found, *, opened: bool) -> Exchange | None:
    if found.chosen is None:
        return None
    delivery, attempt = found.chosen
    if not found.readable:
        return Exchange(delivery, attempt, readable=False)
    masks = None if opened else _masks(hub, delivery)
    out = lay_out(found.sent, masks) if found.sent is not None else None
    answers = replace(masks, answers=True) if masks is not None else None
    echoes = out.secrets if out is not None else frozenset()
    back = lay_out(found.received, answers, echoes) if found.received else None
    return Exchange(delivery, attempt, True, out and _pointed(out, attempt), back)  # noqa: FBT003  # a field


def _masks(hub: Hub, delivery: Row) -> Masks:
    route = hub.routes.named(delivery["route"])
    found = route.destination(delivery["destination"]) if route is not None else None
    return masks_of(hub.formats.get(found.writes) if found is not None and found.writes else None)


def _pointed(shown: ReadableDocument, attempt: Row) -> ReadableDocument:
    """The line of what was sent whose field the answer's words name, marked."""
    words = attempt["detail"] or ""
    named = [
        line.place
        for line in shown.lines
        if line.place and (name := line.place.rpartition("/")[2]) and len(name) > 2 and f"{name}" in _names(words)
    ]
    return noted(shown, dict.fromkeys(named[:3], scrubbed(words)[:120]))


def _names(words: str) -> set[str]:
    return set("".join(mark if mark.isalnum() or mark in "_-" else " " for mark in words).split())


def _chosen(deliveries: Sequence[Row], attempts: Mapping[str, Sequence[Row]], at: str) -> tuple[Row, Row] | None:
    """The attempt that is asked for, else the last one of what needs a look most, else the last of all."""
    wanted, _, number = at.partition(".")
    for row in deliveries:
        for attempt in attempts.get(row["id"], ()):
            if row["id"] == wanted and str(attempt["number"]) == number:
                return row, attempt
    worst = _worst(deliveries)
    tried = [row for row in ([worst] if worst is not None else []) + list(deliveries) if attempts.get(row["id"])]
    called = [row for row in tried if attempts[row["id"]][-1]["sent_size"]]
    best = next(iter(called or tried), None)
    return (best, attempts[best["id"]][-1]) if best is not None else None
