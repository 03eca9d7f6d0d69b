"""The control's owner sends the report back: the questions are not solved. The term stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import (
    REASON,
    AboutOne,
    Act,
    Case,
    Decision,
    Form,
    HappenedTo,
    Resolution,
    Words,
    blank,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnExecution(AboutOne):
    """To the lead."""

    kind: Literal["return_execution"] = "return_execution"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionReturned(HappenedTo):
    """The report went back to the lead."""

    kind: Literal["execution_returned"] = "execution_returned"
    reason: str

    def changed(self, known: Resolution) -> Resolution:
        """It runs on, and what was reported is no result."""
        return replace(known, status="open", report=None, returns=(*known.returns, self.reason))


def decide(case: Case, resolution: Resolution, command: ReturnExecution) -> Decision:
    """Back to the lead; the term is not moved by it."""
    refused = case.owned_report(resolution) or blank(reason=command.reason)
    return refused or (ExecutionReturned(**case.stamp(resolution.id), reason=command.reason),)


ACTS = (
    Act(
        command=ReturnExecution,
        decide=decide,
        events={ExecutionReturned: Words("icra qaytarıldı", "execution was sent back")},
        forms=(
            Form(
                title=Words("İcranı qaytar", "Send the execution back"),
                place="now",
                rank=5,
                subject="resolutions",
                about="resolution",
                fields=(REASON,),
            ),
        ),
    ),
)
