"""The approval path as steps from left to right: done, here and ahead, with who has said what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from document_flow.documents.case import Case
from document_flow.paths.drawing.words import ACTS, rule_words, who_words
from document_flow.paths.path import AUTHOR, BODY, Stage, Who
from document_flow.paths.state import Mark, StageState
from document_flow.words import Words
from hub.errors import Lang

VERDICTS = {
    "for": Words("lehinə", "for"),
    "against": Words("əleyhinə", "against"),
    "abstain": Words("bitərəf", "abstained"),
}
_SIGNS = {"for": "✓", "against": "✕", "abstain": "–"}


@dataclass(frozen=True, slots=True)
class Said:
    """A member of a stage and the mark, if there is one; `hand` is whose hand it was, where it was another's."""

    name: str
    sign: str
    verdict: Words | None = None
    hand: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One stage. `status` is that of the run; `who` says who will be asked, before the stage has its members."""

    number: int
    id: str
    title: Words
    act: Words
    status: str
    rule: str
    who: tuple[str, ...]
    said: tuple[Said, ...]
    due: date | None
    opened: date | None


def steps_of(case: Case, lang: Lang, units: Mapping[str, Words]) -> tuple[Step, ...]:
    """The stages in their order; none where the document goes along no path."""
    path = case.path
    if path is None:
        return ()
    states = {each.id: each for each in case.document.run.stages}
    return tuple(
        _step(case, path.stages[number], number + 1, states.get(path.stages[number].id), lang, units)
        for number in range(len(path.stages))
    )


def _step(
    case: Case, stage: Stage, number: int, state: StageState | None, lang: Lang, units: Mapping[str, Words]
) -> Step:
    is_real = state is not None and state.status in ("open", "passed", "refused")
    members = state.members if state and is_real else ()
    said = tuple(_said(case, stage, member, state) for member in members if state and _matters(member, state))
    return Step(
        number,
        stage.id,
        stage.title,
        ACTS[stage.act],
        state.status if state else "waiting",
        rule_words(stage.rule, lang),
        tuple(_who(case, who, lang, units) for who in stage.who),
        said,
        state.due if state and state.status == "open" else None,
        state.opened if state else None,
    )


def _matters(member: str, state: StageState) -> bool:
    """Whether the member has spoken, or is still awaited: one of those who suffice is enough."""
    return member in state.marks or state.status == "open"


def _who(case: Case, who: Who, lang: Lang, units: Mapping[str, Words]) -> str:
    """Who will be asked: the head of a unit by name, others as the path says it."""
    directory = case.context.directory
    head = directory.head_of(who.name) if who.kind == "head_of" and who.name != AUTHOR else None
    if head is None or who.title is not None:
        unit = units.get(who.unit or "")
        return who_words(who if unit is None else replace(who, unit=unit.say(lang)), lang, directory)
    return f"{directory.name(head)} ({units.get(who.name, Words(who.name, who.name)).say(lang)})"


def _said(case: Case, stage: Stage, member: str, state: StageState) -> Said:
    directory = case.context.directory
    titles = {BODY + who.name: who.title for who in stage.who if who.title is not None}
    words = titles.get(member)
    name = words.az if words is not None else directory.name(member.removeprefix(BODY))
    mark = state.marks.get(member)
    if mark is None:
        return Said(name, "○")
    hand = "" if mark.by == member or member.startswith(BODY) else directory.name(mark.by)
    return Said(name, _SIGNS[mark.verdict], VERDICTS[mark.verdict], hand, mark)
