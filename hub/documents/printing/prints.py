"""Printable pages of a document out of its state: registration card, resolution card, control card, minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from document_flow.context import BAKU
from document_flow.documents.case import Case
from document_flow.documents.words import KINDS
from document_flow.orders.state import Resolution
from document_flow.paths.meeting import presiding
from document_flow.paths.path import Stage
from document_flow.paths.staffing import expand
from document_flow.paths.state import Meeting, StageState
from document_flow.paths.tally import needed
from document_flow.people import Directory
from document_flow.rendering.forms import Printable, PrintKind
from document_flow.rendering.models.cards import ControlCard, Extension, Order, RegistrationCard, ResolutionCard
from document_flow.rendering.models.minutes import AgendaItem, Attendee, Ballot, Dissent, Minutes, Recusal, Votes
from document_flow.rendering.models.parts import Body, Reference, Signatory
from document_flow.rendering.refusals import RenderRefused
from document_flow.rendering.render import render
from document_flow.words import Lang
from hub.documents.printing.printing import in_words, signatory_of
from hub.errors import NotFound, Refused
from hub.errors import Words as Said

Page = Literal["registration-card", "resolution-card", "control-card", "minutes"]
_NOTHING = Said("Sənəddə çap ediləcək belə vərəqə yoxdur.", "The document has nothing to print on this page yet.")
_VOTES: Mapping[str, Literal["in_favour", "against", "abstained"]] = MappingProxyType(
    {"for": "in_favour", "against": "against", "abstain": "abstained"}
)
_CASTING: Mapping[str, str] = MappingProxyType({"for": "lehinə", "against": "əleyhinə"})
_RECUSED = "özünü kənarlaşdırıb"
_DIRECTIONS: Mapping[str, Literal["incoming", "outgoing", "internal"]] = MappingProxyType(
    {"incoming": "incoming", "appeal": "incoming", "outgoing": "outgoing", "internal": "internal"}
)


def print_page(page: Page, case: Case, body: Body, lang: Lang) -> bytes:
    """The page as PDF/A; NotFound where the document has nothing of it yet. The same state gives the same bytes."""
    kind, make = _PAGES[page]
    made = make(case, body)
    if made is None:
        raise NotFound("documents.nothing_to_print", _NOTHING)
    try:
        return render(kind, made, lang=lang, sample=case.context.played)
    except RenderRefused as refused:
        raise Refused(refused.code, Said(refused.words.az, refused.words.en), status=422) from refused


def minutes_hash(case: Case, body: Body) -> str:
    """The SHA-256 that is signed of a closed meeting: that of its first signature, else of the printed minutes (az).

    Empty before there are any. The page does not show the signatures, so it is the same for both.
    """
    stage = case.document.run.stage
    meeting = stage.meeting if stage is not None else None
    if meeting is None or meeting.phase != "closed":
        return ""
    signed = next((each.minutes_hash for each in meeting.minutes.values()), "")
    return signed or hashlib.sha256(print_page("minutes", case, body, "az")).hexdigest()


def registration_card(case: Case, body: Body) -> RegistrationCard | None:
    """Təlimat, annex 12."""
    document, directory = case.document, case.context.directory
    registered = document.registration
    if registered is None:
        return None
    origin, first = document.origin, next(iter(document.orders.resolutions.values()), None)
    files = document.versions[-1].files if document.versions else ()
    return RegistrationCard(
        body=body,
        direction=_DIRECTIONS[document.kind],
        document_kind=KINDS[document.kind],
        reg_no=registered.reg_no,
        day=registered.on,
        title=document.title,
        correspondent=(origin.name or origin.body) if origin else ", ".join(document.recipients),
        their_no=origin.reg_no if origin else "",
        their_day=origin.on if origin else None,
        attachments=tuple(file.name for file in files if not file.main),
        resolution=first.text if first else "",
        resolution_by=directory.name(first.author) if first else "",
        lead=directory.name(first.lead) if first else "",
        co_executors=tuple(directory.name(login) for login in first.co_executors) if first else (),
        due=first.due if first else None,
        control=any(each.control is not None for each in document.orders.resolutions.values()),
        executed_on=_day(first.executed_at) if first else None,
        outcome=_outcome(first),
        case_file=document.case_file,
        registrar=signatory_of(directory, registered.by),
    )


def resolution_card(case: Case, body: Body) -> ResolutionCard | None:
    """Every resolution on it, whoever gave it."""
    document, directory = case.document, case.context.directory
    registered = document.registration
    given = list(document.orders.resolutions.values())
    if not given or registered is None:
        return None
    author = given[0].author
    orders = tuple(
        Order(
            text=each.text,
            lead=directory.name(each.lead),
            co_executors=tuple(directory.name(login) for login in each.co_executors),
            for_information=tuple(directory.name(login) for login in each.for_information),
            due=each.due,
            control=each.control is not None,
            given_by="" if each.author == author else f"{directory.name(each.author)}, {_day(each.given_at):%d.%m.%Y}",
        )
        for each in given
    )
    day = given[0].given_at.astimezone(BAKU).date()
    reference = Reference(registered.reg_no, registered.on, title=document.title)
    return ResolutionCard(body, reference, day, signatory_of(directory, author), orders)


def control_card(case: Case, body: Body) -> ControlCard | None:
    """Təlimat, annex 13: the first resolution under control."""
    document, directory = case.document, case.context.directory
    registered = document.registration
    under = next((each for each in document.orders.resolutions.values() if each.control and each.due), None)
    if registered is None or under is None or under.control is None or under.due is None:
        return None
    control, origin = under.control, document.origin
    return ControlCard(
        body=body,
        reg_no=registered.reg_no,
        day=registered.on,
        title=document.title,
        correspondent=(origin.name or origin.body) if origin else "",
        resolution=under.text,
        resolution_by=directory.name(under.author),
        lead=directory.name(under.lead),
        due=under.due,
        placed_by=directory.name(control.owner),
        placed_on=control.since.astimezone(BAKU).date(),
        co_executors=tuple(directory.name(login) for login in under.co_executors),
        extensions=tuple(_extensions(under, directory)),
        executed_on=_day(under.executed_at),
        outcome=_outcome(under),
        released_by=directory.name(control.owner) if control.released_at else "",
        released_on=_day(control.released_at),
        case_file=document.case_file,
    )


def minutes(case: Case, body: Body) -> Minutes | None:
    """The minutes of the last meeting on the document's path, once its voting is over."""
    document, directory = case.document, case.context.directory
    stage = next((each for each in reversed(document.run.stages) if each.meeting and each.meeting.outcome), None)
    if stage is None or stage.meeting is None or case.path is None:
        return None
    meeting, rules = stage.meeting, case.path.stage(stage.id)
    if rules is None or rules.meeting is None or meeting.held_at is None:
        return None
    chair = next(iter(presiding(rules.meeting, stage, document.run.author, directory)), "")
    head = _presided(directory, chair, meeting)
    secretary = next(iter(expand(rules.meeting.secretary, document.run.author, directory)), "")
    return Minutes(
        body=body,
        commission=rules.title,
        no=meeting.minutes_no or f"{meeting.number}",
        day=meeting.held_at.astimezone(BAKU).date(),
        place=meeting.place or "—",
        chair=head,
        secretary=signatory_of(directory, secretary),
        members=len(stage.members),
        quorum=meeting.quorum,
        attendance=tuple(_attendee(login, meeting, directory) for login in stage.members),
        agenda=(_item(case, rules, stage, head.name),),
        dissents=tuple(Dissent(directory.name(login), 1, text) for login, text in meeting.dissents.items()),
    )


def _item(case: Case, rules: Stage, stage: StageState, chair: str) -> AgendaItem:
    document, directory, meeting = case.document, case.context.directory, stage.meeting or Meeting()
    ballots = tuple(
        Ballot(in_words(directory, mark.by, login), _VOTES[mark.verdict]) for login, mark in stage.marks.items()
    )
    count = [ballot.vote for ballot in ballots]
    votes = Votes(
        in_favour=count.count("in_favour"),
        against=count.count("against"),
        abstained=count.count("abstained"),
        needed=needed(rules.rule, stage),
        carried=meeting.outcome == "for",
        casting="" if meeting.casting is None else f"{chair} – {_CASTING[meeting.casting]}",
        ballots=ballots,
    )
    return AgendaItem(
        title="; ".join(meeting.agenda) or document.title,
        speaker=directory.name(document.author),
        heard=document.title,
        recusals=tuple(Recusal(directory.name(login), _RECUSED) for login in meeting.recused),
        votes=votes,
        decided="Layihə qəbul edilsin." if meeting.outcome == "for" else "Layihə qəbul edilməsin.",
    )


def _attendee(login: str, meeting: Meeting, directory: Directory) -> Attendee:
    hand = meeting.present.get(login)
    official = directory.officials.get(hand or login)
    position = official.position.az if official else ""
    if hand is not None:
        return Attendee(in_words(directory, hand, login), position)
    return Attendee(directory.name(login), position, "absent", _RECUSED if login in meeting.recused else "")


def _presided(directory: Directory, chair: str, meeting: Meeting) -> Signatory:
    """Whoever sat in the chair's seat, and in whose place."""
    hand = meeting.present.get(chair, chair)
    return signatory_of(directory, hand, chair if hand != chair else None)


def _extensions(resolution: Resolution, directory: Directory) -> list[Extension]:
    return [
        Extension(asked, each.reason, each.before, each.until, directory.name(each.decided_by), decided)
        for each in resolution.extensions
        if each.granted and each.before
        if (asked := _day(each.requested_at)) and (decided := _day(each.decided_at))
    ]


def _outcome(resolution: Resolution | None) -> str:
    report = resolution.report if resolution is not None and resolution.executed_at is not None else None
    return (report.text or report.answer) if report else ""


def _day(at: datetime | None) -> date | None:
    return at.astimezone(BAKU).date() if at else None


_PAGES: Mapping[Page, tuple[PrintKind, Callable[[Case, Body], Printable | None]]] = MappingProxyType(
    {
        "registration-card": (PrintKind.REGISTRATION_CARD, registration_card),
        "resolution-card": (PrintKind.RESOLUTION_CARD, resolution_card),
        "control-card": (PrintKind.CONTROL_CARD, control_card),
        "minutes": (PrintKind.MINUTES, minutes),
    }
)
