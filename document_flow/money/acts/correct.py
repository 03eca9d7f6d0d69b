"""What is owed is corrected by a signed difference, under a decision; what was said before stays.

A list that corrects was approved by its parties, so its word is in force at once. What one officer proposes on their
own is in force once another has agreed to it: more is a grant, less takes bread away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Field, Form
from document_flow.money.acting import (
    MACHINE,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Happened,
    Obligation,
    Standing,
    Words,
    refusal,
)
from document_flow.money.shares import Share
from document_flow.money.standing import once


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(ByHand):
    """By that decision (its document) so many qəpik more are owed, or less; `list_id` is the list that says so."""

    kind: Literal["correct"] = "correct"
    delta_qepik: int
    document: str
    list_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Happened):
    """The difference is in force; where it was paid already, too much was paid."""

    kind: Literal["corrected"] = "corrected"
    delta_qepik: int
    document: str
    list_id: str = ""

    def apply(self, state: Obligation) -> Obligation:
        proposed = {state.waiting.by} if state.waiting is not None and not self.list_id else set()
        after = replace(
            state,
            corrections={**state.corrections, self.document: self.delta_qepik},
            corrected_by=state.corrected_by | {self.by} | proposed,
            shares=(*state.shares, Share(list_id=self.list_id, amount_qepik=self.delta_qepik)),
        )
        return replace(after, tried_qepik=min(state.tried_qepik, after.owed_qepik))


def decide(standing: Standing[Obligation], command: Correct) -> Decision:
    """Once a decision; nothing less than nothing is ever owed."""
    state, delta = standing.state, command.delta_qepik
    repeated = once(state.corrections, command.document, delta)
    if repeated is not None:
        return repeated
    if state.debt is None or not delta or state.owed_qepik + delta < 0:
        return refusal("money.no_amount", qepik=delta)
    stamp = standing.stamp(command.by)
    return (Corrected(**stamp, delta_qepik=delta, document=command.document, list_id=command.list_id),)


ACTS = (
    Act(
        command=Correct,
        decide=decide,
        who=(*MACHINE, *OFFICERS),
        events={Corrected: Words("məbləğ düzəldildi", "corrected")},
        forms=(
            Form(
                title=Words("Məbləği düzəlt", "Correct the sum"),
                place="more",
                fields=(
                    Field("delta_qepik", Words("Fərq, manat", "Difference in manat"), "amount", required=True),
                    Field(
                        "document",
                        Words("Qərar (ünvanı və ya kimliyi)", "Decision (address or id)"),
                        "line",
                        required=True,
                    ),
                ),
                hint=Words(
                    "Azalırsa, mənfi yazın: -60,00. İkinci şəxs razılaşandan sonra qüvvəyə minir.",
                    "Write less as -60,00. It is in force once a second person has agreed.",
                ),
            ),
        ),
        second=True,
    ),
)
