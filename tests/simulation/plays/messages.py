"""Records of people are handed in; agencies and the register take each once, in the order of its person.

What an agency refuses, or what nobody knows of, operators repair; what they give up it never gets, what they edit it
gets as edited, and what they redirect another gets.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from connectors.connector import Connector
from hub.app import Hub
from hub.clock import SECOND
from hub.exchange.door import Submission
from hub.exchange.maintenance import MaintenanceWindow, agree
from hub.store.store import Store
from hub.store.tx import Row
from tests.benchmarks.persons import fin
from tests.faults.checker import invariants
from tests.faults.traffic import FORMAT, body, number_of, surname
from tests.processes import ROOT
from tests.simulation.faults import LOSES_LEASES
from tests.simulation.loop import running
from tests.simulation.plays import operators
from tests.simulation.plays.agencies import Called, SimulatedConnector, SimulatedOperation, agencies_of
from tests.simulation.plays.operators import EDITED, OPERATORS, Operators
from tests.simulation.plays.play import Broken, Play

if TYPE_CHECKING:
    from tests.simulation.world import World

_SOON_S = 5.0
"""So long before it begins a window is agreed."""
_LAST = """
    WITH RECURSIVE chain(first, last) AS (SELECT id, id FROM deliveries WHERE replaces IS NULL
        UNION ALL SELECT chain.first, d.id FROM chain JOIN deliveries d ON d.replaces = chain.last)
    SELECT f.destination AS wanted, f.message_id AS handed_in, d.id, d.destination, d.agency_key, d.state, d.message_id
    FROM chain JOIN deliveries f ON f.id = chain.first JOIN deliveries d ON d.id = chain.last
    WHERE NOT EXISTS (SELECT 1 FROM deliveries n WHERE n.replaces = d.id)"""
"""Of each delivery what has taken its place in the end."""


class Messages(Play):
    """`promised` are the ids under which the door has taken what a person sent; `given_up` is what operators have
    discarded or redirected, with the agency that was not to have it; `edited` is what it has in other words, and
    `moved` are the keys of what it has instead of another.
    """

    duties = frozenset(("EventsOut", "_advance_repairs"))
    working = operators.WORKING
    routes = "tests.simulation.plays.routes"
    edits = True

    always: Mapping[str, str] = {
        "a delivery was tried more often than its budget": """
            SELECT d.id FROM deliveries d WHERE d.counted_attempts > d.budget""",
        **operators.ALWAYS,
    }

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.agencies = agencies_of(Random(f"{world.seed} agencies"), world.faults)
        self.sent: dict[str, tuple[int, int]] = {}
        self.operators = Operators(world, self.agencies, self.sent if self.edits else None)
        self.promised: dict[tuple[int, int], str] = {}
        self.given_up: set[tuple[str, tuple[int, int]]] = set()
        self.edited: set[tuple[str, tuple[int, int]]] = set()
        self.moved: defaultdict[str, set[str]] = defaultdict(set)

    def settings(self) -> dict[str, Any]:
        return {"formats": (ROOT / "tests" / "benchmarks" / "formats",), "routes": (self.routes,)}

    def connectors(self) -> Mapping[str, Connector]:
        return {
            agency: SimulatedConnector(agency, {each.name: SimulatedOperation(each)})
            for each in self.agencies
            for agency in [each.name.split(".")[0]]
        }

    def people(self) -> Sequence[Coroutine[Any, Any, None]]:
        repair = [self.operators.repairs(who) for who in OPERATORS]
        return [self._agree_a_window(), self._send_all(), *repair]

    async def _send_all(self) -> None:
        await asyncio.gather(*(self.send(person) for person in range(1, self.world.plan.persons + 1)))
        self.operators.everything_is_sent = True

    async def _agree_a_window(self) -> None:
        """An agency says when it is not to be called."""
        dice = Random(f"{self.world.seed} window")
        agency, after, seconds = dice.choice(self.agencies), dice.uniform(0.0, 20.0), dice.choice([10.0, 40.0])
        await asyncio.sleep(after)
        if await self.world.ask("window", lambda hub: _agreed(hub, agency.name, seconds)):
            now = running().time()
            agency.agreed_at, agency.window = now, (now + _SOON_S, now + _SOON_S + seconds)

    async def send(self, person: int) -> None:
        """Hand in all that a person sends, one after the other."""
        world = self.world
        for number in range(1, world.plan.each + 1):
            while not await self.is_promised(person, number):
                await asyncio.sleep(world.dice.expovariate(2.0))
            await asyncio.sleep(world.dice.expovariate(0.3))

    async def is_promised(self, person: int, number: int) -> bool:
        """Whoever hears nothing asks again, under the same id."""
        submission = Submission("committee", FORMAT, body(person, number))
        told = await self.world.ask(f"accept {person}-{number}", lambda hub: hub.door.accept(submission))
        if told is None:
            return False
        message = told.accepted.message_id
        known = self.promised.setdefault((person, number), message)
        self.sent[known] = (person, number)
        if known != message:
            self.world.broken.append(f"{person}-{number} was promised as {known} and as {message}")
        self.world.tell(f"{person}-{number} is promised")
        return True

    async def at_rest(self, store: Store) -> list[Broken]:
        plan = self.world.plan
        broken = [each for each in await invariants(store) if not each.startswith("messages that are not completed")]
        wanted = {(p, n) for p in range(1, plan.persons + 1) for n in range(1, plan.each + 1)}
        if missing := sorted(wanted - set(self.promised)):
            broken.append(f"never accepted: {missing}")
        async with store.read() as tx:
            kept = {row["id"] for row in await tx.fetch("SELECT id FROM messages WHERE cause IS NULL")}
            last = await tx.fetch(_LAST)
            halves = await tx.fetch(
                "SELECT id FROM messages m WHERE state <> 'completed' AND NOT EXISTS (SELECT 1 FROM deliveries d"
                " WHERE d.message_id = m.id AND d.state = 'discarded')"
            )
        broken += [f"message {row['id']} is not completed" for row in halves]
        for row in last:
            if row["handed_in"] in self.sent:
                broken += self._has_become(row)
        if kept != set(self.promised.values()):
            broken.append(f"{len(kept)} messages are stored, {len(set(self.promised.values()))} were promised")
        return [*broken, *self._told_to_agencies(), *self._in_clear()]

    def _has_become(self, row: Row) -> Iterator[Broken]:
        """What of a delivery has become of it."""
        sent, is_gone, is_moved = (
            self.sent[row["handed_in"]],
            row["state"] == "discarded",
            row["destination"] != row["wanted"],
        )
        if is_gone and row["id"] not in self.operators.discarded:
            yield f"nobody discarded {row['id']}"
        if is_gone or is_moved:
            self.given_up.add((row["wanted"], sent))
        elif row["message_id"] != row["handed_in"]:
            self.edited.add((row["wanted"], sent))
        if is_moved and not is_gone:
            self.moved[row["destination"]].add(row["agency_key"])

    def _told_to_agencies(self) -> Iterator[Broken]:
        is_calm = not {kind for kind, _ in self.world.faults.happened} & LOSES_LEASES
        for agency in self.agencies:
            moved = self.moved[agency.name]
            own = [_told(each.document) for each in agency.applied if each.key not in moved]
            for text in self._applied(agency.name, [(person, number % EDITED) for person, number in own]):
                yield f"{agency.name}: {text}"
            edited = {(agency.name, (person, number % EDITED)) for person, number in own if number >= EDITED}
            if differ := sorted(edited ^ {each for each in self.edited if each[0] == agency.name}):
                yield f"{agency.name}: edited is another than what it has: {differ}"
            if missing := moved - {each.key for each in agency.applied}:
                yield f"{agency.name}: was redirected to it and has not come: {sorted(missing)}"
            keys = Counter(each.key for each in agency.applied)
            yield from (f"{agency.name}: the key {key} was applied {n} times" for key, n in keys.items() if n > 1)
            if (
                is_calm
                and agency.window
                and any(_meets(each, agency.agreed_at, agency.window) for each in agency.calls)
            ):
                yield f"{agency.name}: called in its window {agency.window}"
            if is_calm and (at := agency.pressed()) is not None:
                yield f"{agency.name}: called again at {at:.1f} though five calls in a row had gone badly"
            if is_calm and agency.limits.parallel is not None and agency.most_at_once > agency.limits.parallel:
                yield f"{agency.name}: {agency.most_at_once} calls at once, {agency.limits.parallel} are allowed"

    def _applied(self, agency: str, applied: list[tuple[int, int]]) -> Iterator[Broken]:
        times, given_up = Counter(applied), {sent for name, sent in self.given_up if name == agency}
        if lost := self.lost(set(self.promised) - given_up, set(times)):
            yield f"lost {lost}"
        if doubled := sorted(one for one, n in times.items() if n > 1):
            yield f"doubled {doubled}"
        if invented := sorted(set(times) - set(self.promised) | set(times) & given_up):
            yield f"unexpected {invented}"
        order: defaultdict[int, list[int]] = defaultdict(list)
        for person, number in applied:
            order[person].append(number)
        for person, numbers in order.items():
            if numbers != sorted(numbers):
                yield f"person {person} in the order {numbers}"

    def lost(self, wanted: set[tuple[int, int]], applied: set[tuple[int, int]]) -> list[tuple[int, int]]:
        """What an agency should have applied and has not, of each person and number."""
        return sorted(wanted - applied)

    def _in_clear(self) -> Iterator[Broken]:
        """Names and FINs in the files of the database."""
        canaries = {fin(p) for p, _ in self.promised} | {
            surname(n + by) for _, n in self.promised for by in (0, EDITED)
        }
        path = self.world.database.path
        for each in (path, path.with_name(f"{path.name}-wal")):
            kept = each.read_bytes() if each.exists() else b""
            yield from (
                f"{canary} lies in clear in {each.name}" for canary in sorted(canaries) if canary.encode() in kept
            )


async def _agreed(hub: Hub, name: str, seconds: float) -> bool:
    agency = name.partition(".")[0]
    async with hub.store.write() as tx:
        start = await tx.now() + int(_SOON_S * SECOND)
        end = start + int(seconds * SECOND)
        window = MaintenanceWindow(agency, "təmir", name, from_at=start, until_at=end)
        await agree(tx, hub.sealer, window, "lale", {name: agency})
    return True


def _meets(called: Called, agreed_at: float, window: tuple[float, float]) -> bool:
    """What was on its way when it was agreed is let be."""
    return agreed_at < called.at < window[1] and window[0] < called.until


_FINS = {fin(person): person for person in range(1, 100)}


def _told(document: Any) -> tuple[int, int]:
    """Whom and which message a document is about."""
    texts = list(_texts(document))
    person = next(_FINS[text] for text in texts if text in _FINS)
    number = next(number_of(text) for text in texts if text[:1] == "Y" and len(text) == 6)
    return person, number


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
        case _:
            return
