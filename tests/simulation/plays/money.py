"""Lists are drawn up, approved by others, issued and paid: officials ask twice and at once, and the bank is a bad one.

Two officials may each open a run of one month: one of them is issued. What the bank refused two others instruct again,
and send again what it is silent about; who is hurried instructs that too, and who misreads approves another root.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from connectors.connector import Connector, Limits, Retry
from connectors.sandbox.people import person
from document_flow.hands import Command
from document_flow.runs.acts.ask_all import ApproveAll, CancelRun, FreezeAll, IssueAll
from document_flow.runs.acts.open_run import OpenRun
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.app import Hub
from hub.errors import HubError
from hub.money.acting import act_on
from hub.store.data_keys import open_sealer
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Row
from tests.integration.lists.month import LISTS, RUNS
from tests.simulation.plays.agencies import Agency, SimulatedConnector, SimulatedOperation
from tests.simulation.plays.bank import REFUSALS, Bank
from tests.simulation.plays.office import (
    CASHIERS,
    OPENERS,
    PARTIES,
    PEOPLE,
    PERIODS,
    furnish,
    handed_in,
    owed,
    qepik,
    resent,
    run_head,
)
from tests.simulation.plays.play import Broken, Play
from tests.simulation.prepared import DAY_S, prepared
from tests.simulation.seeded import SimulatedClock

if TYPE_CHECKING:
    from tests.simulation.world import World

T = TypeVar("T")
_MINUTES_S, _SILENCE_S = 70.0, 12 * DAY_S
"""Longer than a process has an aggregate to itself, and than the bank may be silent."""
_PATIENCE_S = 10.0
_ANOTHER_ROOT, _DONE = "0" * 64, "done"
_ENDED = ("issued", "settled", "cancelled")
_REFUSED = frozenset(
    (
        *("runs.busy", "runs.phase", "runs.approved_already", "runs.other_root", "runs.issued"),
        *("access.second_person", "aggregates.held", "aggregates.stale"),
        *("money.open", "money.unknown", "money.nothing_due"),
    )
)
"""What an official may be told who is too late, or may not."""


class Money(Play):
    """`runs` are those that an official is at; it is `over` once all is paid."""

    trouble_s, rest_s = 40.0, 300.0
    duties = frozenset(("EventsOut", "Aggregates", "Splitting", "Replies", "silence_step"))
    always: Mapping[str, str] = {
        "somebody is owed twice for a month": """
            SELECT person FROM obligations GROUP BY person, period HAVING count(*) > 1""",
        "the sums of an obligation are not what is owed": """
            SELECT id FROM obligations WHERE paid + returned + open <> amount OR overpaid <> 0""",
        "an obligation has two open instructions": """
            SELECT obligation_id FROM instructions WHERE status <> 'closed' GROUP BY obligation_id
            HAVING count(*) > 1""",
        "two instructions have one number": """
            SELECT batch FROM instructions GROUP BY payer, batch, seq HAVING count(*) > 1""",
        "more was instructed than is owed": f"""
            SELECT o.id FROM obligations o JOIN instructions i ON i.obligation_id = o.id
            WHERE NOT (i.status = 'closed' AND i.code IN {REFUSALS!r}) GROUP BY o.id HAVING sum(i.amount) > o.amount""",
        "what was paid was paid by two instructions": """
            SELECT obligation_id FROM instructions WHERE code IN ('00', '31') GROUP BY obligation_id
            HAVING count(*) > 1""",
        "a chunk of a list is not owed as a whole": """
            SELECT c.list_id FROM list_chunks c WHERE c.owed * c.entries <>
            (SELECT count(*) FROM obligations o WHERE o.list_id = c.list_id)""",
        "a list went out without three others who approved it": """
            SELECT e.aggregate_id FROM aggregate_events e WHERE e.kind = 'list_issued' AND 3 <>
            (SELECT count(DISTINCT a.actor) FROM aggregate_events a WHERE a.aggregate_id = e.aggregate_id
             AND a.kind = 'party_approved' AND a.actor NOT IN (SELECT c.actor FROM aggregate_events c
             WHERE c.aggregate_id = e.aggregate_id AND c.kind = 'list_cut'))""",
        "an act of a list happened twice": """
            SELECT aggregate_id FROM aggregate_events WHERE kind IN ('list_cut', 'chunk_finished', 'list_frozen',
            'list_issued', 'list_settled') GROUP BY aggregate_id, kind HAVING count(*) > 1""",
        "an aggregate has not as many events as it counts": """
            SELECT a.id FROM aggregates a LEFT JOIN aggregate_events e ON e.aggregate_id = a.id GROUP BY a.id
            HAVING count(e.number) <> a.version""",
        "an obligation has not as many events as it counts": """
            SELECT o.id FROM obligations o LEFT JOIN obligation_events e ON e.obligation_id = o.id GROUP BY o.id
            HAVING count(e.number) <> o.length""",
        "an event of an obligation has no leaf": """
            SELECT e.obligation_id FROM obligation_events e LEFT JOIN evidence_leaves l ON l.id = e.leaf
            WHERE l.id IS NULL""",
    }
    working = """(SELECT count(*) FROM obligations WHERE status <> 'paid')
        + (SELECT count(*) FROM aggregates WHERE room IN ('runs', 'lists') AND phase NOT IN ('settled', 'cancelled'))
        + (SELECT count(*) FROM messages WHERE state = 'splitting')"""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        dice = Random(f"{world.seed} agencies")
        limits = Limits(parallel=dice.choice([None, 1, 4]), retry=Retry(first_s=1.0, longest_s=30.0))
        self.dice = dice
        self.bank = Bank("xezine.payments.put", True, False, limits, dice, world.faults, shown=world.shown)
        self.told = Agency("xezine.reply-file.put", True, False, limits, dice, world.faults)
        self.runs = world.plan.persons
        self.over = False

    @staticmethod
    @cache
    def database() -> Path:
        return prepared(furnish)

    def connectors(self) -> Mapping[str, Connector]:
        services = (self.bank, self.told)
        return {"xezine": SimulatedConnector("xezine", {each.name: SimulatedOperation(each) for each in services})}

    def people(self) -> Sequence[Coroutine[Any, Any, None]]:
        runs = (self._run(number) for number in range(self.world.plan.persons))
        return [*runs, *map(self._pays, CASHIERS), self._answers(), self._time()]

    # --- who draws lists up ---------------------------------------------------------------------------------------

    async def _run(self, number: int) -> None:
        """One run, from its opening until it is issued, or cancelled since another has the month."""
        by, period = OPENERS[number], PERIODS[number % 2]
        day = date.fromisoformat(f"{period}-01")
        opens = OpenRun(by=by, programme="allowance", period=period, run_kind="regular", legal_day=day)
        while (done := await self._ask(lambda hub: hub.aggregates.open(RUNS, opens, f"open {number}"))) is None:
            await self._pause()
        while (head := await self._ask(lambda hub: run_head(hub, done.id))) is None or head.phase not in _ENDED:
            if head is not None and head.order is None and (command := self._next(head, by)) is not None:
                if isinstance(command, ApproveAll) and self.world.faults.happens("misread"):
                    command = replace(command, root=_ANOTHER_ROOT)
                await self._commands(done.id, command, CancelRun(by=by, reason="another has the month"))
            await self._pause()
        self.runs -= 1

    def _next(self, head: RunHead, by: str) -> Command | None:
        """What somebody asks now; who approves may be one who must not."""
        match head.phase:
            case "compared":
                return FreezeAll(by=self.dice.choice([by, "elcin"]))
            case "frozen":
                party = self.dice.choice(head.missing)
                who = self.dice.choice([by, *PARTIES[party]] if by in PARTIES[party] else PARTIES[party])
                return ApproveAll(by=who, party=party, root=head.root, document=f"S-{party}")
            case "approved":
                return IssueAll(by=self.dice.choice([by, "elcin"]))
            case _:
                return None

    async def _ask(self, act: Callable[[Hub], Coroutine[Any, Any, T]]) -> T | None:
        """Ask a door; the impatient ask another one too before the first has answered."""
        asks = [self.world.ask("ask", act) for _ in range(self.dice.choice([1, 1, 2]))]
        found = await asyncio.gather(*asks, return_exceptions=True)
        heard = [each for each in found if each is not None and not isinstance(each, BaseException)]
        wrong = [each for each in found if isinstance(each, BaseException)]
        if not heard and wrong:
            raise wrong[0]
        return heard[0] if heard else None

    async def _asked(self, act: Callable[[Hub], Coroutine[Any, Any, object]]) -> str:
        """The same; the code of a refusal, _DONE where it was done, nothing where nobody heard."""
        try:
            heard = await self._ask(act)
        except HubError as refused:
            if refused.code not in _REFUSED:
                self.world.broken.append(f"it was refused: {refused}")
            return refused.code
        return "" if heard is None else _DONE

    async def _commands(self, run: str, command: Command, otherwise: Command) -> None:
        """Something, and otherwise where another run holds what it wants."""
        for each in (command, otherwise):
            code = await self._asked(lambda hub: hub.aggregates.act(RUNS, run, each, f"{run} {each}"))  # noqa: B023
            if code == _DONE and isinstance(each, ApproveAll) and each.root == _ANOTHER_ROOT:
                self.world.broken.append("lists were approved over a root that is not theirs")
            if code != "aggregates.held":
                break

    async def _pause(self) -> None:
        await asyncio.sleep(self.world.dice.expovariate(2.0))

    # --- who pays -------------------------------------------------------------------------------------------------

    async def _pays(self, by: str) -> None:
        """Instruct again what the bank refused, send again what it is silent about, until all is paid."""
        sent: dict[str, float] = {}
        now = self.world.loop.time
        while not self.over:
            paid, waits = await self._ask(owed) or (0, [])
            self.over |= paid == len(PEOPLE) * len(self._periods()) and not self.runs
            for name, status, length, batch in self.dice.sample(waits, 1) if waits else ():
                if status == "refused" or self.world.faults.happens("hurried"):
                    await self._asked(
                        lambda hub: act_on(hub.aggregates.needs, name, "instruct", by, {}, length)  # noqa: B023
                    )
                elif status == "unknown" and now() - sent.get(batch, -_PATIENCE_S) >= _PATIENCE_S:
                    heard = await self._ask(lambda hub: resent(hub, batch))  # noqa: B023  # awaited
                    sent |= {} if heard is None else {batch: now()}
            await self._pause()

    async def _answers(self) -> None:
        """The files that the bank leaves are handed in, in any order, until they are promised; some once more."""
        while not self.over or self.bank.answers or self.bank.writing:
            if self.bank.answers:
                answer = self.dice.choice(self.bank.answers)
                if await self._ask(lambda hub: handed_in(hub, answer)) and self.dice.random() < 0.9:  # noqa: B023
                    self.bank.answers.remove(answer)
            await self._pause()

    async def _time(self) -> None:
        """Minutes pass in which whoever died is given up, and weeks in which the bank may be silent: the last of them
        when nothing goes wrong any more.
        """
        weeks = [8 * DAY_S] * self.dice.randint(0, 2)
        while self.world.faults.on:
            await asyncio.sleep(self.dice.uniform(2.0, 8.0))
            self.world.passes(weeks.pop() if weeks and self.dice.random() < 0.3 else _MINUTES_S)
        await asyncio.sleep(_PATIENCE_S)
        self.world.passes(_SILENCE_S)

    def _periods(self) -> set[str]:
        return {PERIODS[number % 2] for number in range(self.world.plan.persons)}

    # --- what has come of it --------------------------------------------------------------------------------------

    async def at_rest(self, store: Store) -> list[Broken]:
        settings = self.world.settings
        sealer = await open_sealer(settings, store, SimulatedClock(self.world.shown, self.world.loop))
        tables = AggregateStore(sealer, KeyedHash(str(settings.hash_key).encode()))
        broken = []
        async with store.read() as tx:
            lists = await tables.find(tx, LISTS, WantedAggregates("settled"))
            sums = await tx.fetch("SELECT list_id, sum(amount) AS qepik FROM obligations GROUP BY list_id")
            made = await tx.fetch("SELECT batch, seq, amount, code FROM instructions")
        if {each.id: each.state.issue_qepik for each in lists} != {row["list_id"]: row["qepik"] for row in sums}:
            broken.append("the lists that went out do not say what is owed")
        return [*broken, *self._books(made)]

    def _books(self, made: Sequence[Row]) -> Iterator[Broken]:
        """The bank's book beside what it was to pay, and beside the ledger's instructions, to the qəpik."""
        wanted = {(person(n).fin, period): [qepik(n)] for n in PEOPLE for period in self._periods()}
        if (found := self.bank.of_whom()) != wanted:
            differing = sorted(each for each in {*found, *wanted} if found.get(each) != wanted.get(each))
            yield f"the bank paid {[(*each, found.get(each), wanted.get(each)) for each in differing]}"
        paid = {(row["batch"], row["seq"]): row["amount"] for row in made if row["code"] not in REFUSALS}
        if paid != {place: line.qepik for place, line in self.bank.paid.items()}:
            yield "the ledger and the bank differ in what was paid"
        if {(row["batch"], row["seq"]) for row in made} - set(paid) != set(self.bank.refused):
            yield "the ledger and the bank differ in what was refused"
