"""The payer says by letter what became of an instruction that its files say nothing about.

A wrong word here pays twice, or never: so it is a registered letter, and a second officer who has read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.form import Field, Form, Option
from document_flow.money.acting import OFFICERS, Act, ByHand, Decision, Obligation, Standing, Words, refusal
from document_flow.money.acts.take_reply import TAKEN, TakeReply, take
from document_flow.money.obligation import Reply

LETTERS = {"paid": "letter_paid", "refused": "letter_refused"}
"""What the letter says, by our own codes for it (`rules.OWN`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForBank(ByHand):
    """The payer's letter (its document) says of that instruction that all of it was paid, or that nothing more is."""

    kind: Literal["answer_for_bank"] = "answer_for_bank"
    reference: str
    answer: Literal["paid", "refused"]
    document: str


def decide(standing: Standing[Obligation], command: AnswerForBank) -> Decision:
    """Of the one instruction that is not closed, if it still is the one that the letter is about."""
    asked = standing.state.in_flight
    if asked is None or asked.reference != command.reference:
        return refusal("money.nothing_at_bank")
    if not command.document.strip():
        return refusal("money.no_document")
    reply = Reply(code=LETTERS[command.answer], bank_reference=command.document)
    return take(standing, TakeReply(by=command.by, reference=asked.reference, reply=reply))


ACTS = (
    Act(
        command=AnswerForBank,
        decide=decide,
        who=OFFICERS,
        events=TAKEN,
        forms=(
            Form(
                title=Words("Ödəyənin məktubla cavabı", "The payer's answer by letter"),
                place="more",
                fields=(
                    Field(
                        "answer",
                        Words("Məktubda deyilir", "The letter says"),
                        "choice",
                        required=True,
                        options=(
                            Option("paid", Words("ödənilib", "it was paid")),
                            Option("refused", Words("ödənilməyib və ödənilməyəcək", "it was not paid and will not be")),
                        ),
                    ),
                    Field(
                        "document",
                        Words("Məktub (ünvanı və ya kimliyi)", "The letter (address or id)"),
                        "line",
                        required=True,
                    ),
                ),
                hint=Words(
                    "Məktub qeydiyyatda olmalıdır. İkinci şəxs razılaşandan sonra cavab sayılır.",
                    "The letter has to be registered. It is the answer once a second person has agreed.",
                ),
            ),
        ),
        second=True,
    ),
)
