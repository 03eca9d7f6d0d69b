"""Property over the store: whatever happens to a draw that was held, in whatever order and however often, each family
without a home has one letter, which said what held, and whoever has a home placed beforehand has none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from document_flow.draws.acts.announce import DrawAnnounced
from document_flow.draws.acts.finish import DrawDone
from document_flow.draws.acts.freeze import DrawFrozen
from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, HomeOffered, OfferHome
from document_flow.draws.acts.place_family import FamilyPlaced
from document_flow.draws.acts.tell import LetterWritten, ProveLetter
from document_flow.draws.letters import unhoused, unwritten
from document_flow.draws.order import Entry, allotted
from document_flow.draws.plan import TERMS, Home, PlacedHome, Plan
from document_flow.draws.state import NOTHING, Draw, Offer, Placing
from document_flow.hands import Command
from hub.aggregates.aggregates import Aggregates, altered
from hub.aggregates.kind import Step, Stored
from hub.app import Hub
from hub.errors import HubError
from hub.kinds import KINDS
from hub.returns.draws import DRAWS
from hub.store.ids import new_id
from tests.campaigns import examples
from tests.hubs import running_hub, settings_for
from tests.things import LATER_ON, decided_return, letter, statement

FAMILIES, HOMES = 5, 2
Act = Literal["write", "write at once", "write as seen first", "leave", "accept", "refuse", "prove"]
Said = tuple[Act, int]
said = st.tuples(
    st.sampled_from(["write", "write at once", "write as seen first", "leave", "accept", "refuse", "prove"]),
    st.integers(0, FAMILIES - 1),
)
_TRIES = count(1)


class _Papers:
    """Papers of which nobody looks at the print: the same for the same letter."""

    def __init__(self, hub: Hub) -> None:
        self.printing = hub.office.printing
        self.seal = SimpleNamespace(mark=self._mark)

    async def _mark(self, _now: object) -> Any:
        return SimpleNamespace(mark=None, is_specimen=True)

    def letter(self, said: Any, _mark: object, _verification: object) -> Any:
        return said

    async def rendered(self, data: Any, _record: bytes, *, sample: bool) -> bytes:
        assert sample
        return f"{data.no}: {data.text}".encode()

    async def kept(self, _request: str, pdf: bytes, _mark: object) -> str:
        return sha256(pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class _Played:
    """A draw that was held: its families in the order of the draw, their FINs, and how it stood first."""

    aggregates: Aggregates
    hub: Hub
    first: Stored[Draw]
    fins: Mapping[str, str]

    async def now(self) -> Stored[Draw]:
        async with self.hub.store.read() as tx:
            found = await self.aggregates.tables.get(tx, DRAWS, self.first.id)
        assert found is not None
        return found

    async def writes(self, stored: Stored[Draw]) -> None:
        assert DRAWS.works is not None
        await DRAWS.works(self.aggregates, stored)

    async def does(self, what: Act, number: str) -> None:
        """What is refused happens to nobody."""
        if what == "write":
            await self.writes(await self.now())
        elif what == "write at once":
            stored = await self.now()
            await asyncio.gather(self.writes(stored), self.writes(stored))
        elif what == "write as seen first":
            await self.writes(self.first)
        else:
            word = new_id()
            await statement(self.hub, self.fins[number], word, LATER_ON)
            for command in await self._commands(what, number, word):
                await self._asked(command)

    async def _commands(self, what: Act, number: str, word: str) -> Sequence[Command]:
        async with self.hub.store.read() as tx:
            today = (await self.aggregates.needs.context(tx)).today
        if what == "prove":
            return [ProveLetter(by="sevinc", number=number, manner="by_hand", notified_on=today)]
        if what == "leave":
            return [WithdrawEntry(by="sevinc", number=number, document=word)]
        sent = new_id()
        await letter(self.hub, sent)
        return [
            OfferHome(by="elcin", number=number, document=sent, notified_on=today),
            AnswerOffer(by="sevinc", number=number, accepted=what == "accept", document=word),
        ]

    async def _asked(self, command: Command) -> None:
        key = new_id()
        for _ in range(2):
            try:
                await self.aggregates.act(DRAWS, self.first.id, command, key)
            except HubError:
                return

    async def letters(self) -> Sequence[tuple[Draw, LetterWritten]]:
        """Each letter that was ever written, with the draw as it stood before."""
        async with self.hub.store.read() as tx:
            lines = await self.aggregates.tables.lines(tx, DRAWS, self.first.id)
        found, draw = [], NOTHING
        for line in lines:
            if isinstance(line.event, LetterWritten):
                found.append((draw, line.event))
            draw = DRAWS.kernel.evolve(draw, line.event)
        return found

    async def told(self) -> int:
        """How many messages went out that a letter is there."""
        async with self.hub.store.read() as tx:
            rows = await tx.fetch("SELECT count(*) AS n FROM case_references")
        return int(rows[0]["n"])


async def _held(hub: Hub, late: bool) -> _Played:
    """A wave of its own; `late`: the first family was silent about its offer until yesterday."""
    wave = next(_TRIES)
    numbers = [f"M-{wave}-{place}" for place in range(FAMILIES + 1)]
    fins = {number: f"7{wave:03}A{place:02}" for place, number in enumerate(numbers)}
    for number, fin in fins.items():
        await decided_return(hub, number, fin, telefon="+994501112233")
    papers: Any = _Papers(hub)
    needs = replace(hub.aggregates.needs, papers=papers)
    aggregates = Aggregates.of(needs, KINDS)
    async with hub.store.read() as tx:
        now = (await needs.context(tx)).now
    step = Step(new_id(), NOTHING, NOTHING, _events(wave, numbers, now, late))
    after = DRAWS.kernel.replay(step.events)
    async with hub.store.write() as tx:
        await aggregates.tables.write(tx, DRAWS, "", replace(step, after=after), None)
    return _Played(aggregates, hub, Stored(step.id, DRAWS.room, after), fins)


def _events(wave: int, numbers: Sequence[str], now: Any, late: bool) -> Sequence[Any]:
    *drawn, placed = numbers
    stamp: dict[str, Any] = {"by": "elcin", "at": now - timedelta(days=20)}
    homes = tuple(Home(number=f"{wave}/{place}", rooms=3) for place in range(HOMES))
    beforehand = PlacedHome(number=f"{wave}/p", rooms=3, rule="NK 200")
    plan = Plan(place="Zəngilan/Ağalı", wave=wave, protocol="by_hand", draw_at=stamp["at"], homes=homes,
                placed=(beforehand,))  # fmt: skip
    entries = tuple(Entry(number=each, rooms=3) for each in drawn)
    order = tuple(allotted(plan, each, slip) for slip, each in enumerate(entries, 1))
    placing = Placing(home=beforehand.number, document="Q-1")
    yesterday = (now - timedelta(days=1)).date()
    offer = Offer(home=homes[0].number, document="T", notified_on=stamp["at"].date(), answer_until=yesterday)
    return [
        DrawAnnounced(**stamp, plan=plan, terms=TERMS),
        FamilyPlaced(**stamp, number=placed, placing=placing, people=()),
        DrawFrozen(**stamp, document="S-1", entries=entries, root="0" * 64),
        DrawDone(**stamp, seed="", order=order),
        *([HomeOffered(**stamp, number=drawn[0], offer=offer)] if late else []),
    ]


async def play(hub: Hub, steps: Sequence[Said], late: bool) -> None:
    """All of it, then the hub until nobody is to be written to."""
    played = await _held(hub, late)
    drawn = [each.number for each in played.first.state.order]
    before = await played.told()
    for what, place in steps:
        await played.does(what, drawn[place])
    for _ in range(FAMILIES + 1):
        await played.writes(await played.now())

    draw, letters = (await played.now()).state, await played.letters()
    written = [event.number for _, event in letters]
    assert unwritten(draw) == []
    assert len(written) == len(set(written)), "a second letter"
    assert {*drawn} - {*draw.homes} - draw.out <= {*written} <= {*drawn}
    assert all(unhoused(stood, each.number) == each.letter.stood for stood, each in letters), "what did not hold"
    assert await played.told() - before == len(written), "a message a letter"


def test_each_family_without_a_home_has_one_letter_whatever_happens_in_whatever_order(tmp_path: Path) -> None:
    async def all_of_it() -> None:
        async with running_hub(settings_for(tmp_path / "data"), works=False) as hub:
            loop = asyncio.get_running_loop()

            def sync(steps: Sequence[Said], late: bool) -> None:
                asyncio.run_coroutine_threadsafe(play(hub, steps, late), loop).result(60)

            await asyncio.to_thread(_try_them, sync)
            assert [each async for each in altered(hub.store, hub.aggregates.tables, KINDS)] == []

    asyncio.run(all_of_it())


def _try_them(played: Callable[[Sequence[Said], bool], None]) -> None:
    @settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(said, max_size=8), st.booleans())
    @example(steps=[("leave", 0), ("write as seen first", 0)], late=False)
    @example(steps=[("write", 0), ("write as seen first", 0)], late=True)
    @example(steps=[("refuse", 1), ("write as seen first", 0), ("leave", 4), ("prove", 3)], late=True)
    def tries(steps: list[Said], late: bool) -> None:
        played(steps, late)

    tries()
