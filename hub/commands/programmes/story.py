"""What a scenario is told with: the doors, waiting, and counts that must add up.

It waits for what happens, however long that takes where others have the processor: only where nothing in the hub has
moved for five minutes, and no call is to be repeated, is it stuck, and says what is missing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from rich.console import Console

from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.event import Command
from document_flow.cases.state import Case
from document_flow.context import BAKU, Context
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.outcome import Decided
from document_flow.decisions.texts import show_fact
from hub.app import Hub
from hub.clock import SECOND
from hub.demo.registers import SyntheticPerson
from hub.errors import HubError, Lang, Words
from hub.exchange.door import Submission
from hub.exchange.state_words import state_name
from hub.programmes.case_store import StoredCase
from hub.programmes.case_words import PHASES
from hub.programmes.cases import programme_of
from hub.programmes.scans import attach
from hub.register.reading import Reader
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead, time_ahead
from hub.store.tx import number_of

_PATIENCE_S = 300.0
_LOOK_S = 0.05
_DAY, _LOOKS_AGAIN = 86_400 * SECOND, 120 * SECOND
_BEGINS = time(9, tzinfo=BAKU)
"""Long before midnight, in whatever hour it is played: no story runs into the next day."""
_MOVES = (
    "messages",
    "attempts",
    "entities",
    "facts",
    "changes",
    "case_events",
    "document_events",
    "aggregate_events",
    "obligation_events",
    "list_chunks",
    "settlement_chunks",
)
"""Tables that grow when anything happens, and by nothing else."""


class Stuck(HubError):
    """What a story waits for does not come: nothing moves any more (exit status 1)."""

    def __init__(self, awaited: Words, seen: str, day: date) -> None:
        where = Words(f" Hüquqi gün: {day:%d.%m.%Y}.", f" Legal day: {day:%d.%m.%Y}.")
        super().__init__(
            "scenario.stuck",
            Words(
                f"gözlənilən: {awaited.az}; görünən: {seen}.{where.az}",
                f"waited for: {awaited.en}; saw: {seen}.{where.en}",
            ),
        )


@dataclass(frozen=True, slots=True)
class Count:
    """One thing that was counted, and what it has to be."""

    words: Words
    found: object
    wanted: object

    @property
    def adds_up(self) -> bool:
        """Whether it is what it has to be."""
        return self.found == self.wanted

    def said(self, lang: Lang) -> str:
        """The line that is printed."""
        other = "" if self.adds_up else f" ≠ {self.wanted}"
        return f"{self.words.say(lang)}: {self.found}{other}"


@dataclass(slots=True)
class Story:
    """A hub to play in, how many people apply, and what was counted."""

    hub: Hub
    persons: int
    console: Console
    counts: list[Count] = field(default_factory=list)

    def tell(self, az: str, en: str) -> None:
        """Say what comes now."""
        self.console.print(f"· {Words(az, en).say(self.hub.settings.lang)}", highlight=False)

    def count(self, az: str, en: str, found: object, wanted: object) -> None:
        """Note what was counted."""
        self.counts.append(Count(Words(az, en), found, wanted))

    async def records(self, party: str, format_name: str, body: dict[str, Any]) -> None:
        """A message of a party, by the door that all messages take."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        await self.hub.door.accept(Submission(party, format_name, raw))
        self.hub.calling.nudge()

    async def told(self, *records: dict[str, Any]) -> None:
        """What the committee's own systems tell the register, and that it is there."""
        await self.records("committee", "hub.records.v1", {"id": f"s-{new_id()}", "records": list(records)})
        await self.settled()

    async def begins_on(self, day: date | None) -> None:
        """Let legal time stand at nine in the morning of that day, by default of tomorrow."""
        now = (await self.context()).now.astimezone(BAKU)
        begins = datetime.combine(day or now.date() + timedelta(days=1), _BEGINS)
        ahead = int((begins - now).total_seconds() * SECOND)
        if ahead < 0:
            raise HubError(
                "scenario.past",
                Words("Gün keçib; hüquqi vaxt geri çəkilmir.", "That day is over; legal time does not go back."),
            )
        async with self.hub.store.write() as tx:
            await move_ahead(tx, "samir", await time_ahead(tx) + ahead)
        await self._there_on(begins.date())

    async def case(self, party: str, reference: str) -> StoredCase | None:
        """The case that a party's own number leads to."""
        async with self.hub.store.read() as tx:
            return await self.hub.programmes.cases.by_reference(tx, party, reference)

    async def reached(self, party: str, references: Sequence[str], *phases: str) -> list[StoredCase]:
        """These cases, once all of them are in one of the phases."""
        found: list[StoredCase] = []

        async def missing() -> str:
            read = [await self.case(party, each) for each in references]
            found[:] = [each for each in read if each is not None and each.case.phase in phases]
            return self._phases(read) if len(found) < len(references) else ""

        awaited = [PHASES[each] for each in phases]
        await self.until(
            missing,
            Words(
                f"{len(references)} icraat “{' / '.join(each.az for each in awaited)}”",
                f"{len(references)} cases “{' / '.join(each.en for each in awaited)}”",
            ),
        )
        return found

    async def stands(self, names: Sequence[str], check: Callable[[Case], bool], awaited: Words) -> list[StoredCase]:
        """These cases, by their ids, once the check holds of all of them."""
        found: list[StoredCase] = []

        async def missing() -> str:
            async with self.hub.store.read() as tx:
                read = [await self.hub.programmes.cases.case_store.get(tx, name) for name in names]
            found[:] = [each for each in read if each is not None and check(each.case)]
            return self._phases(read) if len(found) < len(names) else ""

        await self.until(missing, Words(f"{len(names)} icraat: {awaited.az}", f"{len(names)} cases: {awaited.en}"))
        return found

    async def drafted(self, names: Sequence[str]) -> list[StoredCase]:
        """These cases, once each has a draft for its official."""
        return await self.stands(
            names, lambda case: case.draft is not None, Words("qərarın layihəsi", "the draft of a decision")
        )

    async def in_effect(self, names: Sequence[str]) -> list[StoredCase]:
        """These cases, once what was decided is in effect."""
        return await self.stands(names, lambda case: case.phase == "in_effect", PHASES["in_effect"])

    async def context(self) -> Context:
        """Day and moment of legal time, with people and calendar."""
        async with self.hub.store.read() as tx:
            return await self.hub.aggregates.needs.context(tx)

    async def today(self) -> date:
        """The legal day."""
        return (await self.context()).today

    @property
    def reader(self) -> Reader:
        """Of the register."""
        return self.hub.aggregates.needs.reader

    async def days_later(self, days: int) -> None:
        """Let legal time go on by so many days more, and be there."""
        async with self.hub.store.write() as tx:
            before = (await self.hub.programmes.cases.context(tx)).today
            await move_ahead(tx, "samir", await time_ahead(tx) + days * _DAY)

        await self._there_on(before + timedelta(days=days))
        async with self.hub.store.write() as tx:  # so that whoever looked before all had heard of the day looks again
            await move_ahead(tx, "samir", await time_ahead(tx) + _LOOKS_AGAIN)

    async def settled(self) -> None:
        """Once the register knows all that was handed in."""
        self.hub.calling.nudge()
        await self.until(self._unsettled, Words("reyestr hər şeyi bilir", "the register knows all that came"))

    async def open(self, programme: str, subject: str, answers: Mapping[str, Any]) -> str:
        """The id of a case that the clerk opens at the desk for somebody, by their FIN."""
        command = OpenCase(by="sevinc", subject=subject, channel="desk", came_from="committee", answers=answers)
        return (await self.hub.programmes.cases.open(programme, command, new_id())).id

    async def attach(self, case: str, paper: str) -> None:
        """A scan of a paper whose original was seen, at the desk."""
        command = AttachScan(by="sevinc", name=paper, sha256="", media_type="", original=True)
        raw = f"%PDF-1.7 {paper} {case}".encode()
        await attach(self.hub.programmes.cases, self.hub.office.uploads, case, command, raw, new_id())

    async def act(self, stored: StoredCase, command: Command) -> Case:
        """An official's act."""
        return (await self.hub.programmes.cases.act(stored.id, command, new_id())).case

    async def until(self, missing: Callable[[], Awaitable[str]], awaited: Words) -> None:
        """Wait until nothing is missing any more; Stuck where nothing moves. `missing` says what there is instead."""
        moved, deadline = await self._moved(), self._patience()
        while seen := await missing():
            if self.hub.clock.monotonic() > deadline:
                before, moved, deadline = moved, await self._moved(), self._patience()
                if moved == before:
                    raise Stuck(awaited, seen, await self.today())
            await self.hub.clock.sleep(_LOOK_S)

    def said(self, az: str, en: str) -> str:
        """In the reader's language."""
        return Words(az, en).say(self.hub.settings.lang)

    def counted(self, phases: Iterable[Words]) -> str:
        """How many stand in which phase."""
        lang = self.hub.settings.lang
        return ", ".join(f"{n} {name}" for name, n in Counter(each.say(lang) for each in phases).most_common())

    def _patience(self) -> float:
        return self.hub.clock.monotonic() + _PATIENCE_S

    async def _moved(self) -> tuple[int, ...]:
        """What has happened so far. A call that waits to be repeated counts as much as one that is made."""
        sql = ", ".join(f"(SELECT count(*) FROM {each}) AS {each}" for each in _MOVES)
        async with self.hub.store.read() as tx:
            (row,) = await tx.fetch(f"SELECT {sql}")
            waits = await number_of(tx, _CALLED_LATER)
        return (*(int(row[each]) for each in _MOVES), self.hub.clock.now() if waits else 0)

    async def _there_on(self, day: date) -> None:
        """Once all that counts days has heard of it."""

        async def missing() -> str:
            today = await self.today()
            return "" if today >= day else f"{today:%d.%m.%Y}"

        await self.until(missing, Words(f"hüquqi gün {day:%d.%m.%Y}", f"the legal day {day:%d.%m.%Y}"))

    def _phases(self, found: Sequence[StoredCase | None]) -> str:
        none = Words("ərizə yoxdur", "no application")
        return self.counted(PHASES[each.case.phase] if each is not None else none for each in found)

    async def _unsettled(self) -> str:
        async with self.hub.store.read() as tx:
            rows = await tx.fetch(_UNSETTLED)
        return ", ".join(f"{row['n']} {state_name(row['state'], self.hub.settings.lang)}" for row in rows)


_CALLED_LATER = "SELECT count(*) AS n FROM deliveries WHERE state IN ('due', 'retrying') AND next_due > hub_now()"
_UNSETTLED = (
    "SELECT state, count(*) AS n FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked')"
    " GROUP BY state ORDER BY state"
)


async def recomputed(story: Story, cases: Sequence[StoredCase]) -> int:
    """How many decisions come to the same, from what their cases print and the table of its hash alone."""
    agree = 0
    async with story.hub.store.read() as tx:
        for each in cases:
            ruling, programme = each.case.ruling, programme_of(each.case)
            kept = await story.hub.law.book.table(tx, programme.table)
            version = kept.versions.on(ruling.as_of) if kept is not None and ruling is not None else None
            if ruling is None or version is None or version.sha256 != ruling.table_sha256:
                continue
            known = {name: value for name, value in ruling.facts.items() if isinstance(value, str | bool | int)}
            outcome = evaluate(version.table, {**known, **ruling.assumed}, allow_assumed=True)
            row = {k: show_fact(v).az for k, v in outcome.outputs.items()} if isinstance(outcome, Decided) else {}
            agree += not row if ruling.drafted_by and not ruling.against else row == ruling.row
    return agree


def told_person(who: SyntheticPerson, origin: str, **more: Any) -> Iterator[dict[str, Any]]:
    """What the register is told of a displaced person."""
    yield {
        "kind": "person",
        "fin": who.fin,
        "surname": who.surname,
        "given_name": who.given_name,
        "birth_date": who.born.isoformat(),
        "origin_residence": {"place": origin},
        **more,
    }
    yield {"kind": "idp_status", "fin": who.fin, "category": "idp", "valid_from": "1993-11-01"}


async def confirmed(story: Story, drafted: Sequence[StoredCase], counted: Words, wanted: int) -> list[StoredCase]:
    """These drafts, confirmed by an official and in effect; each decision is recomputed."""
    for each in drafted:
        await story.act(each, ConfirmRuling(by="elcin"))
    done = await story.in_effect([each.id for each in drafted])
    await story.settled()
    story.count(counted.az, counted.en, len(done), wanted)
    same = await recomputed(story, done)
    story.count("yenidən hesablananda eyni çıxan qərar", "decisions recomputed and the same", same, len(done))
    return done
