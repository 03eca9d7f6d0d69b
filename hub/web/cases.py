"""Cases as doors show them and take what is asked of them: one reading for pages, API and command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field
from starlette.responses import Response

from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.send_letter import letter_on
from document_flow.cases.event import Command
from document_flow.cases.registry import BY_KIND, event_name
from document_flow.cases.state import Case, Hearing, Paper, Sending
from document_flow.cases.waiting import reached_by, when_and_where
from document_flow.days import day_of
from document_flow.rendering.text import Room, printable
from document_flow.words import Words
from hub.access.people import Person
from hub.access.rights import Right, RoleMissing, rights_of
from hub.app import Hub
from hub.bodies import Body
from hub.documents.printing.refusing import refusing_unprintable
from hub.errors import Forbidden, Lang, NotFound, Refused, found_or
from hub.exchange.ask.problems import sure_fin
from hub.programmes.addresses import KEPT_BACK
from hub.programmes.case_reading import CaseSheet, shown_case
from hub.programmes.case_words import ANSWERS, CAPACITIES, WAYS
from hub.programmes.cases import NO_CASE, Done, programme_of
from hub.programmes.fact_words import fact_text
from hub.programmes.papers import paper_of
from hub.programmes.scans import scan_of
from hub.programmes.slips import print_slip
from hub.programmes.trouble_words import source_name, trouble
from hub.web.aggregates import AggregateHappenedView
from hub.web.officials import Actor
from hub.web.views import Instant, View
from mappings.identity import read_code

_SAYS = Room(8000, paragraphs=True)
_VOEN = re.compile("[0-9]{10}")


class ApplicationBody(Body):
    """An application that is handed in at a desk. `answers` are those of the programme's form.

    `applicant` is who asks where it is not the person of `fin`: the FIN of a parent or of a representative, or the
    institution's VÖEN.
    """

    programme: str = Field(min_length=1, max_length=60)
    fin: str = Field(min_length=1, max_length=20, repr=False)
    applicant: str = Field(default="", max_length=20, repr=False)
    answers: dict[Annotated[str, Field(max_length=60)], str | bool] = Field(default_factory=dict, max_length=40)


class AmendmentBody(Body):
    """Answers of an application that are others; an empty one is taken out. On the version that was seen."""

    answers: dict[Annotated[str, Field(max_length=60)], str | bool] = Field(min_length=1, max_length=40)
    reason: str = Field(max_length=8000)
    expected_version: int = Field(ge=1)


class CaseActBody(Body):
    """One act, by its kind, with what it says; on the version of the case that was seen."""

    act: str = Field(min_length=1, max_length=60)
    expected_version: int = Field(ge=1)
    says: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=8000)]] = Field(
        default_factory=dict, max_length=20
    )


class CaseLineView(View):
    """A case as it stands in a list; nothing of a person."""

    id: str
    programme: str
    number: str
    phase: str
    outcome: str
    paper_no: str | None
    paper_until: date | None
    due: date | None
    letter_on: date | None
    awaits: str = Field(
        description="hearing, second for a second official, look where the ground of its paper has changed; or empty"
    )
    opened_at: Instant
    version: int


class LetterToPostView(View):
    """A letter about a draw that has to go by post now: `number` is the application's, `sha256` names its file."""

    number: str
    case: str
    letter_no: str
    on: date
    draw: str
    sha256: str


class CasesView(BaseModel):
    """Part of a list; `next` is the cursor of the next part. `letters` are those about draws, where the unreached are
    asked for, all of them in the first part.
    """

    cases: list[CaseLineView]
    next: str | None
    letters: list[LetterToPostView] = []


class RepresentativeView(BaseModel):
    """Who has asked for the person: FIN or VÖEN, by which right, in words too, and the act that gave it."""

    who: str
    capacity: str
    shown: str
    act: str


class CaseFactView(BaseModel):
    """A fact: in words, with who states it and when that one did."""

    name: str
    title: str
    value: Any
    shown: str
    source: str
    at: datetime


class ScanView(BaseModel):
    """A paper that may be handed in; `at` and `by` where it was. `original`: it was compared with the paper itself, by
    `seen_by` at `seen_at`.
    """

    name: str
    title: str
    at: datetime | None = None
    by: str = ""
    media_type: str = ""
    original: bool = False
    seen_by: str = ""
    seen_at: datetime | None = None


class LackingView(BaseModel):
    """A fact that is not known, from whom it was to come, since when it has not, and why, as a code and in words."""

    name: str
    title: str
    source: str
    code: str
    trouble: str
    since: datetime | None


class AmendmentView(BaseModel):
    """The answers as they were before a correction: by whom, when, and why."""

    before: dict[str, Any]
    reason: str
    by: str
    at: datetime


class SendingView(BaseModel):
    """That the applicant was told: by which way (portal, sms, letter), under which number, by whom and when.

    `answer` is what was said of it (failed, delivered, read), None while nothing was; `shown` says way and answer.
    """

    no: str
    way: str
    sent_at: datetime
    by: str
    answer: str | None
    answered_at: datetime | None
    shown: str


class HearingView(BaseModel):
    """For when and where the applicant was invited, how they were told of it, and what was said, once it was held.

    Without a `notice` it is not proven that the invitation has come, and nobody counts as heard who did not come.
    """

    on: date
    hour: str = Field(description="HH:MM; empty where it was not said")
    place: str = Field(description="Empty: the registry")
    shown: str
    sendings: list[SendingView]
    notice: dict[str, Any] | None
    held_by: str
    text: str
    attended: bool


class HappenedView(AggregateHappenedView):
    """One line of the history."""


class CaseSheetView(BaseModel):
    """Everything about a case. `waits` says in a sentence what it waits for, `due` until when."""

    id: str
    programme: str
    title: str
    number: str
    version: int
    phase: str
    outcome: str
    waits: str
    due: date | None
    overdue: bool
    representative: RepresentativeView | None
    answers: dict[str, Any]
    amendments: list[AmendmentView]
    facts: list[CaseFactView]
    lacking: list[LackingView]
    scans: list[ScanView]
    draft: dict[str, Any] | None
    hearing: HearingView | None
    decision: dict[str, Any] | None
    paper: dict[str, Any] | None
    sendings: list[SendingView]
    registration_sendings: list[SendingView] = Field(
        description="How the applicant was told that the application is registered; nothing waits for it to come"
    )
    parents: dict[str, list[SendingView]] = Field(
        description="By FIN, how a child's parent who did not ask was told of the application"
    )
    letter_on: date | None = Field(
        description="From which day on a letter has to be sent: paper, invitation, word to a child's other parent"
    )
    notice: dict[str, Any] | None
    revoked: dict[str, Any] | None = Field(
        description="The paper that a revocation or a suspension took away; `paper` is its own then"
    )
    proposal: dict[str, Any] | None = Field(description="What an official proposes, `what`, and another has to answer")
    rests: list[dict[str, Any]] = Field(description="Its suspensions; for those not `owed` nothing is given")
    offered: list[str]
    history: list[HappenedView]
    intact: bool


class DoneView(BaseModel):
    """What was done: the case with the version that it has now, and the names of what happened."""

    id: str
    number: str
    version: int
    phase: str
    events: list[str]


class PaperState(BaseModel):
    """A request as whoever handed it in sees it: PENDING, ISSUED, REFUSED, SUSPENDED, REVOKED, EXPIRED
    or WITHDRAWN.
    """

    reference: str
    case_number: str
    state: str
    due: date | None = Field(default=None, description="The last day for an answer, as it was told")
    is_provisional: bool = False
    paper_no: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    content_hash: str | None = None
    verify_code: str | None = None
    refusal: dict[str, str] | None = None


async def scan_response(hub: Hub, who: Person, case: str, name: str) -> Response:
    """A scan as it was attached, as the browser keeps it; the look is written down."""
    found = scan_of((await shown_case(hub.programmes.cases, who, case)).stored.case, name)
    headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
    return Response(await hub.office.printing.content.read(found.sha256), media_type=found.media_type, headers=headers)


async def slip_response(hub: Hub, who: Person, case: str) -> Response:
    """The slip that the applicant takes home; the look is written down."""
    shown = await shown_case(hub.programmes.cases, who, case)
    return Response(await print_slip(hub.office.papers, shown.stored.id, shown.standing), media_type="application/pdf")


async def paper_response(hub: Hub, who: Person, case: str, *, revoked: bool) -> Response:
    """The sealed paper, or the one that a revocation took away; NotFound where there is none, Forbidden where it says
    where somebody lives, and that is not for this person.
    """
    shown = await shown_case(hub.programmes.cases, who, case)
    found = found_or(paper_of(shown.stored.case, revoked=revoked), NotFound("cases.no_paper", NO_CASE))
    if shown.is_veiled and not found.unaddressed:
        raise Forbidden("cases.paper_kept_back", KEPT_BACK)
    return Response(await hub.office.printing.content.read(found.sha256), media_type="application/pdf")


def need_cases(official: Actor) -> None:
    """Forbidden unless a role lets this person work on cases."""
    if Right.CASES not in rights_of(official.person.roles):
        raise RoleMissing(("clerk", "head", "programme_officer"))


def opening(official: str, body: ApplicationBody, party: str = "committee") -> OpenCase:
    """The command that an application at a desk makes. Refused where a FIN can be none."""
    applicant = body.applicant.strip()
    is_fin = applicant and not _VOEN.fullmatch(applicant)
    return OpenCase(
        by=official,
        subject=_fin(body.fin),
        applicant=_fin(applicant) if is_fin else applicant,
        channel="desk",
        came_from=party,
        answers=dict(body.answers),
    )


def _fin(typed: str) -> str:
    return sure_fin(read_code(typed))


def act_of(official: str, body: CaseActBody) -> Command:
    """The command that a person's act makes; Refused for one that there is not, or that people do not give."""
    act = BY_KIND.get(body.act)
    if act is None or not act.forms:
        known = ", ".join(sorted(each.kind for each in BY_KIND.values() if each.forms))
        raise Refused(
            "cases.no_act",
            Words(f"Belə əməl yoxdur; ola bilər: {known}.", f"There is no such act: {known}."),
            status=422,
            place="act",
        )
    (form,) = act.forms
    said = {each.name: body.says.get(each.name, each.chosen) for each in form.fields}
    unknown = sorted(set(body.says) - set(said))
    if unknown:
        words = Words(f"Bu əməl “{unknown[0]}” soruşmur.", f"This act does not ask for “{unknown[0]}”.")
        raise Refused("cases.says_unknown", words, status=422, place="says")
    for each in form.fields:
        if each.options and said[each.name] not in {option.value for option in each.options}:
            allowed = ", ".join(option.value for option in each.options)
            words = Words(f"“{each.name}” ola bilər: {allowed}.", f"“{each.name}” may be: {allowed}.")
            raise Refused("cases.says_wrong", words, status=422, place=each.name)
    for name, text in said.items():
        _need_printable(name, text)
    read = {
        each.name: _day(each.name, said[each.name]) if each.input == "date" else said[each.name] for each in form.fields
    }
    command: Command = act.asked(form, {"by": official, "on_behalf_of": None, "subject": "", **read})
    return command


def _need_printable(name: str, text: str) -> None:
    """What an official says of a case may come to stand on its paper."""
    with refusing_unprintable():
        printable(text, _SAYS, name)


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    words = Words(f"“{name}” gün deyil; yazılışı: 2026-04-14.", f"“{name}” is no day; write 2026-04-14.")
    return found_or(day_of(text), Refused("cases.says_wrong", words, status=422, place=name))


def done_view(done: Done) -> DoneView:
    """What was done, as shown."""
    case = done.case
    number = case.application.number if case.application else ""
    return DoneView(id=done.id, number=number, version=case.length, phase=case.phase, events=list(done.events))


def case_view(sheet: CaseSheet, login: str, lang: Lang) -> CaseSheetView:
    """A case as shown."""
    case, programme = sheet.stored.case, sheet.standing.programme
    titles = {rule.name: rule.title.say(lang) for rule in programme.facts}
    name = sheet.standing.context.directory.name
    return CaseSheetView(
        id=sheet.stored.id,
        programme=programme.id,
        title=programme.title.say(lang),
        number=case.application.number if case.application else "",
        version=case.length,
        phase=case.phase,
        outcome=case.outcome,
        waits=sheet.waiting.need.say(lang),
        due=sheet.waiting.due,
        overdue=sheet.waiting.overdue,
        representative=_representative(case, lang),
        answers=dict(case.application.answers) if case.application else {},
        amendments=[
            AmendmentView(before=dict(each.before), reason=each.reason, by=name(each.by), at=each.at)
            for each in sheet.amendments
        ],
        facts=[
            CaseFactView(
                name=each.name,
                title=titles.get(each.name, each.name),
                value=each.value,
                shown=fact_text(each.value, lang, programme_of(case).english),
                source=source_name(each.source).say(lang),
                at=each.at,
            )
            for each in case.facts.values()
        ],
        lacking=[
            LackingView(
                name=each.name,
                title=titles.get(each.name, each.name),
                source=source_name(each.source).say(lang),
                code=each.code,
                trouble=trouble(each).say(lang),
                since=each.since,
            )
            for each in case.lacking
        ],
        scans=[_scan(each.name, each.title.say(lang), case, name) for each in programme.scans],
        draft=_plain(case.draft, "facts"),
        hearing=_hearing(case.hearing, name, lang),
        decision=_plain(case.ruling, "facts"),
        paper=_paper(case.paper),
        sendings=[_sending(each, name, lang) for each in case.sendings],
        registration_sendings=[
            _sending(each, name, lang) for each in (case.application.sendings if case.application else ())
        ],
        parents={who: [_sending(each, name, lang) for each in sent] for who, sent in case.parents.items()},
        letter_on=letter_on(case, programme),
        notice=_plain(case.notice),
        revoked=_paper(case.set_aside.paper) if case.set_aside is not None else None,
        proposal=_plain(case.proposal),
        rests=[made for each in case.rests if (made := _plain(each, "by", "paper")) is not None],
        offered=[each.name for each in sheet.offered(login)],
        history=[
            HappenedView(
                number=line.number,
                kind=line.kind,
                words=event_name(line.kind).say(lang),
                by=name(line.actor, line.at),
                at=line.event.at,
            )
            for line in sheet.lines
        ],
        intact=sheet.intact,
    )


def _paper(paper: Paper | None) -> dict[str, Any] | None:
    """Whether it was printed without an address is for the doors that open it."""
    return _plain(paper, "unaddressed")


def _sending(sent: Sending, name: Callable[[str], str], lang: Lang) -> SendingView:
    return SendingView(
        no=sent.no,
        way=sent.way,
        sent_at=sent.sent_at,
        by=name(sent.by),
        answer=sent.answer,
        answered_at=sent.answered_at,
        shown=f"{WAYS[sent.way].say(lang)}: {ANSWERS[sent.answer].say(lang)}",
    )


def _hearing(hearing: Hearing | None, name: Callable[[str], str], lang: Lang) -> HearingView | None:
    if hearing is None:
        return None
    return HearingView(
        on=hearing.on,
        hour=hearing.hour,
        place=hearing.place,
        shown=f"{when_and_where(hearing).say(lang)}. {reached_by(hearing).say(lang)}",
        sendings=[_sending(each, name, lang) for each in hearing.sendings],
        notice=_plain(hearing.notice),
        held_by=hearing.held_by,
        text=hearing.text,
        attended=hearing.attended,
    )


def _representative(case: Case, lang: Lang) -> RepresentativeView | None:
    found = case.application.representative if case.application else None
    if found is None:
        return None
    shown = CAPACITIES[found.capacity].say(lang)
    return RepresentativeView(who=found.who, capacity=found.capacity, shown=shown, act=found.act)


def _scan(name: str, title: str, case: Case, named: Callable[[str], str]) -> ScanView:
    found = case.scans.get(name)
    if found is None:
        return ScanView(name=name, title=title)
    return ScanView(
        name=name,
        title=title,
        at=found.at,
        by=named(found.by),
        media_type=found.media_type,
        original=found.original,
        seen_by=named(found.seen_by) if found.seen_by else "",
        seen_at=found.seen_at,
    )


def paper_state(reference: str, case: Case, code: str) -> PaperState:
    """What the party that handed the application in is told; never more than its own paper says."""
    paper, ruling = case.paper, case.ruling
    application = case.application
    made = PaperState(
        reference=reference,
        case_number=application.number if application else "",
        state=_state(case),
        due=application.due if application else None,
    )
    if paper is None or ruling is None:
        return made
    reasons = [each.az for each in programme_of(case).reasons(ruling.row)]
    code_of_refusal = "revoked" if ruling.outcome == "void" else ruling.outcome
    refusal = {"code": code_of_refusal, "text": "; ".join(reasons or ruling.basis)}
    return made.model_copy(
        update={
            "is_provisional": paper.is_provisional,
            "paper_no": paper.no,
            "issued_on": paper.issued_on,
            "valid_until": paper.valid_until,
            "content_hash": paper.sha256,
            "verify_code": code,
            "refusal": None if ruling.outcome == "granted" else refusal,
        }
    )


def _state(case: Case) -> str:
    if case.ended == "died" and case.outcome == "void":
        return "REVOKED"
    if case.phase == "closed":
        return {
            "revoked": "REVOKED",
            "recalled": "REVOKED",
            "superseded": "REVOKED",
            "lost": "REVOKED",
            "withdrawn": "WITHDRAWN",
            "died": "WITHDRAWN",
        }.get(case.ended, "EXPIRED" if case.outcome == "granted" else "REFUSED")
    if case.outcome in ("void", "suspended"):
        return "REVOKED" if case.outcome == "void" else "SUSPENDED"
    if case.phase == "in_effect":
        return "ISSUED" if case.outcome == "granted" else "REFUSED"
    return "PENDING"


def _plain(value: Any, *left_out: str) -> dict[str, Any] | None:
    if value is None:
        return None
    return {name: getattr(value, name) for name in value.__dataclass_fields__ if name not in left_out}
