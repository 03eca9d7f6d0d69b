"""The treasury answers by a letter that an officer notes: whole, in part by district, or not; or it is late."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.dates_az import short_date
from document_flow.form import Field, Form, Option
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.treasury.standing import Decision, Standing, refusal
from document_flow.treasury.state import PHASES, Outcome, TreasuryRequest
from document_flow.words import Words

_LINE = re.compile(r"([0-9]{1,6})[ \t;]+([0-9]{1,13})(?:[,.]([0-9]{2}))?")
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTreasuryAnswer(ByHand):
    """What its letter says. Of a part `qepik` is the whole sum, and `sums` are the districts that are given otherwise
    than asked, a line each: number in the table, sum in manat.
    """

    kind: Literal["note_treasury_answer"] = "note_treasury_answer"
    outcome: Outcome
    answer: str
    answered_on: date
    qepik: int | None = None
    sums: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseTreasury(ByHand):
    """The clock has gone on."""

    kind: Literal["chase_treasury"] = "chase_treasury"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreasuryAnswered(Happened):
    """So much by list. A part may be followed by another answer; what was refused may be opened anew."""

    kind: Literal["treasury_answered"] = "treasury_answered"
    outcome: Outcome
    answer: str
    answered_on: date
    granted: Mapping[str, int]
    reason: str

    def apply(self, state: TreasuryRequest) -> TreasuryRequest:
        said = replace(state, phase=self.outcome, answer=self.answer, answered_on=self.answered_on, due=None)
        return replace(said, granted=self.granted, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreasuryLate(Happened):
    """The last day is over: somebody has to call the treasury, and to note what it says."""

    kind: Literal["treasury_late"] = "treasury_late"

    def apply(self, state: TreasuryRequest) -> TreasuryRequest:
        return replace(state, phase="unanswered")


def _note(standing: Standing, command: NoteTreasuryAnswer) -> Decision:
    """Of what was sent, also late; what was granted in part may be added to by another letter."""
    state, answer, reason = standing.state, command.answer.strip(), command.reason.strip()
    if refused := standing.unless("sent", "unanswered", "partly"):
        return refused
    if not answer or (command.outcome == "refused" and not reason):
        return refusal("treasury.no_basis")
    sent = state.day or standing.context.today
    if not sent <= command.answered_on <= standing.context.today:
        return refusal("treasury.day", day=short_date(command.answered_on), sent=short_date(sent))
    granted = _granted(state, command)
    if isinstance(granted, Refusal):
        return granted
    answered = TreasuryAnswered(
        **standing.stamp(command.by),
        outcome=command.outcome,
        answer=answer,
        answered_on=command.answered_on,
        granted=granted,
        reason=reason,
    )
    return (answered,)


def _granted(state: TreasuryRequest, command: NoteTreasuryAnswer) -> Mapping[str, int] | Refusal:
    """By list; a district that is not named is given what was asked. The letter's sum has to come out."""
    asked = {each.list_id: each.qepik for each in state.districts}
    if command.outcome != "partly":
        return asked if command.outcome == "granted" else dict.fromkeys(asked, 0)
    named: dict[str, int] = {}
    for line in filter(None, map(str.strip, command.sums.splitlines())):
        found = _LINE.fullmatch(line)
        number, qepik = (int(found[1]), int(found[2] + (found[3] or "00"))) if found else (0, 0)
        district = state.districts[number - 1].list_id if 0 < number <= len(state.districts) else ""
        if not district or district in named or qepik > asked[district]:
            return refusal("treasury.line", line=line[:_SHOWN])
        named[district] = qepik
    granted, said = {**asked, **named}, command.qepik or 0
    lines = sum(granted.values())
    if lines != said or not 0 < said < state.qepik:
        return refusal("treasury.total", lines=lines, said=said, asked=state.qepik)
    return granted


def _chase(standing: Standing, command: ChaseTreasury) -> Decision:
    """Nothing before the last day is over."""
    due = standing.state.due
    late = due is not None and standing.context.today > due
    return standing.unless("sent") or ((TreasuryLate(**standing.stamp(command.by)),) if late else ())


ACTS = (
    Act(
        command=NoteTreasuryAnswer,
        decide=_note,
        who=OFFICERS,
        events={TreasuryAnswered: Words("xəzinədarlıq cavab verdi", "the treasury answered")},
        forms=(
            Form(
                title=Words("Xəzinədarlığın cavabını yaz", "Note the treasury's answer"),
                place="now",
                rank=30,
                fields=(
                    Field(
                        "outcome",
                        Words("Cavab", "Answer"),
                        "choice",
                        required=True,
                        options=tuple(Option(each, PHASES[each]) for each in ("granted", "partly", "refused")),
                    ),
                    Field("answer", Words("Cavab sənədinin nömrəsi", "Number of its document"), "line", required=True),
                    Field("answered_on", Words("Cavabın günü", "Day of the answer"), "date", required=True),
                    Field("qepik", Words("Ayrılan cəm (qismən olduqda)", "Sum granted (of a part)"), "amount"),
                    Field(
                        "sums",
                        Words("İstənildiyindən az ayrılan rayonlar", "Districts that are given less than asked"),
                        hint=Words(
                            "hər sətirdə cədvəldəki nömrə və məbləğ: 3 1200,00",
                            "a line each, number and sum: 3 1200,00",
                        ),
                    ),
                    Field("reason", Words("İmtinanın səbəbi", "Why it was refused"), "line"),
                ),
            ),
        ),
    ),
    Act(
        command=ChaseTreasury,
        decide=_chase,
        who=MACHINE,
        events={
            TreasuryLate: Words("cavab gecikir, vəzifəli şəxs baxmalıdır", "the answer is late: an official has to see")
        },
    ),
)
