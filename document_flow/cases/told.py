"""Who was told of an application and of what became of it: by which ways, in the commit that made it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.cases.state import Case, Sending
from document_flow.hands import Happened
from document_flow.programmes.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantTold(Happened):
    """Messages went out: that there is a paper, or that a provisional one was recalled."""

    kind: Literal["applicant_told"] = "applicant_told"
    sendings: tuple[Sending, ...]

    def apply(self, case: Case) -> Case:
        """Their answers are awaited; none of them is a proof yet."""
        return replace(case, sendings=(*case.sendings, *self.sendings))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentTold(Happened):
    """A parent (`who`, a FIN) who did not ask was told that there is an application for the child."""

    kind: Literal["parent_told"] = "parent_told"
    who: str
    sending: Sending

    def apply(self, case: Case) -> Case:
        """Beside what was sent to this parent before."""
        return replace(case, parents={**case.parents, self.who: (*case.parents.get(self.who, ()), self.sending)})


def is_anybody_left(programme: Programme, case: Case, facts: Mapping[str, Any]) -> bool:
    """Whether by these facts there is somebody to tell: of who has died, whoever represents this person."""
    is_for_another = case.application is not None and case.application.representative is not None
    return is_for_another or not programme.is_dead(facts)
