"""A case as a matter: what a citizen is told of it, out of its state, its history and its programme. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from document_flow.cases.acts.lapse import ends_on
from document_flow.cases.acts.revocation import REASON_COLUMN, Revoked
from document_flow.cases.acts.suspension import Suspended
from document_flow.cases.event import Event
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Ruling
from document_flow.cases.waiting import reached_by, waiting, when_and_where
from document_flow.context import BAKU
from document_flow.decisions.table import ASSUMED
from document_flow.programmes.programme import FactRule, Programme
from document_flow.words import Words
from hub.desks.matters import (
    COMPLAIN,
    DECIDED_ON,
    NOTHING_NEXT,
    NOTHING_TO_BRING,
    Matter,
    Tone,
    remedy_of,
    sentences,
    with_day,
    with_text,
)

_GRANTED: Final = Words("Verilib", "Granted")
_REFUSED: Final = Words("İmtina edilib", "Refused")
_DRAFT: Final = Words("İmtina layihəsi var, qərar deyil", "There is a draft of a refusal, no decision")
_BASIS: Final = Words("Əsas", "Basis")
_SUM_COLUMN: Final = "məbləğ"
"""In qəpik."""
_DECISION: Final = Words("Qərar", "Decision")
DECIDE_BY: Final = Words("Qərarın son günü", "Last day for the decision")
_HEARING: Final = Words("Dinlənilməyə gəlin", "Come to the hearing")
_INVITED: Final = Words("Dinlənilmə günü təyin ediləcək", "The day of the hearing will be set")
_BRING_THERE: Final = Words(
    "Şəxsiyyət vəsiqənizi, sübut saydığınız sənədləri gətirə, nümayəndə ilə gələ bilərsiniz",
    "You may bring your identity card and whatever you think is evidence, and come with a representative",
)
_FETCH: Final = Words("Kağız hazırdır: dəftərxanadan götürün", "The paper is ready: take it at the registry")
_FETCH_THERE: Final = Words("Kağız hazırdır: müraciət etdiyiniz portaldadır", "The paper is ready: it is at the portal")
_AGAIN: Final = Words("Lazımdırsa, yeni ərizə verin", "Apply again if you need it")
_LAPSED: Final = Words("Müddəti bitib", "Its term has ended")
_NEWER: Final = Words("Yerinə yenisi verilib", "A newer one took its place")
_WITHDRAWN: Final = Words("Ərizəçi geri götürüb", "The applicant took it back")
_RECALLED: Final = Words(
    "Mənbə məlumatı təsdiqləmədi, kağız geri çağırıldı", "Its source did not confirm it, the paper was recalled"
)
_REVOKED: Final = Words("İki vəzifəli şəxs ləğv edib, səbəb", "Two officials revoked it; reason")
_SUSPENDED: Final = Words("İki vəzifəli şəxs dayandırıb, səbəb", "Two officials suspended it; reason")
_LOST: Final = Words("İtdiyi bildirilib", "It was reported lost")
_DIED: Final = Words("Şəxs vəfat edib, vəzifəli şəxs xitam verib", "The person has died, an official ended it")
_ENDS: Final = {
    "died": _DIED,
    "lapsed": _LAPSED,
    "superseded": _NEWER,
    "lost": _LOST,
    "withdrawn": _WITHDRAWN,
    "recalled": _RECALLED,
}
_CUT: Final = frozenset(("revoked", "recalled"))


def case_matter(name: str, standing: Standing, events: Sequence[Event], bring: Sequence[FactRule] = ()) -> Matter:
    """The case as its citizen is told of it; `bring` are the papers that it lacks of the applicant."""
    case, programme = standing.case, standing.programme
    number = case.application.number if case.application else ""
    return Matter(
        id=name,
        kind="case",
        what=Words(f"{programme.title.az} № {number}", f"{programme.title.en} No. {number}"),
        why=_why(standing, events),
        since=_since(case, events),
        until=waiting(standing).due or ends_on(case),
        next_step=_next_step(standing),
        bring=_titles(bring) if bring else NOTHING_TO_BRING,
        remedy=_remedy(case, programme),
        tone=_tone(case),
    )


def papers_asked(programme: Programme, case: Case) -> tuple[FactRule, ...]:
    """The papers that only the applicant can show and has not shown; of what an agency delivers none is asked."""
    answers = case.application.answers if case.application else {}
    return tuple(
        rule
        for rule in programme.wanted(answers)
        if {each.via for each in rule.origins} == {"scan"} and rule.origins[0].of not in case.scans
    )


def facts_asked(programme: Programme, case: Case) -> tuple[FactRule, ...]:
    """The facts that the case waits for and only the applicant states; not what an official appraises."""
    lacking = {each.name for each in case.lacking if each.source == "applicant"}
    ours = {each.name for each in programme.questions if each.at_desk}
    return tuple(
        rule for rule in programme.facts if rule.name in lacking and ours.isdisjoint(each.of for each in rule.origins)
    )


def _why(standing: Standing, events: Sequence[Event]) -> Words:
    case, ruling = standing.case, standing.case.decided
    if ruling is None:
        draft = case.draft
        refused = draft is not None and draft.outcome == "refused"
        said = _reasons(standing.programme, draft) if draft is not None and refused else ()
        return sentences(_DRAFT if refused else waiting(standing).need, *said)
    first = _GRANTED if ruling.outcome == "granted" else _REFUSED
    return sentences(*_ended(case, events), first, *_reasons(standing.programme, ruling), *_decision(case, ruling))


def _ended(case: Case, events: Sequence[Event]) -> Iterable[Words]:
    """Why it is over, and since when."""
    taken = _taken_away(events)
    if taken is not None and case.outcome in ("void", "suspended"):
        words = _SUSPENDED if case.outcome == "suspended" else _REVOKED
        yield with_text(words, taken.reason) or words
    elif case.ended in _ENDS:
        yield _ENDS[case.ended]


def _taken_away(events: Sequence[Event]) -> Revoked | Suspended | None:
    """By what it was revoked or suspended the last time."""
    return next((each for each in reversed(events) if isinstance(each, Revoked | Suspended)), None)


def _reasons(programme: Programme, ruling: Ruling) -> Iterable[Words]:
    """What the table came to, and by which article."""
    for column, title, value in programme.said(ruling.row):
        if column == REASON_COLUMN:
            yield value
        elif column != programme.verdict:
            yield Words(f"{title.az}: {_figure(column, value.az)}", f"{title.en}: {_figure(column, value.en)}")
    named = programme.act.named
    basis = "; ".join(ruling.basis)
    in_az = basis.replace(ASSUMED, "fərziyyə")
    yield Words(f"{_BASIS.az}: {in_az or named.az}", f"{_BASIS.en}: {basis or named.en}")


def _figure(column: str, value: str) -> str:
    is_sum = column == _SUM_COLUMN and value.isascii() and value.isdecimal()
    return f"{int(value) / 100:.2f} ₼".replace(".", ",") if is_sum else value


def _decision(case: Case, ruling: Ruling) -> Iterable[Words]:
    paper = case.set_aside.paper if case.set_aside is not None else case.paper
    issued = paper.issued_on if paper else None
    decided = ruling.at.astimezone(BAKU).date() if ruling.at else issued
    found = (with_text(_DECISION, f"№ {ruling.paper_no}" if ruling.paper_no else None), with_day(DECIDED_ON, decided))
    yield from (each for each in found if each is not None)


def _since(case: Case, events: Sequence[Event]) -> date | None:
    """The day from which it stands as it does: of what was revoked or has ended that day, else the application's."""
    taken = _taken_away(events)
    if case.set_aside is not None and taken is not None:
        return taken.day
    if not case.is_open and events:
        # How its holder was told of a recall comes after its end.
        return case.recalled_on or events[-1].at.astimezone(BAKU).date()
    return case.application.day if case.application else None


def _next_step(standing: Standing) -> Words:
    case, due = standing.case, waiting(standing).due
    if case.set_aside is not None:
        return sentences(waiting(standing).need, NOTHING_NEXT) if case.is_complained_about else COMPLAIN
    if not case.is_open:
        return COMPLAIN if case.ended in _CUT else _AGAIN
    hearing = hearing_to_come(standing)
    if case.phase != "in_effect":
        return sentences(hearing or NOTHING_NEXT, with_day(DECIDE_BY, due))
    if hearing is not None:
        return hearing
    if case.is_complained_about or case.is_provisional:
        return sentences(waiting(standing).need, NOTHING_NEXT)
    if case.outcome == "refused":
        return COMPLAIN
    if case.notice is None:
        return _FETCH_THERE if case.application and case.application.channel == "portal" else _FETCH
    return NOTHING_NEXT


def hearing_to_come(standing: Standing) -> Words | None:
    """The hearing that is still to come before something is decided against the applicant: when, where, what to bring,
    and whether the invitation is proven to have come.
    """
    case = standing.case
    if case.adverse is None or case.is_heard or not standing.hears:
        return None
    hearing = case.invited
    if hearing is None:
        return _INVITED
    when = when_and_where(hearing)
    come = Words(f"{_HEARING.az}: {when.az}", f"{_HEARING.en}: {when.en}")
    return sentences(come, _BRING_THERE, reached_by(hearing))


def _remedy(case: Case, programme: Programme) -> Words | None:
    if (case.outcome == "refused" or case.set_aside is not None) and case.ruling is not None:
        outcome = case.ruling.outcome
        said = (programme.remedy(outcome), programme.adverse(outcome).complaint.act.named, programme.reviewed)
        return remedy_of(said, case.notice.complain_until if case.notice else None)
    return remedy_of(None, None) if case.ended in _CUT else None


def _tone(case: Case) -> Tone:
    if case.outcome in ("refused", "suspended") or case.ended in _CUT:
        return "need"
    if not case.is_open:
        return "gone"
    return "ok" if case.phase == "in_effect" else "wait"


def _titles(rules: Sequence[FactRule]) -> Words:
    return Words(", ".join(each.title.az for each in rules), ", ".join(each.title.en for each in rules))
