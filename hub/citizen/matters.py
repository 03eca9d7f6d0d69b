"""Cases for their citizen's eyes: those of the person whom the page is about, what each waits for, and its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from document_flow.azerbaijani import Ending, ended
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Paper
from document_flow.cases.waiting import NO_WAY, NOT_REACHED, RECALL_UNTOLD, waiting
from document_flow.dates_az import short_date
from document_flow.documents.facts import FileRef, Status
from document_flow.documents.state import status_of
from document_flow.words import Words
from hub.app import Hub
from hub.citizen.who import Citizen
from hub.desks.case_matters import DECIDE_BY, hearing_to_come
from hub.desks.matters import body_named, sentences, with_day
from hub.documents.printing.printing import paper_of
from hub.errors import NotFound
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import NO_CASE, programme_of
from hub.programmes.speaking import own_fins
from hub.store.ids import parse_id
from hub.store.tx import Tx
from hub.web.register_scope import reader_of

_MOST: Final = 100
_POSSESSED: Final = "ıiuü"
_OUT: Final = frozenset((Status.SEALED, Status.SENT, Status.FILED))
_OUR_OWN: Final = frozenset(("register", "applicant"))


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper of a case, and how it stands."""

    case: str
    title: Words
    paper: Paper
    state: Words


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """A letter that answers an appeal."""

    document: str
    title: str
    number: str
    on: date | None
    file: FileRef


async def cases_of(tx: Tx, hub: Hub, who: Citizen) -> list[StoredCase]:
    """The person's cases that this citizen may see, the newest first."""
    found = []
    for fin in sorted(await own_fins(tx, reader_of(hub), who.subject)):
        rows = await tx.fetch(
            f"SELECT c.id FROM cases c WHERE c.subject_hash = :subject ORDER BY c.id DESC LIMIT {_MOST}",
            {"subject": hub.hash("fin", fin)},
        )
        found += [await hub.programmes.cases.case_store.get(tx, row["id"]) for row in rows]
    seen = [each for each in found if each is not None and each.case.programme in who.covers]
    return sorted(seen, key=lambda each: each.id, reverse=True)


async def case_of(tx: Tx, hub: Hub, who: Citizen, name: str) -> StoredCase:
    """One of them; NotFound for another person's as for one that there is not."""
    stored = await hub.programmes.cases.case_store.get(tx, parse_id(name) or "0" * 32)
    if stored is None or stored.case.subject not in await own_fins(tx, reader_of(hub), who.subject):
        raise NotFound("cases.unknown", NO_CASE)
    who.need(stored.case.programme)
    return stored


def awaited(standing: Standing) -> Words:
    """What a case waits for and until when, in a sentence: of agencies that are asked, by their names."""
    said, case = waiting(standing), standing.case
    bodies = sorted({each.source for each in case.lacking} - _OUR_OWN)
    if case.is_undecided and case.draft is None and bodies:
        names = [body_named(each) for each in bodies]
        until = "cavab gözlənilir" if said.due is None else "-dək cavab gözlənilir".join((short_date(said.due), ""))
        by = "" if said.due is None else f" until {short_date(said.due)}"
        return Words(
            f"{' və '.join(_from(each.az) for each in names)} {until}",
            f"An answer of {' and '.join(each.en for each in names)} is awaited{by}",
        )
    hearing = hearing_to_come(standing)
    if hearing is not None:
        # The day of the decision beside it would be read as that of the hearing.
        is_set = case.invited is not None
        return hearing if is_set else sentences(hearing, with_day(DECIDE_BY, said.due))
    need = _TO_CITIZEN.get(said.need, said.need)
    if said.due is None:
        return need
    day = short_date(said.due)
    return Words(f"{need.az} (son gün {day})", f"{need.en} (last day {day})")


def _from(name: str) -> str:
    """`Ədliyyə Nazirliyindən`: after an ending of possession stands an n."""
    title = name.partition(" (")[0]
    is_possessed = " " in title and title[-1] in _POSSESSED
    return ended(title + "n" * is_possessed, Ending.ABLATIVE)


def papers_of(stored: StoredCase) -> Iterator[HeldPaper]:
    """Every paper that was handed out in a case, the newest first."""
    case, title = stored.case, programme_of(stored.case).title
    if case.paper is not None:
        yield HeldPaper(stored.id, title, case.paper, _state(case))
    if case.set_aside is not None:
        yield HeldPaper(stored.id, title, case.set_aside.paper, _SUSPENDED if case.outcome == "suspended" else _REVOKED)
    for rest in reversed(case.rests):
        if rest.paper is not None and rest.last is not None:
            yield HeldPaper(stored.id, title, rest.paper, _RESUMED)
    for each in reversed(case.fallen):
        yield HeldPaper(stored.id, title, each, _FALLEN)


def _state(case: Case) -> Words:
    if case.outcome == "refused":
        return _REFUSAL
    if case.outcome in _TAKEN:
        return _TAKEN[case.outcome]
    if not case.is_open:
        return _OVER
    return _PROVISIONAL if case.is_provisional else _HOLDS


async def letters_of(tx: Tx, hub: Hub, appeals: list[str]) -> list[AnswerLetter]:
    """What was written to the citizen in answer: signed and sealed, to no other body."""
    found = []
    for appeal in appeals:
        rows = await tx.fetch(
            "SELECT l.document_id FROM document_links l WHERE l.other_id = :appeal AND l.relation = 'answers'"
            " ORDER BY l.document_id DESC LIMIT 20",
            {"appeal": appeal},
        )
        for row in rows:
            document = await hub.office.documents.load(tx, row["document_id"])
            file = None if document is None else paper_of(document)
            if document is None or file is None or status_of(document) not in _OUT or document.recipients:
                continue
            entry = document.registration
            number, on = (entry.reg_no, entry.on) if entry else ("", None)
            found.append(AnswerLetter(row["document_id"], document.title, number, on, file))
    return found


_HOLDS = Words("qüvvədədir", "in force")
_PROVISIONAL = Words("ilkindir, mənbə hələ təsdiqləməyib", "provisional, its source has not confirmed it yet")
_OVER = Words("artıq qüvvədə deyil", "no longer in force")
_REFUSAL = Words("imtina", "a refusal")
_TAKEN = {
    "void": Words("ləğv haqqında bildiriş", "a notice of revocation"),
    "suspended": Words("dayandırma haqqında bildiriş", "a notice of suspension"),
}
_REVOKED, _SUSPENDED = Words("ləğv edilib", "revoked"), Words("dayandırılıb", "suspended")
_RESUMED = Words("başa çatmış dayandırma", "a suspension that is over")
_FALLEN = Words("şikayətlə ləğv edilib", "annulled by a complaint")
_FETCH: Final = Words(
    "Kağızınız hazırdır: dəftərxanadan götürün və ya poçtla gələn məktubu gözləyin",
    "Your paper is ready: take it at the registry, or await the letter by post",
)
_RECALLED: Final = Words(
    "İlkin kağızınız geri çağırılıb və heç nəyi təsdiq etmir: mənbə məlumatı təsdiqləməyib",
    "Your provisional paper was recalled and confirms nothing: its source has not confirmed the fact",
)
_TO_CITIZEN: Final = {NO_WAY: _FETCH, NOT_REACHED: _FETCH, RECALL_UNTOLD: _RECALLED}
"""In the citizen's words what officials read as theirs to do: to hand a paper over, to send it, to tell of a recall."""
