"""That an applicant was told of what became of the application: by which ways, in the commit that made it so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.state import Case, Sending
from document_flow.hands import Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantTold(Happened):
    """Messages went out: that there is a paper, or that a provisional one was recalled."""

    kind: Literal["applicant_told"] = "applicant_told"
    sendings: tuple[Sending, ...]

    def apply(self, case: Case) -> Case:
        """Their answers are awaited; none of them is a proof yet."""
        return replace(case, sendings=(*case.sendings, *self.sendings))
