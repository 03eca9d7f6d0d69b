"""A dossier: many questions about one person, asked of all their sources at the same time (Scatter-Gather).

Each question has a deadline of its own, and the dossier one in all: whoever has not answered by then is named as late,
and nobody waits for it. Its call goes on; what it brings is kept for the next time (`hub.exchange.ask.kept`). Nothing
is guessed: a field has a source and a time, a source without an answer has a reason.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from hub.clock import Clock
from hub.errors import HubError
from hub.exchange.ask.asks import Asking, Asks, Told
from hub.exchange.ask.by_files import told_by_files
from hub.exchange.ask.kept import Kept, KeptAnswers
from hub.exchange.ask.merging import Field, merged
from hub.exchange.ask.questions import Question, Source
from hub.exchange.ask.reasons import Reason, reason_of
from hub.exchange.ask.under_way import UnderWay
from hub.register.reading import Reader

log = structlog.get_logger("hub.exchange")

SERVICE: Final = "ask.dossier"


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a source that is not here; `agency` is None where there is none to name."""

    part: str
    agency: str | None
    reason: Reason
    code: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a source sent, to be read under its id until a moment in microseconds."""

    id: str
    sha256: str
    size: int
    kept_until: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A source that answered. `at` in microseconds; `is_reused` for an answer that came too late for an earlier ask."""

    part: str
    agency: str
    source: str
    at: int
    is_reused: bool
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was told by the deadline, who told it, and who is missing; `asked_at` in microseconds."""

    fields: Mapping[str, Field]
    heard: tuple[Heard, ...]
    missing: tuple[Missing, ...]
    asked_at: int

    @property
    def is_complete(self) -> bool:
        """Whether every part that was asked for was answered by everybody."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: the parts that are permitted and those that are not, the deadline in all in seconds, and whether
    answers that came too late for an earlier ask may stand in.
    """

    permitted: Sequence[Question]
    denied: Sequence[Question]
    deadline_s: float
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of one source."""

    question: Question
    source: Source
    told: Told | HubError | None
    is_reused: bool = False
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Gathers dossiers; its maker closes `under_way`."""

    asks: Asks
    clock: Clock
    kept: KeptAnswers
    reader: Reader
    under_way: UnderWay = field(default_factory=UnderWay)

    async def gather(self, asking: Asking, wish: Wish) -> Dossier:
        """Ask for every permitted part at once. The access history has it before it is returned, denied parts too."""
        outcome = "interrupted"
        try:
            await self.asks.need_consent(asking, " ".join(each.name for each in wish.permitted))
            answers = await self._scatter(asking, wish)
            found = _gathered(answers, wish, self.clock.now())
            outcome = "answered" if found.is_complete else "answered_in_part"
        except HubError as error:
            outcome = error.code
            raise
        finally:
            await self.note(asking, outcome, wish.permitted)
            if wish.denied:
                await self.note(asking, "ask.not_permitted", wish.denied)
        return found

    async def note(self, asking: Asking, outcome: str, parts: Sequence[Question]) -> None:
        """One row of the access history for all the parts of one outcome."""
        await self.asks.note(asking, outcome, SERVICE, ", ".join(each.name for each in parts) or "none")

    async def _scatter(self, asking: Asking, wish: Wish) -> list[_Answer]:
        kept = {} if wish.is_fresh else await self.kept.of(asking)
        asked = [(question, source) for question in wish.permitted for source in question.sources]
        now = [self._ask(asking, *each, wish.deadline_s) for each in asked if each[1] not in kept]
        reused = [
            _answer(question, await self._narrowed(asking, question, kept[source][0]), kept[source][1], is_reused=True)
            for question, source in asked
            if source in kept
        ]
        return [*reused, *await asyncio.gather(*now)]

    async def _ask(self, asking: Asking, question: Question, source: Source, most_s: float) -> _Answer:
        """Ask one source and wait until its deadline or that of all, no longer."""
        deadline_s = min(question.deadline_s, most_s)
        telling = self._of_files(asking, source) if source.field else self.asks.told(asking, source, deadline_s)
        task = self.under_way.start(telling)
        done, _ = await asyncio.wait({task}, timeout=deadline_s)
        if not done:
            keeping = self.under_way.start(self._keep_later(task, asking, question))
            keeping.set_name("late answer")
            return _Answer(question, source, None)
        told = task.result()
        if isinstance(told, Told):
            told = await self._narrowed(asking, question, told)
        if isinstance(told, HubError) or told.file is None:
            return _Answer(question, source, told)
        return _answer(question, told, await self.kept.keep(asking, told, question, is_late=False))

    async def _narrowed(self, asking: Asking, question: Question, told: Told) -> Told:
        return told.narrowed(await self.asks.given(asking, question.service))

    async def _of_files(self, asking: Asking, source: Source) -> Told | HubError:
        async with self.asks.store.read() as tx:
            return await told_by_files(tx, self.reader, source, asking.fin)

    async def _keep_later(self, task: asyncio.Task[Told | HubError], asking: Asking, question: Question) -> None:
        told = await task
        if isinstance(told, Told):
            await self.kept.keep(asking, told, question, is_late=True)
            log.info("late_answer_kept", operation=told.source.operation, seconds=question.valid_s)


def _gathered(answers: Sequence[_Answer], wish: Wish, asked_at: int) -> Dossier:
    heard, missing = [], []
    for each in answers:
        part, agency, told = each.question.name, each.source.agency, each.told
        match told:
            case Told():
                heard.append(Heard(part, agency, each.source.format, told.at, each.is_reused, each.paper))
            case HubError():
                missing.append(Missing(part, agency, reason_of(told), told.code))
            case None:
                missing.append(Missing(part, agency, Reason.LATE, "ask.late"))
    missing += [
        Missing(each.name, None, Reason.NO_SOURCE, "ask.no_source") for each in wish.permitted if not each.sources
    ]
    missing += [Missing(each.name, None, Reason.NOT_PERMITTED, "ask.not_permitted") for each in wish.denied]
    told_all = [each.told for each in answers if isinstance(each.told, Told)]
    return Dossier(merged(told_all), tuple(heard), tuple(missing), asked_at)


def _answer(question: Question, told: Told, kept: Kept, *, is_reused: bool = False) -> _Answer:
    """An answer that lies in the table, with its file where it has one."""
    file = told.file
    paper = None if file is None else Paper(kept.id, hashlib.sha256(file).hexdigest(), len(file), kept.until)
    return _Answer(question, told.source, told, is_reused, paper)
