"""One command before the run: the path, the state, the moment and whose hand it is, with the checks of standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.paths.path import Path, Stage
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.state import StageState, State, Status
from document_flow.words import Words

MANAGERS = frozenset(("clerk", "head"))
"""Roles that may suspend, assign and move the path."""


class Stamp(TypedDict):
    """What every event says first."""

    by: str
    on_behalf_of: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that deciding about one command may look at. `principal` is who the command counts for."""

    path: Path
    state: State
    context: Context
    by: str
    on_behalf_of: str | None

    @property
    def principal(self) -> str:
        return self.on_behalf_of or self.by

    @property
    def stamp(self) -> Stamp:
        return {"by": self.by, "on_behalf_of": self.on_behalf_of, "at": self.context.now}

    def name(self, login: str) -> str:
        """What the official is called."""
        return self.context.directory.name(login)

    def title(self, stage: str) -> Words:
        """What the stage of that id is called."""
        return next(each.title for each in self.path.stages if each.id == stage)

    @property
    def definition(self) -> Stage:
        """The definition of the open stage; ask only where there is one."""
        return self.path.stages[self.state.current]


def standing(case: Case) -> Refusal | None:
    """Why this person may do nothing at all: not in office, or no stand-in of that principal today."""
    directory = case.context.directory
    official = directory.officials.get(case.by)
    if official is None or not official.active:
        return refusal("path.unknown_person", name=case.name(case.by))
    if case.on_behalf_of is None:
        return None
    acting = directory.acting_for(case.by, case.context.today, case.state.document_kind)
    if case.on_behalf_of not in acting or case.on_behalf_of == case.by:
        return refusal("path.no_stand_in", by=case.name(case.by), principal=case.name(case.on_behalf_of))
    return None


def not_author(case: Case) -> Refusal | None:
    """Why it is not the author's word."""
    return None if case.principal == case.state.author else refusal("path.not_author")


def not_manager(case: Case) -> Refusal | None:
    """Why this person may not manage the run: neither clerk nor head."""
    official = case.context.directory.officials.get(case.principal)
    return None if official is not None and official.roles & MANAGERS else refusal("path.not_manager")


def is_involved(state: State, login: str) -> bool:
    """Whether the run asks the person, or the person has spoken in it: such a one may not send it on for the author."""
    return any(
        login in stage.members or any(mark.by == login for mark in stage.marks.values())
        for stage in state.stages
        if stage.status in ("open", "passed")
    )


def no_text(text: str) -> Refusal | None:
    """Why the text does not do: nothing stands in it."""
    return None if text.strip() else refusal("path.note")


def stale(state: State, seen: str) -> Refusal | None:
    """Why the content that was seen is not the one that counts, with the last change if it is between the two."""
    if seen == state.content_hash:
        return None
    change = state.change
    shown = change.difference if change is not None and change.previous_hash == seen else ""
    return refusal(
        "path.stale",
        seen=seen[:12],
        now=state.content_hash[:12],
        change_az=f"; dəyişiklik: {shown}" if shown else "",
        change_en=f"; the change: {shown}" if shown else "",
    )


def open_stage(state: State) -> StageState | Refusal:
    """The stage that may be acted in, or where the run is instead."""
    stage = state.stage
    if stage is None:
        return elsewhere(state)
    if state.suspension is not None:
        return refusal("path.suspended", since=f"{state.suspension.since:%d.%m.%Y}")
    return stage


def elsewhere(state: State) -> Refusal:
    """Not now, because of where the run is."""
    words = STATUS_WORDS[state.status]
    return not_now(words.az, words.en)


STATUS_WORDS: dict[Status, Words] = {
    "nothing": Words("icraat başlanmayıb", "nothing has begun"),
    "draft": Words("sənəd layihədir, hələ göndərilməyib", "the document is a draft and was not submitted yet"),
    "running": Words("sənəd razılaşdırmadadır", "the document is on its path"),
    "returned": Words("sənəd müəllifə qaytarılıb", "the document is back with its author"),
    "recalled": Words("sənəd geri çağırılıb", "the document was recalled"),
    "refused": Words("sənəddən imtina edilib", "the document was refused"),
    "approved": Words("sənəd təsdiq edilib", "the document is approved"),
}
