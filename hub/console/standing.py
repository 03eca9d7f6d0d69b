"""How each agency stands, by its operations, its deliveries and its last hours; and the overview, read once for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hub.app import Hub
from hub.clock import SECOND
from hub.evidence.anchoring import unanchored_since
from hub.evidence.receipt import CAME
from hub.exchange.ask.asks import ANSWERED, UNANSWERED
from hub.exchange.changes import Change, changes_between
from hub.exchange.explain.explaining import Explanation
from hub.exchange.failures import Group, GroupKind
from hub.exchange.refusals import refused_lately
from hub.exchange.steering import operations_by_name, paused_routes
from hub.store.tx import Row, Tx
from hub.watch.causes import Cause, read_causes
from hub.watch.depths import Depth, Held, read_depths
from hub.watch.figures import Figures, read_figures
from hub.watch.paces import (
    DELIVERED,
    FAILED,
    HOUR,
    LOOK_S,
    RETRIED,
    SILENT,
    UNKNOWN,
    Pace,
    labels_counted,
    last_grown,
    paces,
)
from hub.web.agency_book import Agency, Book, read_book
from hub.web.failures import explanation

TOP = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole hub at one moment; `told` are the largest causes, explained. `unanchored_since` is when the oldest
    head was made that no time stamp covers; after `anchor_limit_h` hours the hub takes no more traffic.
    """

    figures: Figures
    unanchored_since: int | None
    anchor_limit_h: float
    told: Sequence[tuple[Cause, Explanation]]
    book: Book
    seen: Seen
    standings: Sequence[Standing]
    causes: Sequence[Cause]
    held: Sequence[Held]
    refused: Sequence[Row]
    changes: Sequence[Change]
    paused_routes: Mapping[str, Row]

    @property
    def now(self) -> int:
        """When it was read."""
        return self.seen.now

    def of(self, name: str) -> Standing | None:
        """How one agency stands."""
        return next((each for each in self.standings if each.agency.name == name), None)


async def read_overview(tx: Tx, hub: Hub) -> Overview:
    """All of it, in one reading transaction."""
    book, now = await read_book(tx, hub), await tx.now()
    causes = await read_causes(tx)
    depths, held = await read_depths(tx, hub.destinations, causes)
    seen = Seen(
        now=now,
        operations=await operations_by_name(tx, hub.sealer),
        depths=depths,
        last=await last_grown(tx),
        counted=await labels_counted(tx),
        minutes=await paces(tx, "minute", now - HOUR),
        hours=await paces(tx, "hour", now - 24 * HOUR),
        quarantined=_unread(causes, book),
    )
    return Overview(
        figures=await read_figures(tx),
        unanchored_since=await unanchored_since(tx) if hub.settings.anchored_at else None,
        anchor_limit_h=hub.settings.anchor_limit_hours,
        told=[(cause, await _told(tx, hub, cause)) for cause in causes[:TOP]],
        book=book,
        seen=seen,
        standings=[standing(agency, seen) for agency in book.all if agency.is_known],
        causes=causes,
        held=held,
        refused=await refused_lately(tx, now - 24 * HOUR),
        changes=await changes_between(tx, hub.sealer, now - 30 * 24 * HOUR, now, 10),
        paused_routes=await paused_routes(tx, hub.sealer),
    )


def _unread(causes: Sequence[Cause], book: Book) -> Mapping[str, int]:
    """By format; of one that several hand over nobody is said to be the sender."""
    found: Counter[str] = Counter()
    for cause in causes:
        if cause.is_quarantine and book.of_format(cause.place) is not None:
            found[cause.place] += cause.count
    return found


async def _told(tx: Tx, hub: Hub, cause: Cause) -> Explanation:
    kind: GroupKind = "quarantine" if cause.is_quarantine else "delivery"
    seen = Group(cause.mark, kind, cause.place, cause.code, None, cause.first_seen, cause.last_seen, {}, (), 0)
    return await explanation(tx, hub, seen)


State = Literal["breaker_open", "paused", "maintenance", "working", "untried", "calls_us"]
"""Whether an agency can be reached now, `untried` where nobody has tried; what is left over is told beside it."""
ORDER: tuple[State, ...] = ("breaker_open", "paused", "maintenance", "working", "untried")
"""What is shown first where several are true."""
HOURS = 24


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of an agency: how much went well, had to wait, and failed; `silent` how long it did not answer, in
    microseconds.
    """

    at: int
    good: int = 0
    again: int = 0
    bad: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency at a moment. `state` is whether it can be reached; `until` is when a maintenance window ends,
    `probe_at` when one that does not answer is tried again. Left over are `waiting`, of them some `retries`, and `bad`,
    which a person has to look at. `answered_at` is when it last took or answered something, `came_at` when it last
    handed something over. `hours` are the last 24, oldest first.
    """

    agency: Agency
    state: State
    until: int | None
    probe_at: int | None
    waiting: int
    retries: bool
    bad: int
    last_hour: int
    answered_at: int | None
    came_at: int | None
    hours: Sequence[Hour] = field(default=())


def state_of(row: Row, now: int, *, was_called: bool) -> State:
    """How one operation stands by its row, and by whether anything was ever asked of it."""
    if row["paused_by"] is not None:
        return "paused"
    if in_maintenance(row, now):
        return "maintenance"
    if row["breaker"] != "closed":
        return "breaker_open"
    return "working" if was_called else "untried"


def in_maintenance(row: Row, now: int) -> bool:
    """Whether a maintenance window holds now."""
    return row["maintenance_from"] is not None and row["maintenance_from"] <= now < row["maintenance_until"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of all agencies at once. `minutes` are those of the last hour, `hours` those of the last day."""

    now: int
    operations: Mapping[str, Row]
    depths: Mapping[str, Depth]
    last: Mapping[tuple[str, str], int]
    counted: frozenset[str]
    minutes: Sequence[Pace]
    hours: Sequence[Pace]
    quarantined: Mapping[str, int] = field(default_factory=dict)

    def unread(self, agency: Agency) -> int:
        """How much that the agency handed over waits to be understood."""
        return sum(self.quarantined.get(name, 0) for name in agency.formats)

    def answered_at(self, *operations: str) -> int | None:
        """When one of them last took or answered something; None if none ever did."""
        return self._last((DELIVERED, ANSWERED), operations)

    def was_called(self, operation: str) -> bool:
        """Whether a call of it ever came to something, were it to no answer."""
        depth = self.depths.get(operation, Depth())
        return operation in self.counted or depth.retries or depth.bad > 0

    def came_at(self, *labels: str) -> int | None:
        """When something last came from a party in a format, by labels of `Agency.handed`."""
        return self._last((CAME,), labels)

    def _last(self, kinds: Sequence[str], labels: Sequence[str]) -> int | None:
        return max((at for (kind, label), at in self.last.items() if kind in kinds and label in labels), default=None)


def standing(agency: Agency, seen: Seen) -> Standing:
    """What all of an agency comes to."""
    now = seen.now
    own = [seen.depths.get(name, Depth()) for name in agency.operations]
    rows = [seen.operations[name] for name in agency.operations if name in seen.operations]
    states: dict[str, State] = {
        row["name"]: state_of(row, now, was_called=seen.was_called(row["name"])) for row in rows
    }
    shown: State = next((state for state in ORDER if state in states.values()), "calls_us")
    silent = [row["probe_at"] for row in rows if states[row["name"]] == "breaker_open"]
    return Standing(
        agency=agency,
        state=shown,
        until=min((row["maintenance_until"] for row in rows if in_maintenance(row, now)), default=None),
        probe_at=min(silent, default=None),
        waiting=sum(depth.waiting for depth in own),
        retries=any(depth.retries for depth in own),
        bad=sum(depth.bad for depth in own) + seen.unread(agency),
        last_hour=moved(agency, seen.minutes),
        answered_at=seen.answered_at(*agency.operations),
        came_at=seen.came_at(*agency.handed),
        hours=hours_of(agency, seen.hours, now),
    )


def hours_of(agency: Agency, hourly: Sequence[Pace], now: int) -> list[Hour]:
    """The last 24 hours, the one that is running last; what an agency hands over counts as well as what it takes."""
    newest = now - now % HOUR
    sums: dict[int, dict[str, int]] = {newest - HOUR * back: {} for back in range(HOURS - 1, -1, -1)}
    for pace in hourly:
        if pace.at not in sums:
            continue
        if _is_good(agency, pace.kind, pace.label):
            sort: str | None = "good"
        elif pace.label in agency.operations:
            sort = {FAILED: "bad", UNKNOWN: "bad", RETRIED: "again", UNANSWERED: "again", SILENT: "silent"}.get(
                pace.kind
            )
        else:
            sort = None
        if sort is not None:
            sums[pace.at][sort] = sums[pace.at].get(sort, 0) + pace.count
    return [
        Hour(
            at,
            found.get("good", 0),
            found.get("again", 0),
            found.get("bad", 0),
            min(HOUR, int(found.get("silent", 0) * LOOK_S * SECOND)),
        )
        for at, found in sums.items()
    ]


def moved(agency: Agency, minutes: Sequence[Pace]) -> int:
    """How much an agency has taken and handed over in those minutes."""
    return sum(pace.count for pace in minutes if _is_good(agency, pace.kind, pace.label))


def _is_good(agency: Agency, kind: str, label: str) -> bool:
    return (kind in (DELIVERED, ANSWERED) and label in agency.operations) or (kind == CAME and label in agency.handed)
