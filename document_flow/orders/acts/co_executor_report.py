"""A co-executor's part is done; the lead still answers for the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import TEXT, AboutOne, Act, Case, Decision, Form, HappenedTo, Resolution, Words, blank
from document_flow.orders.state import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class CoExecutorReport(AboutOne):
    """What was done of it."""

    kind: Literal["co_executor_report"] = "co_executor_report"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoReported(HappenedTo):
    """A co-executor's part is done."""

    kind: Literal["co_reported"] = "co_reported"
    text: str

    def changed(self, known: Resolution) -> Resolution:
        """Nobody waits for that co-executor any more."""
        return replace(known, co_reports=(*known.co_reports, Note(self.principal, self.by, self.at, self.text)))


def decide(case: Case, resolution: Resolution, command: CoExecutorReport) -> Decision:
    """While it runs."""
    refused = resolution.stands() or case.co_executor_only(resolution) or blank(text=command.text)
    return refused or (CoReported(**case.stamp(resolution.id), text=command.text),)


ACTS = (
    Act(
        command=CoExecutorReport,
        decide=decide,
        events={CoReported: Words("müştərək icraçı öz hissəsini bitirdi", "a co-executor has done the part")},
        forms=(
            Form(
                name="co_report",
                title=Words("Öz hissəmi bitirdim", "My part is done"),
                place="now",
                rank=3,
                tone="primary",
                subject="resolutions",
                about="resolution",
                fields=(TEXT,),
            ),
        ),
    ),
)
