"""What a scenario is told with: the doors, waiting, and counts that must add up."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rich.console import Console

from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.event import Command
from document_flow.cases.state import Case
from document_flow.context import Context
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.outcome import Decided
from document_flow.decisions.texts import show_fact
from hub.app import Hub
from hub.clock import SECOND
from hub.demo.registers import SyntheticPerson
from hub.errors import HubError, Lang, Words
from hub.exchange.door import Submission
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import programme_of
from hub.programmes.scans import attach
from hub.register.reading import Reader
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead, time_ahead

_PATIENCE_S = 120.0
_LOOK_S = 0.05
_DAY, _LOOKS_AGAIN = 86_400 * SECOND, 120 * SECOND


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

    async def case(self, party: str, reference: str) -> StoredCase | None:
        """The case that a party's own number leads to."""
        async with self.hub.store.read() as tx:
            return await self.hub.programmes.cases.by_reference(tx, party, reference)

    async def reached(self, party: str, references: Sequence[str], *phases: str) -> list[StoredCase]:
        """These cases, once all of them are in one of the phases."""
        found: list[StoredCase] = []

        async def there() -> bool:
            found.clear()
            for each in references:
                stored = await self.case(party, each)
                if stored is None or stored.case.phase not in phases:
                    return False
                found.append(stored)
            return True

        await self.until(there, " / ".join(phases))
        return found

    async def stands(self, names: Sequence[str], check: Callable[[Case], bool]) -> list[StoredCase]:
        """These cases, by their ids, once the check holds of all of them."""
        found: list[StoredCase] = []

        async def there() -> bool:
            async with self.hub.store.read() as tx:
                read = [await self.hub.programmes.cases.case_store.get(tx, name) for name in names]
            found[:] = [each for each in read if each is not None and check(each.case)]
            return len(found) == len(names)

        await self.until(there, "cases")
        return found

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

        async def there() -> bool:
            return await self.today() == before + timedelta(days=days)

        await self.until(there, "time")
        async with self.hub.store.write() as tx:  # so that whoever looked before all had heard of the day looks again
            await move_ahead(tx, "samir", await time_ahead(tx) + _LOOKS_AGAIN)

    async def settled(self) -> None:
        """Once the register knows all that was handed in."""
        self.hub.calling.nudge()
        await self.until(self._settled, "register")

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

    async def until(self, check: Callable[[], Awaitable[bool]], what: str) -> None:
        """Wait for it, for two minutes at most."""
        deadline = self.hub.clock.monotonic() + _PATIENCE_S
        while not await check():
            if self.hub.clock.monotonic() > deadline:
                raise HubError("scenario.stuck", Words(f"Gözlənilən baş vermədi: {what}.", f"It did not come: {what}."))
            await self.hub.clock.sleep(_LOOK_S)

    async def _settled(self) -> bool:
        async with self.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT count(*) AS n FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked')"
            )
        return bool(rows[0]["n"] == 0)


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
    done = await story.stands([each.id for each in drafted], lambda case: case.phase == "in_effect")
    await story.settled()
    story.count(counted.az, counted.en, len(done), wanted)
    same = await recomputed(story, done)
    story.count("yenidən hesablananda eyni çıxan qərar", "decisions recomputed and the same", same, len(done))
    return done
