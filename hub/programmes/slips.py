"""The slip of a registered application: what its applicant takes home, the same for every programme.

It says the number and the day, what was asked, who took it, until when an answer comes and by which act, how to follow
it, and who may complain. It is printed whenever it is asked for, out of the case as it was opened: nothing is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from document_flow.cases.standing import Standing
from document_flow.cases.state import Application
from document_flow.dates_az import short_date
from document_flow.programmes.programme import Programme
from document_flow.rendering import models
from document_flow.words import Words
from hub.documents.printing.sealed_papers import SealedPapers
from hub.errors import NotFound, found_or
from hub.programmes.cases import NO_CASE
from hub.programmes.papers import called_by
from hub.programmes.trouble_words import source_name

SLIP: Final = Words("Ərizənin qəbzi", "Slip of the application")
_NUMBER: Final = Words("Ərizənin nömrəsi və günü", "Number and day of the application")
_ASKED: Final = Words("Nə istənilir", "What is asked")
_FOR: Final = Words("Kim üçün ({})", "For whom ({})")
_BY: Final = Words("Kim müraciət edib", "Who applied")
_TAKEN: Final = Words("Kim qəbul edib", "Who took it")
_UNTIL: Final = Words("Cavabın son günü", "Last day for an answer")
_FOLLOW: Final = Words("Gedişinə necə baxmaq olar", "How to follow it")
_COMPLAIN: Final = Words("Kim və necə şikayət edə bilər", "Who may complain, and how")
_AT_DESK: Final = Words(
    "dəftərxanada və ya telefonla: bu nömrəni deyin", "at the registry or by telephone: name this number"
)
_AT_PAGE: Final = Words("{} səhifəsində; {}", "at {}; {}")
_MAY: Final = Words(
    "ərizəçi və ya nümayəndəsi. Qərarda da yazılacaq: {} ({}). {}",
    "the applicant or a representative. The decision will say it too: {} ({}). {}",
)


@dataclass(frozen=True, slots=True)
class Slip:
    """Its number, the last day for an answer, and its lines: what each is, and what it says."""

    number: str
    day: date
    last: date
    lines: tuple[tuple[Words, Words], ...]


def slip_of(standing: Standing, address: str | None) -> Slip:
    """The slip of a case; `address` is the hub's for people, where it has one."""
    application, programme = _application(standing), standing.programme
    last = programme.decide.end(application.day, standing.context.calendar)
    until, act = short_date(last), programme.decide.act.named
    lines = [
        (_NUMBER, _same(f"{application.number}, {short_date(application.day)}")),
        (_ASKED, _asked(programme, application)),
        (_for(standing.case.subject), _same(standing.case.subject)),
        *([(_BY, _same(application.representative.who))] if application.representative is not None else []),
        (_TAKEN, _taken_by(standing, application)),
        (_UNTIL, Words(f"{until} ({act.az})", f"{until} ({act.en})")),
        (_FOLLOW, _followed(address)),
        (_COMPLAIN, _complaint(programme)),
    ]
    return Slip(application.number, application.day, last, tuple(lines))


async def print_slip(papers: SealedPapers, name: str, standing: Standing) -> bytes:
    """The PDF. It names who took the application; nobody signs or seals it, for it grants nothing."""
    slip, letterhead = slip_of(standing, papers.printing.papers.address), papers.printing.letterhead
    application = _application(standing)
    directory = standing.context.directory
    official = directory.officials.get(application.by)
    phone = letterhead.phone_of(official.login, official.unit) if official is not None else letterhead.body.phone
    letter = models.Letter(
        body=letterhead.body,
        reg_no=slip.number,
        day=slip.day,
        addressee=models.Addressee(body=_same(f"{called_by(standing.case.subject).az} {standing.case.subject}")),
        subject=SLIP.az,
        text="\n".join(f"{what.az}: {said.az}" for what, said in slip.lines),
        signatory=None,
        executor=models.Executor(
            directory.name(official.login) if official is not None else letterhead.body.name.az, phone
        ),
    )
    record = {"case": name, "application": slip.number, "day": f"{slip.day}", "answer_until": f"{slip.last}"}
    return await papers.rendered(letter, json.dumps(record).encode(), sample=standing.context.played)


def _application(standing: Standing) -> Application:
    return found_or(standing.case.application, NotFound("cases.unknown", NO_CASE))


def _same(text: str) -> Words:
    return Words(text, text)


def _for(code: str) -> Words:
    number = called_by(code)
    return Words(_FOR.az.format(number.az), _FOR.en.format(number.en))


def _asked(programme: Programme, application: Application) -> Words:
    """The programme, with what tells this application from another of the same person."""
    found = [programme.title]
    for name in programme.alike:
        question = programme.question(name)
        if question is not None and (said := question.choices.get(str(application.answers.get(name)))) is not None:
            found.append(said)
    return Words(", ".join(each.az for each in found), ", ".join(each.en for each in found))


def _taken_by(standing: Standing, application: Application) -> Words:
    """The official at whose desk it was, else whose portal it came by."""
    official = standing.context.directory.officials.get(application.by)
    if official is None:
        return source_name(application.came_from)
    name = standing.context.directory.name(official.login)
    return Words(f"{name}, {official.position.az}", f"{name}, {official.position.en}")


def _followed(address: str | None) -> Words:
    if not address:
        return _AT_DESK
    page = f"{address}/me"
    return Words(_AT_PAGE.az.format(page, _AT_DESK.az), _AT_PAGE.en.format(page, _AT_DESK.en))


def _complaint(programme: Programme) -> Words:
    remedy, act, reviewed = programme.remedy("refused"), programme.refusal.complaint.act.named, programme.reviewed
    return Words(
        _MAY.az.format(remedy.az.rstrip("."), act.az, reviewed.az),
        _MAY.en.format(remedy.en.rstrip("."), act.en, reviewed.en),
    )
