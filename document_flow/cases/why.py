"""Why somebody gets something, or gets it no more: one line a right, with act, article, date, decider and remedy. Pure.

A line is read in ten seconds: its reason is one sentence. What a case comes to is `why_of`; other rooms make lines of
their own kind of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.cases.acts.revocation import REASON_COLUMN
from document_flow.cases.ends import ended_words
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Notice, Ruling
from document_flow.context import BAKU
from document_flow.dates_az import short_date
from document_flow.words import Words

State = Literal["waiting", "in_force", "proposed", "suspending", "suspended", "withheld", "ended", "refused"]
STATES: Mapping[State, Words] = {
    "waiting": Words("baxılır", "being considered"),
    "in_force": Words("qüvvədədir", "in force"),
    "proposed": Words("qüvvədədir, ləğvi təklif olunub", "in force, its revocation is proposed"),
    "suspending": Words("qüvvədədir, dayandırılması təklif olunub", "in force, its suspension is proposed"),
    "suspended": Words("dayandırılıb", "suspended"),
    "withheld": Words("saxlanılıb", "withheld"),
    "ended": Words("xitam verilib", "ended"),
    "refused": Words("imtina edilib", "refused"),
}
_PROPOSED = {
    "proposed": Words("Hələ qüvvədədir, ləğvi təklif olunub: {}.", "Still in force, its revocation is proposed: {}."),
    "suspending": Words(
        "Hələ qüvvədədir, dayandırılması təklif olunub: {}.", "Still in force, its suspension is proposed: {}."
    ),
}
_RUNS = Words("Son gün {}, qalan gün: {}.", "Until {}, days left: {}.")
_OVER = Words("Şikayət müddəti bitib: son gün {} idi; məhkəmə yolu qalır.", "The term ended on {}; a court remains.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Where and how to complain, in words, under which act. `until` is the last day and `days_left` how many remain:
    0 on that day; None where the term has not begun or is over. `term` says which in a sentence.
    """

    how: Words
    act: Words
    term: Words
    until: date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyLine:
    """One right of a person, or what was asked for and refused. Amounts in qəpik a month.

    `number` is its paper's, `case` the id of its case and `case_number` the application's; empty where it has none
    here. `basis` are acts with their articles; `by` is who decided, by name.
    """

    title: Words
    state: State
    reason: Words
    amount: int | None = None
    since: date | None = None
    until: date | None = None
    number: str = ""
    case: str = ""
    case_number: str = ""
    basis: tuple[str, ...] = ()
    decided_on: date | None = None
    by: str = ""
    remedy: Remedy | None = None


def why_of(standing: Standing, name: str, waits: Words) -> WhyLine:
    """The line of a case, whose id is `name`; `waits` is what it waits for, in words."""
    case, programme = standing.case, standing.programme
    state = _state(case)
    granted, ruling = case.decided, case.ruling
    given = case.given if granted is not None and granted.outcome == "granted" else None
    decided_on = ruling.at.astimezone(BAKU).date() if ruling is not None and ruling.at is not None else None
    ended = decided_on if case.set_aside is not None else None
    return WhyLine(
        title=programme.title,
        state=state,
        reason=_reason(case, state, waits),
        amount=_amount(standing, granted) if given is not None else None,
        since=given.issued_on if given is not None else None,
        until=(ended or given.valid_until) if given is not None else None,
        number=given.no if given is not None else ruling.paper_no if ruling is not None else "",
        case=name,
        case_number=case.application.number if case.application is not None else "",
        basis=ruling.basis if ruling is not None else (),
        decided_on=decided_on,
        by=standing.context.directory.name(ruling.by) if ruling is not None else "",
        remedy=_remedy(standing) if state in ("refused", "suspended", "ended") else None,
    )


def _state(case: Case) -> State:
    if case.is_pending:
        return "waiting"
    if case.holds:
        keeps = case.proposal is None or case.proposal.what == "correct"
        proposed: State = "in_force" if keeps else "proposed"
        return "suspending" if case.proposal is not None and case.proposal.what == "suspend" else proposed
    if case.is_suspended:
        return "suspended"
    return "refused" if case.outcome == "refused" else "ended"


def _reason(case: Case, state: State, waits: Words) -> Words:
    said = case.row(REASON_COLUMN) or "–"
    if state == "waiting":
        return _filled(Words("{}.", "{}."), waits)
    if state in _PROPOSED and case.proposal is not None:
        return _filled(_PROPOSED[state], Words(case.proposal.reason, case.proposal.reason))
    if state == "in_force":
        return Words("Qüvvədədir, kəsilməyib.", "It is in force, nothing was cut.")
    if state in ("refused", "suspended"):
        return _filled(
            Words("İmtina edilib: {}.", "Refused: {}.")
            if state == "refused"
            else Words("Dayandırılıb: {}.", "Suspended: {}."),
            Words(said, said),
        )
    return _filled(
        Words("Xitam verilib: {}.", "Ended: {}."),
        Words(said, said) if case.set_aside is not None else ended_words(case.ended),
    )


def _filled(words: Words, said: Words) -> Words:
    return Words(words.az.format(said.az.rstrip(".")), words.en.format(said.en.rstrip(".")))


def _amount(standing: Standing, ruling: Ruling | None) -> int | None:
    """What the effect takes of the table as its sum of money."""
    effect = standing.programme.effect
    source = effect.fields.get("amount_qepik", "") if effect is not None else ""
    said = ruling.row.get(source.removeprefix("row "), "") if ruling is not None else ""
    return int(said) if said.isdecimal() else None


def _remedy(standing: Standing) -> Remedy | None:
    """Of what was decided by an act; what ended by itself has none."""
    case = standing.case
    if case.ruling is None or case.ruling.outcome == "granted":
        return None
    rule = standing.programme.adverse(case.ruling.outcome)
    said, reviewed = standing.programme.remedy(case.ruling.outcome), standing.programme.reviewed
    how = Words(f"{said.az} {reviewed.az}", f"{said.en} {reviewed.en}")
    act, until = rule.complaint.act.named, case.notice.complain_until if case.notice is not None else None
    left = (until - standing.context.today).days if until is not None else None
    left = left if left is not None and left >= 0 else None
    return Remedy(how=how, act=act, until=until, days_left=left, term=_term(case, case.notice, left))


def _term(case: Case, notice: Notice | None, left: int | None) -> Words:
    if case.is_complained_about:
        return Words("Şikayət verilib, baxılır.", "A complaint was made, it is being considered.")
    if notice is None or notice.complain_until is None:
        return Words(
            "Müddət hələ başlamayıb: kağızın təhvili sübut olunmayıb.",
            "The term has not begun: it is not proven that the paper was handed over.",
        )
    day = short_date(notice.complain_until)
    if left is None:
        return Words(_OVER.az.format(day), _OVER.en.format(day))
    return Words(_RUNS.az.format(day, left), _RUNS.en.format(day, left))
