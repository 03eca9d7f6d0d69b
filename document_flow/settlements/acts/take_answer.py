"""The utility answers the statement: by message, or by a letter that an officer notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.settlements.acting import (
    MACHINE,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Field,
    Form,
    Happened,
    Option,
    Settlement,
    Standing,
    Words,
    refusal,
)

Answer = Literal["accepted", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAnswer(ByHand):
    """What came to the statement of that number; `reference` is the utility's own."""

    kind: Literal["take_answer"] = "take_answer"
    notice_no: str
    answer: Answer
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnswer(ByHand):
    """What the utility wrote in a letter of that number."""

    kind: Literal["note_answer"] = "note_answer"
    answer: Answer
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityAnswered(Happened):
    """It is the officers' turn."""

    kind: Literal["utility_answered"] = "utility_answered"
    answer: Answer
    reference: str

    def apply(self, state: Settlement) -> Settlement:
        return replace(state, phase=self.answer, reference=self.reference, due=None)


def decide(standing: Standing, command: TakeAnswer | NoteAnswer) -> Decision:
    """To the statement that was sent last, also late."""
    if refused := standing.unless("sent", "unanswered"):
        return refused
    if isinstance(command, TakeAnswer) and command.notice_no != standing.state.notice_no:
        return refusal("settlements.other_notice", notice=command.notice_no)
    if isinstance(command, NoteAnswer) and not command.reference.strip():
        return refusal("settlements.no_basis")
    stamp = standing.stamp(command.by)
    return (UtilityAnswered(**stamp, answer=command.answer, reference=command.reference.strip()),)


_ANSWERED = {UtilityAnswered: Words("qurum cavab verdi", "the utility answered")}
ACTS = (
    Act(command=TakeAnswer, decide=decide, who=MACHINE, events=_ANSWERED),
    Act(
        command=NoteAnswer,
        decide=decide,
        who=OFFICERS,
        events=_ANSWERED,
        forms=(
            Form(
                title=Words("Qurumun cavabını yaz", "Note the utility's answer"),
                place="now",
                rank=20,
                fields=(
                    Field(
                        "answer",
                        Words("Cavab", "Answer"),
                        "choice",
                        required=True,
                        options=(
                            Option("accepted", Words("qəbul edib", "accepted")),
                            Option("disputed", Words("etiraz edib", "disputed")),
                        ),
                    ),
                    Field("reference", Words("Məktubun nömrəsi", "Number of the letter"), "line", required=True),
                ),
            ),
        ),
    ),
)
