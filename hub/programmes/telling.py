"""Telling applicants that there is a paper, that it was recalled, or when their hearing is, and a child's other parent
that there is an application: messages made in that very commit, and answers.

A portal shows the notice to whoever logged in there to apply, what concerns a return to whoever logs in at all; an SMS
goes to the telephone that the application names.
Neither names a person, says what was decided, or which body decided: an SMS is read by whoever holds the telephone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from document_flow.cases.acts.open_case import CaseOpened
from document_flow.cases.event import Event
from document_flow.cases.state import About, Case, Sending, Way
from document_flow.cases.told import ApplicantTold, ParentTold
from document_flow.cases.waiting import when_and_where
from document_flow.dates_az import short_date
from document_flow.people import HUB
from document_flow.programmes.programme import Programme
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx
from mappings.case_notices import CaseNotice
from mappings.identity import is_person_number
from routes.case_notices import EVERYBODY, GATEWAY, PORTALS, SOURCE

_RECALLED: Final = (
    "{} nömrəli ərizəniz üzrə ilkin kağız geri çağırılıb və heç nəyi təsdiq etmir: mənbə məlumatı təsdiqləməyib."
)
"""Of a provisional paper whose source has said otherwise; by whichever way."""
_HEARING: Final = (
    "{} nömrəli ərizəniz üzrə dinlənilməyə dəvət olunursunuz: {when}. Gəlin və fikrinizi deyin. Şəxsiyyət vəsiqənizi,"
    " sübut saydığınız sənədləri gətirə, nümayəndə ilə gələ bilərsiniz."
)
"""By whichever way: what is about to be decided it does not say."""
_ENDING: Final = "{} nömrəli ərizəniz üzrə kağızın son günü {day} tarixidir. Yenisi üçün müraciət edə bilərsiniz."
"""By whichever way; which paper it is, the SMS does not say."""
_REGISTERED: Final = "Ərizəniz {} nömrəsi ilə qeydə alınıb. Cavabın son günü {day} tarixidir."
"""By whichever way; how to follow it, the slip says."""
_CHILD: Final = "Övladınız üçün {} nömrəli ərizə qeydə alınıb. Onun gedişinə bu xidmətdə baxa bilərsiniz."
"""To a parent who did not ask."""
_TEXTS: Final[Mapping[Way, str]] = {
    "portal": "{} nömrəli ərizəniz üzrə kağız hazırdır. Onu bu xidmətdə açın.",
    "sms": "{} nömrəli ərizəniz üzrə kağız hazırdır. Şəxsiyyət vəsiqəsi ilə müraciət etdiyiniz yerə gəlin.",
}


def sendings(programme: Programme, case: Case, now: datetime, *, everybody: bool = False) -> tuple[Sending, ...]:
    """One for each way on which the applicant can be told; none where nothing but a letter is wanted or possible."""
    return tuple(sending(way, now) for way in ways_of(programme, case, everybody=everybody))


def sending(way: Way, now: datetime) -> Sending:
    """The hub's own, under a number of its own."""
    return Sending(no=new_id(), way=way, sent_at=now, by=HUB)


def ways_of(programme: Programme, case: Case, *, everybody: bool = False) -> Iterator[Way]:
    """The ways on which the applicant can be told, the portal first. `everybody`: whoever has not applied on a portal
    is told by the one on which everybody may log in; whoever has no FIN can log in to none.
    """
    application = case.application
    if application is None or application.answers.get(programme.notice.by_letter):
        return
    if (by_portal(case) or (everybody and EVERYBODY)) and not is_person_number(case.people[-1]):
        yield "portal"
    if GATEWAY and programme.notice.telephone(application.answers):
        yield "sms"


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says, with `{}` for the application's number, and whom of the family a portal shows it to; empty:
    that there is a paper, to the applicant.
    """

    text: str = ""
    fin: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Makes the messages, and finds the case that an answer is about."""

    planner: Planner
    hash: KeyedHash

    def messages(
        self, programme: Programme, case: Case, events: Sequence[Event], said: Said | None = None
    ) -> list[NewMessage]:
        """Of what an applicant was told in these events: what is `said`, else that there is a paper."""
        parents = _to_parents(events) if EVERYBODY else ()
        made = [self._message(programme, case, each, said or _said(case, about)) for about, each in _sent(events)]
        return made + [self._message(programme, case, each, Said(_CHILD, who)) for who, each in parents]

    async def remember(self, tx: Tx, name: str, case: Case, events: Sequence[Event]) -> None:
        """By whom and under which number an answer to them can come, and which case or draw it is about."""
        sent = (each for _, each in (*_sent(events), *_to_parents(events)))
        rows = [(self._key(_to(case, each), each.no), name) for each in sent]
        await tx.insert("case_references", "reference_hash, case_id", rows)

    async def about(self, tx: Tx, party: str, no: str) -> str | None:
        """The case, or the draw, of which an applicant was told through that party under that number."""
        rows = await tx.fetch(
            "SELECT case_id FROM case_references WHERE reference_hash = :key", {"key": self._key(party, no)}
        )
        return rows[0]["case_id"] if rows else None

    def _message(self, programme: Programme, case: Case, sending: Sending, said: Said) -> NewMessage:
        application = case.application
        number, answers = (application.number, application.answers) if application else ("", {})
        to_portal, is_asking = sending.way == "portal", said.fin in ("", case.people[-1])
        record = CaseNotice(
            notice_no=sending.no,
            way="portal" if to_portal else "sms",
            portal=_to(case, sending) if to_portal else None,
            reference=application.reference or None if application and to_portal and is_asking else None,
            fin=said.fin or case.people[-1] if to_portal else None,
            phone=None if to_portal else programme.notice.telephone(answers),
            application_no=number,
            text=(said.text or (_RECALLED if case.ended == "recalled" else _TEXTS[sending.way])).format(number),
            sent_at=sending.sent_at,
        )
        keys = [("fin", case.subject), ("case_notice", sending.no)]
        return self.planner.follow_up(SOURCE, record, keys, Origin("committee", None, 1), f"case-notice:{sending.no}")

    def _key(self, party: str, no: str) -> str:
        return self.hash("case-notice", f"{party}\x00{no}")


def _sent(events: Sequence[Event]) -> Iterator[tuple[About, Sending]]:
    """What goes out as messages, with what of; a letter is a clerk's."""
    for event in events:
        if isinstance(event, ApplicantTold):
            yield from ((event.about, each) for each in event.sendings if each.way != "letter")
        if isinstance(event, CaseOpened):
            yield from (("application", each) for each in event.application.sendings)


def _said(case: Case, about: About) -> Said:
    """What a notice says by itself: where it is no paper, for when and where its reader is invited."""
    if about == "ending" and case.ending is not None:
        return Said(_ENDING.replace("{day}", short_date(case.ending.on)))
    application = case.application
    if about == "application" and application is not None and application.due is not None:
        return Said(_REGISTERED.replace("{day}", short_date(application.due)))
    hearing = case.hearing
    if about == "paper" or hearing is None:
        return Said()
    return Said(_HEARING.replace("{when}", when_and_where(hearing).az))


def _to_parents(events: Sequence[Event]) -> Iterator[tuple[str, Sending]]:
    """What goes out to parents who did not ask, with their FINs."""
    for event in events:
        if isinstance(event, ParentTold) and event.sending.way == "portal":
            yield event.who, event.sending


def _to(case: Case, sending: Sending) -> str:
    """The party that tells the applicant."""
    if sending.way == "sms":
        return GATEWAY
    return case.application.came_from if case.application and by_portal(case) else EVERYBODY


def by_portal(case: Case) -> bool:
    """Whether the application came by a portal that tells its applicants."""
    application = case.application
    return application is not None and application.channel == "portal" and application.came_from in PORTALS
