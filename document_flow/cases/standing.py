"""A case before a command: its state, the moment, and its programme; with the checks that acts share."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.cases.ends import ended_words
from document_flow.cases.event import Event
from document_flow.cases.refusals import refusal
from document_flow.cases.state import Case
from document_flow.context import Context
from document_flow.hands import Stamp
from document_flow.outcome import Refusal
from document_flow.paths.drawing.words import ROLES
from document_flow.people import HUB
from document_flow.programmes.programme import Programme

Decision = tuple[Event, ...] | Refusal


DECIDERS = ("head", "programme_officer")
"""The roles that decide: a draft, a revocation, a complaint, a doubt about a paper."""
AT_DESK = ("clerk", *DECIDERS)
"""The roles that do all else with cases, where an act does not say who may."""


PROTECTORS = ("programme_officer",)
"""The roles that may see a protected address: they alone can write to one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The case as it stands at a moment. `related` are officials whose own case it is, or a relative's; `is_protected`:
    where somebody of it lives is.
    """

    case: Case
    programme: Programme
    context: Context
    related: frozenset[str] = frozenset()
    is_protected: bool = False

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def hand(self, by: str, who: tuple[str, ...]) -> Refusal | None:
        """Why this hand may not act on this case, or not do what is for these roles; the hub's own may."""
        if by == HUB:
            return None
        directory = self.context.directory
        if by in self.related:
            return refusal("cases.related", name=directory.name(by))
        if by in self.case.barred:
            return refusal("cases.barred", name=directory.name(by))
        if not directory.is_in_office(by):
            return refusal("cases.unknown_person", name=directory.name(by))
        if directory.has_role(by, who):
            return None
        names = [ROLES[role] for role in who]
        return refusal(
            "cases.role", az=" və ya ".join(each.az for each in names), en=" or a ".join(each.en for each in names)
        )

    @property
    def hears(self) -> bool:
        """Whether nobody is refused unheard: where the programme says so, and of what an official decides by hand."""
        draft = self.case.draft
        return self.programme.hearing or (draft is not None and bool(draft.drafted_by))

    @property
    def needed(self) -> frozenset[str]:
        """The facts without which nothing is decided."""
        answers = self.case.application.answers if self.case.application else {}
        return frozenset(rule.name for rule in self.programme.wanted(answers) if rule.needed)

    def open(self) -> Refusal | None:
        """Why nothing can become of it any more."""
        return None if self.case.is_open else self._closed()

    def told(self) -> Refusal | None:
        """Why nobody is told anything of it any more."""
        return None if self.case.is_told else self._closed()

    def _closed(self) -> Refusal:
        return refusal("cases.closed", ended=ended_words(self.case.ended))
