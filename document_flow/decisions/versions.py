"""The versions of a table over time: layihə (draft), qəbul edilib (adopted), qüvvədədir (in force), qüvvədən düşüb.

    draft ──adopt (a second person)──▶ adopted ──enter_into_force──▶ in_force ──end──▶ repealed

Only a draft may change. One act may end a version and put the next in force on the day after: `Ending`. A repealed
version still decides the cases of the days when it was in force: old law for old facts. A step that is not allowed is a
Refusal, a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from document_flow.decisions import outcome
from document_flow.decisions.cases import Case, failures
from document_flow.decisions.check import check
from document_flow.decisions.dmn_writing import sha256
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.explain import Explanation, explain
from document_flow.decisions.gaps import Gap, between, ended_words
from document_flow.decisions.outcome import NotDecided, Outcome
from document_flow.decisions.refusal import Problem
from document_flow.decisions.table import Table
from document_flow.decisions.version_words import refusal
from document_flow.outcome import Refusal
from document_flow.second_person import refuse_same_person
from document_flow.words import Words

_DAY = timedelta(days=1)
Status = Literal["draft", "adopted", "in_force", "repealed"]
STATUS_WORDS: Mapping[Status, Words] = {
    "draft": Words("layihə", "draft"),
    "adopted": Words("qəbul edilib", "adopted"),
    "in_force": Words("qüvvədədir", "in force"),
    "repealed": Words("qüvvədən düşüb", "repealed"),
}
Standing = Literal[Status, "ended", "coming"]


@dataclass(frozen=True, slots=True)
class Act:
    """The act behind a version: its id as it is cited, and its day where it has one; `assumed` where there is none."""

    id: str
    title: Words
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """The second person's yes: who, by which decision of the body, when, over which impact replay (SHA-256, hex).

    `replay` may be empty for a first version only; `signature` names the signature where one is kept.
    """

    second: str
    adopted_by: str
    day: date
    replay: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends a version: its last day, the act that says so and why; and the version that decides from the next day.

    `successor` is its number, and the last day it decides about where that is known already.
    """

    number: int
    last: date
    act: Act
    reason: str
    successor: tuple[int, date | None] | None = None


@dataclass(frozen=True, slots=True)
class TableVersion:
    """One version. `authors` are the logins of all who wrote in it; days of validity are both included."""

    number: int
    table: Table
    act: Act
    authors: tuple[str, ...]
    status: Status = "draft"
    adoption: Adoption | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def sha256(self) -> str:
        """Of the canonical form of the table."""
        return sha256(self.table)

    def standing(self, today: date) -> Standing:
        """Its status as a day sees it: what is in force until a day that is over has ended."""
        if self.status != "in_force" or self.decides_on(today):
            return self.status
        return "ended" if self.valid_to is not None and self.valid_to < today else "coming"

    def decides_on(self, day: date) -> bool:
        """Whether it is, or was, the law of that day."""
        if self.status not in ("in_force", "repealed") or self.valid_from is None:
            return False
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class TableVersions:
    """All versions of one table, by rising number, with its test cases. At most one decides on any day."""

    id: str
    title: Words
    versions: tuple[TableVersion, ...] = ()
    cases: tuple[Case, ...] = ()

    def version(self, number: int) -> TableVersion | None:
        """The version of that number."""
        return next((each for each in self.versions if each.number == number), None)

    def on(self, day: date) -> TableVersion | None:
        """The version that decides about that legal day."""
        return next((each for each in self.versions if each.decides_on(day)), None)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The days between two versions that none decides about, the earliest first."""
        return between(
            (each.valid_from, each.valid_to, each.number)
            for each in self.versions
            if each.status in ("in_force", "repealed") and each.valid_from is not None
        )

    def before(self, number: int) -> TableVersion | None:
        """The version whose law the one of that number changed, the day before it; or would change, where it is no law
        yet: the newest in force, else the last repealed.
        """
        mine = self.version(number)
        since = mine.valid_from if mine is not None else None
        if since is not None and (forerunner := self.on(since - _DAY)) is not None:
            return forerunner
        law = [each for each in self.versions if each.status in ("in_force", "repealed") and each.number != number]
        return max(
            law, key=lambda each: (each.status == "in_force", each.valid_from or date.min, each.number), default=None
        )

    def evaluate(self, facts: Mapping[str, object], *, as_of: date, allow_assumed: bool) -> Outcome:
        """Decide by the version in force on the legal day; NotDecided where there was none."""
        found = self.on(as_of)
        if found is None:
            return NotDecided((self._no_law(as_of),))
        return evaluate(found.table, facts, allow_assumed=allow_assumed)

    def explain(self, facts: Mapping[str, object], *, as_of: date, allow_assumed: bool) -> Explanation:
        """As `evaluate`, with the reasons, the version and the legal day in the record."""
        found = self.on(as_of)
        if found is None:
            reason = self._no_law(as_of)
            sentence = Words(f"Qərar verilmədi: {reason.words.az}.", f"Not decided: {reason.words.en}.")
            return Explanation(NotDecided((reason,)), (sentence,), self.id, "", {}, None, as_of)
        made = explain(found.table, facts, allow_assumed=allow_assumed)
        day = f"{as_of:%d.%m.%Y}"
        first = Words(
            f"{self.title.az}, versiya {found.number} ({found.act.title.az}), {day} tarixinə olan vəziyyətə görə.",
            f"{self.title.en}, version {found.number} ({found.act.title.en}), as of {day}.",
        )
        return replace(made, table=self.id, sentences=(first, *made.sentences), version=found.number, as_of=as_of)

    def _no_law(self, day: date) -> outcome.Reason:
        """Why no version decides about the day: it lies between two of them, or after the last."""
        gap = next((each for each in self.gaps if each.first <= day <= each.last), None)
        if gap is not None:
            return outcome.no_version(self.id, day, gap.words)
        ended = [each for each in self.versions if each.status in ("in_force", "repealed") and each.valid_to]
        last = max(ended, key=lambda each: each.valid_to or date.min, default=None)
        if last is None or last.valid_to is None or day <= last.valid_to:
            return outcome.no_version(self.id, day)
        return outcome.no_version(self.id, day, ended_words(last.number, last.valid_to))

    def propose(self, table: Table, act: Act, author: str) -> TableVersions:
        """Begin a new version as a draft."""
        number = max((each.number for each in self.versions), default=0) + 1
        return replace(self, versions=(*self.versions, TableVersion(number, table, act, (author,))))

    def edit(self, number: int, table: Table, author: str) -> TableVersions | Refusal:
        """Put another table into a draft; its author joins the authors and can no longer be the second person."""
        found = self._in(number, "draft")
        if isinstance(found, Refusal):
            return found
        return self._with(replace(found, table=table, authors=tuple(dict.fromkeys((*found.authors, author)))))

    def adopt(self, number: int, adoption: Adoption) -> TableVersions | Refusal:
        """Adopt a draft: without errors, with green test cases, signed by a second person who saw the replay."""
        found = self._in(number, "draft")
        if isinstance(found, Refusal):
            return found
        if refused := refuse_same_person(adoption.second, found.authors):
            return refused
        if not adoption.replay and any(each.status in ("in_force", "repealed") for each in self.versions):
            return refusal("no_replay", str(number))
        wrong = [each for each in check(found.table) if each.severity == "error"]
        wrong += failures(found.table, tuple(case for case in self.cases if case.version == number))
        if wrong:
            return refusal("not_sound", str(len(wrong)), str(wrong[0]), why="invalid")
        return self._with(replace(found, status="adopted", adoption=adoption))

    def enter_into_force(self, number: int, first: date, last: date | None = None) -> TableVersions | Refusal:
        """Put an adopted version into force from a day on; no day may have two versions."""
        found = self._in(number, "adopted")
        if isinstance(found, Refusal):
            return found
        if last is not None and last < first:
            return refusal("backwards", f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}", why="invalid")
        made = replace(found, status="in_force", valid_from=first, valid_to=last)
        if other := next((each for each in self.versions if _meet(each, made)), None):
            return refusal("two_in_force", str(other.number), f"{first:%d.%m.%Y}")
        return self._with(made)

    def end(self, ending: Ending) -> TableVersions | Refusal:
        """End a version's validity by an act; its successor, if there is one, is in force from the next day on.

        That a second person agrees is the caller's to see to.
        """
        if not ending.reason.strip() or not ending.act.id.strip():
            return refusal("no_reason", str(ending.number), why="invalid")
        ended = self._repealed(ending.number, ending.last)
        if isinstance(ended, Refusal) or ending.successor is None:
            return ended
        number, last = ending.successor
        return ended.enter_into_force(number, ending.last + _DAY, last)

    def _repealed(self, number: int, last: date) -> TableVersions | Refusal:
        found = self._in(number, "in_force")
        if isinstance(found, Refusal):
            return found
        if found.valid_from is None or last < found.valid_from or (found.valid_to and last > found.valid_to):
            return refusal("outside", f"{last:%d.%m.%Y}", str(number), why="invalid")
        return self._with(replace(found, status="repealed", valid_to=last))

    def _in(self, number: int, status: Status) -> TableVersion | Refusal:
        found = self.version(number)
        if found is None:
            return refusal("no_version", str(number), why="invalid")
        if found.status != status:
            now, needed = STATUS_WORDS[found.status], STATUS_WORDS[status]
            return refusal("status", str(number), now.az, needed.az, now.en, needed.en)
        return found

    def _with(self, version: TableVersion) -> TableVersions:
        return replace(
            self, versions=tuple(version if each.number == version.number else each for each in self.versions)
        )


def gap_problems(made: TableVersions, place: str) -> tuple[Problem, ...]:
    """A warning for each gap between two versions."""
    return tuple(Problem("decisions.gap", gap.words, place, "warning") for gap in made.gaps)


def meeting(versions: tuple[TableVersion, ...]) -> tuple[tuple[int, int], ...]:
    """The numbers of versions that decide about the same day, which none may."""
    return tuple(
        (one.number, other.number) for i, one in enumerate(versions) for other in versions[i + 1 :] if _meet(one, other)
    )


def _meet(one: TableVersion, other: TableVersion) -> bool:
    later = max(one.valid_from or date.max, other.valid_from or date.max)
    return one.decides_on(later) and other.decides_on(later)
