"""Who was told of an application and of what became of it: by which ways, in the commit that made it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.cases.refusals import refusal
from document_flow.cases.state import About, Addressed, Case, Sending
from document_flow.context import BAKU
from document_flow.hands import Happened
from document_flow.outcome import Refusal
from document_flow.programmes.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantTold(Happened):
    """Messages or a letter went out: that there is a paper, that a provisional one was recalled, that one comes to its
    end, or for which day they are invited to a hearing.
    """

    kind: Literal["applicant_told"] = "applicant_told"
    sendings: tuple[Sending, ...]
    about: About = "paper"

    def apply(self, case: Case) -> Case:
        """Their answers are awaited; none of them is a proof yet."""
        if self.about == "paper":
            return replace(case, sendings=(*case.sendings, *self.sendings))
        if self.about == "ending":
            return case if case.ending is None else replace(case, ending=replace(case.ending, sendings=self.sendings))
        if case.hearing is None:
            return case
        return replace(case, hearing=replace(case.hearing, sendings=(*case.hearing.sendings, *self.sendings)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentTold(Happened):
    """A parent (`who`, a FIN) who did not ask was told that there is an application for the child."""

    kind: Literal["parent_told"] = "parent_told"
    who: str
    sending: Sending

    def apply(self, case: Case) -> Case:
        """Beside what was sent to this parent before."""
        return replace(case, parents={**case.parents, self.who: (*case.parents.get(self.who, ()), self.sending)})


def can_prove(case: Case, sending: Sending) -> bool:
    """Whether a notice proves that it has come once it is opened: on the portal where its reader applied."""
    return sending.way == "portal" and case.application is not None and case.application.channel == "portal"


def to_prove(case: Case, about: About | Literal[""]) -> tuple[About, Addressed] | Refusal:
    """What a letter or a proof is about, and how far its addressee was told: where it is not said what, of the only
    thing that is not proven. Why there is none, or it is proven already.
    """
    unproven = case.unproven
    if not about and len(unproven) > 1:
        return refusal("cases.which_notice")
    meant: About = about or (unproven[0] if unproven else "paper")
    told = case.addressed(meant)
    if told is None:
        return refusal("cases.not_in_effect" if meant == "paper" else "cases.not_invited")
    if told.notice is not None:
        return refusal("cases.noticed", day=told.notice.at.astimezone(BAKU).date())
    return meant, told


def is_anybody_left(programme: Programme, case: Case, facts: Mapping[str, Any]) -> bool:
    """Whether by these facts there is somebody to tell: of who has died, whoever represents this person."""
    is_for_another = case.application is not None and case.application.representative is not None
    return is_for_another or not programme.is_dead(facts)
