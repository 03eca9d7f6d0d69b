"""The statement goes to the utility; who does not answer is reminded once, and then it is a task for a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
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
    Settlement,
    Standing,
    Words,
    refusal,
)
from document_flow.settlements.standing import ANSWER_DAYS, REMINDER_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SendStatement(ByHand):
    """By file, or where the utility takes none by a letter of that number. The hub numbers it."""

    kind: Literal["send_statement"] = "send_statement"
    document: str = ""
    notice_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSent(Happened):
    """An answer is awaited until the end of `due`."""

    kind: Literal["statement_sent"] = "statement_sent"
    notice_no: str
    document: str
    due: date

    def apply(self, state: Settlement) -> Settlement:
        return replace(
            state,
            phase="sent",
            notice_no=self.notice_no,
            statements=state.statements + 1,
            sent_by=self.by,
            document=self.document,
            due=self.due,
            reminded=False,
            reference="",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseAnswer(ByHand):
    """The clock has gone on."""

    kind: Literal["chase_answer"] = "chase_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityReminded(Happened):
    """The same statement goes again."""

    kind: Literal["utility_reminded"] = "utility_reminded"
    due: date

    def apply(self, state: Settlement) -> Settlement:
        return replace(state, reminded=True, due=self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToAnOfficial(Happened):
    """Somebody has to call the utility, and to note what it says."""

    kind: Literal["left_to_an_official"] = "left_to_an_official"

    def apply(self, state: Settlement) -> Settlement:
        return replace(state, phase="unanswered", due=None)


def _send(standing: Standing, command: SendStatement) -> Decision:
    """What is compared, or again what was disputed or stayed unanswered."""
    if refused := standing.unless("compared", "disputed", "unanswered"):
        return refused
    document = command.document.strip()
    if not document and not standing.takes_files:
        return refusal("settlements.no_way")
    due = standing.after(ANSWER_DAYS)
    stamp = standing.stamp(command.by)
    return (StatementSent(**stamp, notice_no=command.notice_no, document=document, due=due),)


def _chase(standing: Standing, command: ChaseAnswer) -> Decision:
    """Nothing before the term is over."""
    state = standing.state
    if refused := standing.unless("sent"):
        return refused
    if state.due is not None and standing.context.today <= state.due:
        return ()
    stamp = standing.stamp(command.by)
    if state.reminded:
        return (LeftToAnOfficial(**stamp),)
    return (UtilityReminded(**stamp, due=standing.after(REMINDER_DAYS)),)


ACTS = (
    Act(
        command=SendStatement,
        decide=_send,
        who=OFFICERS,
        events={StatementSent: Words("quruma göndərildi", "sent to the utility")},
        forms=(
            Form(
                title=Words("Quruma göndər", "Send to the utility"),
                place="now",
                tone="primary",
                rank=10,
                fields=(
                    Field(
                        "document",
                        Words("Məktub", "Letter"),
                        "line",
                        hint=Words(
                            "qurum fayl qəbul etmirsə, məktubun nömrəsi",
                            "where the utility takes no files, the letter's number",
                        ),
                        tried="…",
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=ChaseAnswer,
        decide=_chase,
        who=MACHINE,
        events={
            UtilityReminded: Words("quruma xatırladıldı", "the utility was reminded"),
            LeftToAnOfficial: Words(
                "cavab gəlmədi, vəzifəli şəxs baxmalıdır", "no answer came: an official has to see"
            ),
        },
    ),
)
