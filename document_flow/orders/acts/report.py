"""The lead reports execution: the answering document, or a note why none is needed (art. 128)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import (
    AboutOne,
    Act,
    Case,
    Decision,
    Field,
    Form,
    HappenedTo,
    Resolution,
    Words,
    refusal,
)
from document_flow.orders.acts.accept_execution import executed
from document_flow.orders.state import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(AboutOne):
    """What was done."""

    kind: Literal["report"] = "report"
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(HappenedTo):
    """The lead reported, with the answering document or a note why none is needed."""

    kind: Literal["reported"] = "reported"
    answer: str
    note: str

    def changed(self, known: Resolution) -> Resolution:
        """For the owner of the control to decide."""
        return replace(known, status="reported", report=Note(self.principal, self.by, self.at, self.note, self.answer))


def decide(case: Case, resolution: Resolution, command: Report) -> Decision:
    """Executed only when a substantive answer was sent, else with a note (art. 128); under control it then waits."""
    refused = resolution.stands() or case.lead_only(resolution)
    if refused is not None:
        return refused
    if not command.answer.strip() and not command.note.strip():
        return refusal("orders.no_answer")
    done = Reported(**case.stamp(resolution.id), answer=command.answer.strip(), note=command.note.strip())
    return (done,) if resolution.owner is not None else (done, executed(case, resolution))


ACTS = (
    Act(
        command=Report,
        decide=decide,
        events={Reported: Words("icra barədə məlumat verildi", "execution was reported")},
        forms=(
            Form(
                title=Words("İcra et", "Execute"),
                place="now",
                rank=2,
                tone="primary",
                subject="resolutions",
                about="resolution",
                fields=(
                    Field(
                        "answer",
                        Words("Cavab sənədinin ünvanı", "Address of the answering document"),
                        "document",
                        source="answer",
                    ),
                    Field(
                        "note",
                        Words("İcra barədə məlumat", "Note on the execution"),
                        tried="…",
                        hint=Words(
                            "Cavab sənədi yoxdursa, cavabın nə üçün lazım olmadığını yazın (maddə 128).",
                            "Without an answering document, say why no answer is needed (art. 128).",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
