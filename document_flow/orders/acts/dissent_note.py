"""A co-executor who disagrees writes a separate note (ayrıca arayış); it stays with the resolution."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import TEXT, AboutOne, Act, Case, Decision, Form, HappenedTo, Resolution, Words, blank
from document_flow.orders.state import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentNote(AboutOne):
    """In the co-executor's own words."""

    kind: Literal["dissent_note"] = "dissent_note"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissented(HappenedTo):
    """A co-executor's separate note."""

    kind: Literal["dissented"] = "dissented"
    text: str

    def changed(self, known: Resolution) -> Resolution:
        """The work goes on."""
        return replace(known, dissents=(*known.dissents, Note(self.principal, self.by, self.at, self.text)))


def decide(case: Case, resolution: Resolution, command: DissentNote) -> Decision:
    """May be written until it is executed, after the lead's report too."""
    refused = case.co_executor_only(resolution) or blank(text=command.text)
    return refused or (Dissented(**case.stamp(resolution.id), text=command.text),)


ACTS = (
    Act(
        command=DissentNote,
        decide=decide,
        events={Dissented: Words("müştərək icraçının ayrıca arayışı", "a co-executor's separate note")},
        forms=(
            Form(
                title=Words("Ayrıca arayış yaz", "Write a separate note"),
                place="orders",
                rank=9,
                subject="resolutions",
                about="resolution",
                fields=(TEXT,),
            ),
        ),
    ),
)
