"""Homes are drawn by lot among families: several draws want the same ones, officials ask twice, at once, and what they
may not; families accept, refuse, fall silent, answer late, twice and both ways, and leave.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from document_flow.context import day_over
from document_flow.draws.acts.announce import AnnounceDraw
from document_flow.draws.acts.bring_value import CommitValue, ConfirmPublicValue, RevealValue, StatePublicValue
from document_flow.draws.acts.confirm_pulls import ConfirmPulls, DisputePulls
from document_flow.draws.acts.draft_list import DraftList
from document_flow.draws.acts.finish import FinishDraw
from document_flow.draws.acts.freeze import FreezeDraw
from document_flow.draws.acts.leave import ForfeitHome, WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, OfferHome
from document_flow.draws.acts.pull_slip import PullSlip
from document_flow.draws.acts.stop import CancelDraw, VoidDraw
from document_flow.draws.families import LeftOut
from document_flow.draws.order import Revealed, slips_of
from document_flow.draws.plan import Home, Plan
from document_flow.draws.state import Draw, Offer, Pull
from document_flow.draws.verifying import verify
from document_flow.hands import Command
from document_flow.moves.acts.add_household import WithdrawHousehold
from document_flow.moves.state import Move
from document_flow.second_person import Agree, Refute
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.aggregates.kind import Kind
from hub.app import Hub
from hub.errors import HubError
from hub.evidence.receipt import log_key
from hub.returns.draws import DRAWS
from hub.returns.moves import MOVES
from hub.store.data_keys import open_sealer
from hub.store.open import installation_id
from hub.store.sealing import KeyedHash
from hub.store.store import Store, snapshot
from tests.simulation.plays.followed import Followed
from tests.simulation.plays.homes import (
    CLERK,
    DECISION,
    DRAWERS,
    FAMILIES,
    HOMES,
    LATE_FAMILY,
    LETTER,
    MOVERS,
    PARTIES,
    PLACE,
    RELATED,
    WITNESSES,
    WORDS,
    approves,
    draw_of,
    furnish,
    one_more,
    published,
    read_published,
    today,
    waiting,
    word,
)
from tests.simulation.plays.moving import holds_moves, moved
from tests.simulation.plays.play import Broken, Play
from tests.simulation.prepared import DAY_S, prepared
from tests.simulation.seeded import SimulatedClock

if TYPE_CHECKING:
    from tests.simulation.world import World

T = TypeVar("T")
_SCRIPT = Path(__file__).parents[3] / "docs" / "verify_draw.py"
_AHEAD = timedelta(days=12)
"""More than five working days, whichever they are."""
_TRIES = 6
"""Announcements after which an official finds that nothing is left to draw."""
_SOURCE, _VALUE = "drand quicknet, 12345678", "7f3a"
_MINUTES_S = 70.0
"""Longer than a process has an aggregate to itself."""
_ENDED = ("cancelled", "void")
_PHASES = ("announced", "frozen", "drawn", *_ENDED)
_TOO_LATE = frozenset(
    (
        *("draws.phase", "draws.too_late", "draws.too_early", "draws.too_soon", "draws.related"),
        *("draws.party", "draws.committed_already", "draws.copied", "draws.not_awaited"),
        *("draws.few_commitments", "draws.no_list", "draws.list_unapproved", "draws.other_list"),
        *("draws.unregistered", "draws.list_changed", "draws.not_decided", "draws.entries", "draws.no_class"),
        *("draws.other_public_value", "draws.overruled", "draws.nothing_stated", "draws.has_value"),
        *("draws.not_vouched", "draws.slip_twice", "draws.pulled_already", "draws.nothing_seen", "draws.other_pulls"),
        *("draws.not_pulled", "draws.not_confirmed", "draws.no_value", "draws.witnesses"),
        *("draws.other_home", "draws.offered_already", "draws.struck", "draws.no_offer", "draws.term_over"),
        *("draws.notice_day", "draws.word_used", "draws.no_word", "draws.term_runs", "draws.no_entry"),
        *("draws.unfit_homes", "draws.not_a_list", "access.second_person", "access.proposed"),
        *("access.not_proposed", "aggregates.held", "draws.on_its_way", "draws.moved_in"),
        *("moves.added_already", "moves.left", "moves.home_taken", "moves.withdrawn", "moves.not_given"),
        *("moves.related", "moves.moved_already", "moves.too_early", "moves.not_there", "moves.no_household"),
        *("moves.not_open", "moves.term_runs", "moves.document_used", "moves.in_the_past", "moves.no_word"),
    )
)
"""What somebody may be told who is too late, or may not."""


class Draws(Play):
    """`names` are the draws by who holds them, `seen` each as somebody saw it last; it is `over` once all have ended
    and every home that has a family is accepted.
    """

    trouble_s, rest_s = 40.0, 250.0
    duties = frozenset(("EventsOut", "Aggregates"))
    stand_ins = "SELECT id FROM documents UNION SELECT id FROM cases"
    always: Mapping[str, str] = {
        "an act of a draw happened twice": """
            SELECT aggregate_id FROM aggregate_events WHERE kind IN ('draw_announced', 'draw_frozen', 'draw_done',
            'draw_cancelled', 'draw_voided') GROUP BY aggregate_id, kind HAVING count(*) > 1""",
        "a draw was frozen by who announced it": """
            SELECT f.aggregate_id FROM aggregate_events f JOIN aggregate_events a ON a.aggregate_id = f.aggregate_id
            AND a.kind = 'draw_announced' AND a.actor = f.actor WHERE f.kind = 'draw_frozen'""",
        "a draw that ended without a result has a result, or holds something": """
            SELECT a.id FROM aggregates a WHERE a.room = 'draws' AND a.phase IN ('cancelled', 'void')
            AND (EXISTS (SELECT 1 FROM aggregate_events e WHERE e.aggregate_id = a.id AND e.kind = 'draw_done')
            OR EXISTS (SELECT 1 FROM aggregate_keys k WHERE k.aggregate_id = a.id))""",
        "an aggregate has not as many events as it counts": """
            SELECT a.id FROM aggregates a LEFT JOIN aggregate_events e ON e.aggregate_id = a.id GROUP BY a.id
            HAVING count(e.number) <> a.version""",
        "keys are not with as many families as are followed up": """
            SELECT 1 FROM (SELECT sum(kind = 'keys_handed_over') AS keys, sum(kind = 'home_handed_over') AS homes,
            sum(kind = 'reintegration_opened') AS opened FROM aggregate_events)
            WHERE keys <> homes OR keys <> opened""",
        "a letter has a number of another": """
            SELECT d.reg_no FROM documents d WHERE d.kind = 'outgoing' GROUP BY d.reg_no HAVING count(*) > 1""",
    }
    working = """(SELECT count(*) FROM aggregates WHERE room = 'draws' AND phase NOT IN ('drawn', 'cancelled', 'void'))
        + (SELECT count(*) FROM messages WHERE state = 'splitting')"""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.dice = Random(f"{world.seed} families")
        self.count = min(world.plan.persons, 3)
        self.holding = self.count
        self.names: dict[int, str] = {}
        self.seen: dict[str, Draw] = {}
        self.approved: set[str] = set()
        self.promised: list[tuple[str, str, str]] = []
        self.fetched: dict[str, dict[str, Any]] = {}
        self.moves: dict[str, Move] = {}
        self.brings = {party: [self.dice.random() < 0.75 for _ in range(self.count)] for party in PARTIES}
        self.absent = {each for each in FAMILIES if self.dice.random() < 0.15}

    @staticmethod
    @cache
    def database() -> Path:
        return prepared(furnish)

    @property
    def over(self) -> bool:
        return self.holding == 0

    def people(self) -> Sequence[Coroutine[Any, Any, None]]:
        holds = (self._holds(number) for number in range(self.count))
        families = (self._lives(family) for family in (*FAMILIES, LATE_FAMILY))
        moves = (holds_moves(self, by) for by in MOVERS)
        return [*holds, *families, *moves, self._reads(), self._time(), self._decides()]

    # --- who holds a draw -----------------------------------------------------------------------------------------

    async def _holds(self, number: int) -> None:
        """One draw, from its announcement until every home that has a family is accepted, or it has ended."""
        by = DRAWERS[number]
        name = await self._announced(number, by)
        while name is not None and not self._is_done(draw := await self._looked(name)):
            for each in await self._next(number, name, draw, by):
                await self.asks(DRAWS, name, each)
            await self.pause()
        self.holding -= 1

    async def _announced(self, number: int, by: str) -> str | None:
        """The draw of a wave and homes that no other has."""
        wave = self.dice.choice([1, 1, 2])
        for attempt in range(_TRIES):
            command = AnnounceDraw(by=by, plan=self._plan(wave + attempt))
            try:
                while (done := await self.ask(self._opened(command, f"announce {number} {attempt}"))) is None:
                    await self.pause()
            except HubError as refused:
                self.judged(refused, command)
                await self.pause()
                continue
            self.names[number] = done.id
            return str(done.id)
        return None

    def _opened(self, command: AnnounceDraw, key: str) -> Callable[[Hub], Coroutine[Any, Any, Any]]:
        return lambda hub: hub.aggregates.open(DRAWS, command, key)

    def _plan(self, wave: int) -> Plan:
        dice = self.dice
        homes = dice.sample(sorted(HOMES), dice.choice([1, 2, 2, 3]))
        by_hand, is_public = dice.random() < 0.3, dice.random() < 0.5
        parties = () if by_hand or (is_public and dice.random() < 0.5) else tuple(PARTIES)
        return Plan(
            place=PLACE,
            wave=wave,
            protocol="by_hand" if by_hand else "computed",
            draw_at=self.now() + _AHEAD,
            homes=tuple(Home(number=each, rooms=HOMES[each]) for each in homes),
            parties=parties,
            source=_SOURCE if is_public and not by_hand else "",
        )

    def _is_done(self, draw: Draw | None) -> bool:
        """Nothing more can happen in it, but what nobody wants."""
        if draw is None:
            return False
        stands = all(each in draw.offers and draw.offers[each].status == "moved_in" for each in draw.homes)
        return draw.phase in _ENDED or (draw.phase == "drawn" and stands)

    def accepted(self) -> list[str]:
        """The families that may move now, as far as anybody has heard."""
        found = (pair for draw in self.seen.values() for pair in draw.offers.items())
        return [family for family, offer in found if offer.status == "accepted"]

    async def _looked(self, name: str) -> Draw | None:
        found = await self.ask(lambda hub: draw_of(hub, name))
        if found is not None:
            self._saw(name, found)
        return self.seen.get(name)

    def _saw(self, name: str, draw: Draw) -> None:
        if name not in self.seen or self.seen[name].length < draw.length:
            self.seen[name] = draw

    async def _next(self, number: int, name: str, draw: Draw | None, by: str) -> Sequence[Command]:
        """What somebody asks now; who asks may be one who must not."""
        if draw is None:
            return ()
        is_time = self.now() >= draw.plan.draw_at
        if draw.phase == "announced":
            if is_time or self.dice.random() < 0.01:
                return (CancelDraw(by=by, reason="başqa vaxta"),)
            return await self._prepares(number, name, draw, by)
        if draw.phase == "frozen":
            return list(self._comes(draw) if is_time else self._reveals(number, name, draw))
        return await self._offers(draw)

    async def _prepares(self, number: int, name: str, draw: Draw, by: str) -> Sequence[Command]:
        missing = [each for each in draw.plan.parties if each not in draw.commitments]
        if missing:
            party = self.dice.choice(missing)
            sealed = hashlib.sha256(_value(name, party) + _salt(party)).hexdigest()
            return (CommitValue(by=self.dice.choice([*PARTIES[party], by]), party=party, hash=sealed),)
        document = f"S-{number}-{len(draw.drafts)}"
        if draw.drafted is None or (document in self.approved and self.dice.random() < 0.15):
            return await self._drafts(draw, by)
        if document not in self.approved:
            if await self.ask(lambda hub: approves(hub, name, document)):
                self.approved.add(document)
            return ()
        return (FreezeDraw(by=self.dice.choice([by, RELATED, *DRAWERS]), document=document),)

    async def _drafts(self, draw: Draw, by: str) -> Sequence[Command]:
        """Whoever has no class in it is left out, and now and then another."""
        found = await self.ask(waiting)
        if found is None:
            return ()
        classes = {each.rooms for each in draw.plan.homes}
        out = [each.number for each in found if each.rooms not in classes or self.dice.random() < 0.1]
        if len(out) == len(found):
            return (CancelDraw(by=by, reason="siyahı boşdur"),)
        who = self.dice.choice([by, by, RELATED])
        return (DraftList(by=who, left_out=tuple(LeftOut(number=each, reason="başqa dalğada") for each in out)),)

    def _reveals(self, number: int, name: str, draw: Draw) -> Iterator[Command]:
        """One of the parties that will, by one of its members."""
        left = [each for each in draw.commitments if each not in draw.values and self.brings[each][number]]
        if left:
            party = self.dice.choice(left)
            revealed = Revealed(value=_value(name, party).hex(), salt=_salt(party).hex())
            yield RevealValue(by=self.dice.choice(PARTIES[party]), party=party, revealed=revealed)

    def _comes(self, draw: Draw) -> Iterator[Command]:
        """What the order follows from, and the draw."""
        plan, who = draw.plan, self.dice.choice([*DRAWERS, RELATED])
        if plan.source and draw.public_value != _VALUE:
            yield StatePublicValue(by=who, value=self.dice.choice([_VALUE, _VALUE, _VALUE, "7f3b"]))
        elif plan.source and len(draw.vouched) < 2:
            vouchers = [*WITNESSES, draw.stated_by, draw.announced_by]
            yield ConfirmPublicValue(by=self.dice.choice(vouchers), value=_VALUE)
        elif plan.protocol == "by_hand" and len(draw.pulls) < len(draw.entries):
            yield self._pull(draw, who)
        elif draw.awaited:
            yield self._confirms(draw)
        if not draw.has_value or draw.disputed:
            yield self._ends(draw, who)
        if draw.has_value or self.dice.random() < 0.5:
            yield FinishDraw(by=self.dice.choice([*DRAWERS, RELATED]))

    def _confirms(self, draw: Draw) -> Command:
        """A witness saw what was written down, or, now and then, something else."""
        witness = self.dice.choice(sorted(draw.awaited))
        if self.dice.random() < 0.04:
            return DisputePulls(by=witness, reason="başqa püşk görmüşəm")
        return ConfirmPulls(by=witness, count=len(draw.unconfirmed(witness)))

    def _ends(self, draw: Draw, who: str) -> Command:
        """Two declare void what nothing follows from; or one of them thinks better of it."""
        if draw.waiting is None:
            return VoidDraw(by=who, reason="qiymət gəlməyib")
        by = self.dice.choice([who, draw.waiting.by])
        return Refute(by=by, reason="hələ gözləyək") if self.dice.random() < 0.1 else Agree(by=by)

    def _pull(self, draw: Draw, who: str) -> PullSlip:
        pulled = {each.entry for each in draw.pulls}
        entry = self.dice.choice([each for each in draw.entries if each.number not in pulled])
        used = {each.slip for each in draw.pulls if each.rooms == entry.rooms}
        slips = [n for n in range(1, slips_of(draw.plan, draw.entries, entry.rooms) + 1) if n not in used]
        witnesses = tuple(self.dice.sample(WITNESSES, 2))
        pull = Pull(entry=entry.number, rooms=entry.rooms, slip=self.dice.choice(slips), witnesses=witnesses)
        return PullSlip(by=who, pull=pull)

    async def _offers(self, draw: Draw) -> Sequence[Command]:
        """Homes to whoever is to have them; what a family did not move into goes to another. Somebody may not know that
        it was drawn.
        """
        day = await self.ask(today)
        if day is None:
            return ()
        who, found = self.dice.choice([*DRAWERS, RELATED]), list[Command]()
        if self.dice.random() < 0.1:
            found.append(FinishDraw(by=who))
        for family, home in draw.homes.items():
            offer = draw.offers.get(family)
            if offer is None or self.dice.random() < 0.05:
                found.append(OfferHome(by=who, number=family, home=home, document=LETTER, notified_on=day))
            elif offer.status == "accepted" and family in self.absent and self.dice.random() < 0.3:
                found.append(ForfeitHome(by=who, number=family, document=DECISION))
        return found

    # --- families -------------------------------------------------------------------------------------------------

    async def _lives(self, family: str) -> None:
        """What a family says of what it is offered, and that it leaves; each document of its says one thing, unless it
        is handed in once more.
        """
        answers, said = self.dice.choices(["yes", "no", "silent", "both", "late"], [8, 5, 4, 2, 2], k=WORDS), 0
        leaves = self.dice.random() < 0.25
        while not self.over:
            for name, draw in list(self.seen.items()):
                offer = draw.offers.get(family)
                if said >= WORDS or family in draw.out:
                    continue
                if offer is not None and offer.status == "offered" and self._speaks(answers[said], offer):
                    said += await self._answers(name, family, answers[said], said)
                elif leaves and self.dice.random() < 0.05 and draw.entry(family) is not None:
                    is_used = said > 0 and self.dice.random() < 0.4
                    is_done = await self._leaves(name, family, word(family, said - is_used))
                    said, leaves = said + is_done, not is_done
            await asyncio.sleep(self.dice.expovariate(1.0))

    def _speaks(self, answer: str, offer: Offer) -> bool:
        """Never, at once, or when its term has passed."""
        is_late = self.now() >= day_over(offer.answer_until)
        return is_late if answer == "late" else answer != "silent"

    async def _leaves(self, name: str, family: str, document: str) -> bool:
        """It gives up its place, where it is on its way at the desk of its move day."""
        code = await self.asks(DRAWS, name, WithdrawEntry(by=CLERK, number=family, document=document))
        for move, state in list(self.moves.items()) if code == "draws.on_its_way" else ():
            if family in {each.number for each in state.staying}:
                command = WithdrawHousehold(by=CLERK, number=family, document=document)
                code = await self.asks(MOVES, move, command)
        return code == ""

    async def _answers(self, name: str, family: str, answer: str, said: int) -> int:
        """How many documents it took; both answers at once are two that contradict each other."""
        both = answer == "both" and said + 1 < WORDS
        answers = [True, False] if both else [answer != "no"]
        if not both and said and self.dice.random() < 0.1:
            answers.append(answers[0])
        commands = [
            AnswerOffer(by=CLERK, number=family, accepted=each, document=word(family, said + (n if both else -n)))
            for n, each in enumerate(answers)
        ]
        codes = await asyncio.gather(*(self.asks(DRAWS, name, each) for each in commands))
        return len(commands) if both else int(codes[0] == "")

    # --- whoever looks on -----------------------------------------------------------------------------------------

    async def _reads(self) -> None:
        """Fetches what draws publish and recomputes it: what was frozen stays so in every file of later."""
        while not self.over:
            for name in list(self.seen):
                found = await self.ask(lambda hub: published(hub, name))  # noqa: B023  # awaited
                if found is not None:
                    self.world.broken += self._compared(name, found)
            await asyncio.sleep(self.dice.expovariate(0.15))

    def _compared(self, name: str, found: dict[str, Any], key: str = "") -> Iterator[Broken]:
        """By the hub's own reading, by the script that knows nothing of the hub, and with what was read before."""
        wrong = [each.en for each in verify(found)] or _script().problems(found)
        wrong = wrong or [*(_script().the_log(found, key) if found["log"] else ())]
        yield from (f"{name} publishes what does not agree: {each}" for each in wrong)
        before = self.fetched.get(name)
        if before is None or _PHASES.index(before["outcome"]) <= _PHASES.index(found["outcome"]):
            self.fetched[name] = found
            yield from (f"{name} {wrong}" for wrong in (_changed(before, found) if before is not None else ()))

    async def _decides(self) -> None:
        """In the middle of it the return of one more family is decided."""
        await asyncio.sleep(self.dice.uniform(2.0, 30.0))
        while await self.ask(one_more) is None:
            await self.pause()

    async def _time(self) -> None:
        """Days pass, and minutes, until all is over."""
        while not self.over:
            await asyncio.sleep(self.dice.uniform(0.5, 3.0))
            self.world.passes(self.dice.choice([_MINUTES_S, DAY_S, DAY_S, 3 * DAY_S]))

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.world.shown.ns(0.0) / 1e9, UTC)

    # --- asking ---------------------------------------------------------------------------------------------------

    async def ask(self, act: Callable[[Hub], Coroutine[Any, Any, T]]) -> T | None:
        """Ask a door; the impatient ask another one too before the first has answered."""
        asks = [self.world.ask("ask", act) for _ in range(self.dice.choice([1, 1, 2]))]
        found = await asyncio.gather(*asks, return_exceptions=True)
        heard = [each for each in found if each is not None and not isinstance(each, BaseException)]
        wrong = [each for each in found if isinstance(each, BaseException)]
        if not heard and wrong:
            raise wrong[0]
        return heard[0] if heard else None

    async def asks(self, kind: Kind[Any], name: str, command: Command) -> str:
        """Something of a draw, now and then under a key of each door's own; the code of a refusal, or that nobody was
        heard.
        """
        own = self.dice.random() < 0.2
        key = f"{name} {command}"

        async def act(hub: Hub) -> Any:
            return await hub.aggregates.act(kind, name, command, f"{key} {self.dice.random()}" if own else key)

        try:
            done = await self.ask(act)
        except HubError as refused:
            self.judged(refused, command)
            return refused.code
        if done is None:
            return "unheard"
        if kind is DRAWS:
            self._saw(name, done.state)
        if isinstance(command, AnswerOffer | WithdrawEntry | WithdrawHousehold):
            self.promised.append((command.kind, command.number, command.document))
        return ""

    def judged(self, refused: HubError, command: Command) -> None:
        if refused.code not in _TOO_LATE:
            self.world.broken.append(f"{command} was refused: {refused}")

    async def pause(self) -> None:
        await asyncio.sleep(self.world.dice.expovariate(2.0))

    # --- what has come of it --------------------------------------------------------------------------------------

    async def at_rest(self, store: Store) -> list[Broken]:
        settings = self.world.settings
        hashed = KeyedHash(str(settings.hash_key).encode())
        sealer = await open_sealer(settings, store, SimulatedClock(self.world.shown, self.world.loop))
        tables = AggregateStore(sealer, hashed)
        key = log_key(hashed, await installation_id(store)).public
        broken = [] if self.over else ["a draw is not over"]
        async with snapshot(store) as tx:
            stored = await tables.find(tx, DRAWS, WantedAggregates())
            lines = {each.id: [line.event for line in await tables.lines(tx, DRAWS, each.id)] for each in stored}
            moves = await tables.find(tx, MOVES, WantedAggregates())
            files = {each.id: await read_published(tx, tables, each.id, key) for each in stored}
        for name, said in files.items():
            broken += [] if said is None else self._compared(name, said, str(key))
            broken += [] if said and said["log"] else [f"{name}: nothing that it publishes is in the log"]
        followed = {name: Followed(RELATED, "M-1") for name in lines}
        for name, each in followed.items():
            broken += [f"{name}: {wrong}" for wrong in each.after(lines[name])]
        states = {each.id: each.state for each in stored}
        found = [*_given(states.values()), *_entered(followed.values(), (each.state for each in moves))]
        return [*broken, *self._kept(states, followed), *found]

    def _kept(self, states: Mapping[str, Draw], followed: Mapping[str, Followed]) -> Iterator[Broken]:
        """What families were told that it was taken in."""
        heard = {pair for each in followed.values() for pair in each.heard}
        for kind, number, document in self.promised:
            if (number, document) not in heard:
                yield f"{kind} of {number} by {document} was promised, and is lost"
        for name, state in states.items():
            if state.phase == "drawn" and dict(state.homes) != followed[name].homes:
                yield f"{name}: its homes are not those of its events"


def _changed(before: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Broken]:
    """What a file of later says otherwise, though that was frozen or drawn, or leaves out."""
    if before["outcome"] != "announced":
        kept = ["fixed", "entries", "root"] + (["seed", "order"] if before["outcome"] == "drawn" else [])
        yield from (f"has another {each} than before" for each in kept if found[each] != before[each])
    for each in ("withdrawn", "struck"):
        if found[each][: len(before[each])] != before[each]:
            yield f"has not the same {each} as before"


def _given(draws: Iterable[Draw]) -> Iterator[Broken]:
    """A home goes to one family, and a family has one home, whatever the draws."""
    homes = [pair for draw in draws for pair in draw.homes.items()]
    for each in (0, 1):
        found = [pair[each] for pair in homes]
        yield from (f"{one} is given twice" for one in sorted({one for one in found if found.count(one) > 1}))


def _entered(followed: Iterable[Followed], moves: Iterable[Move]) -> Iterator[Broken]:
    """Who has keys by a move day has them by a draw, of that home; a person moves once."""
    by_draws = sorted((number, each.homes[number]) for each in followed for number in each.moved)
    by_moves = sorted(moved(moves))
    if by_draws != by_moves:
        yield f"draws and move days differ in who has keys: {by_draws}, {by_moves}"


def _value(name: str, party: str) -> bytes:
    return hashlib.sha256(f"{name} {party}".encode()).digest()


def _salt(party: str) -> bytes:
    return hashlib.md5(party.encode(), usedforsecurity=False).digest()


@cache
def _script() -> Any:
    """What anybody runs over a published file."""
    spec = spec_from_file_location("verify_draw", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
