"""What a citizen says in writing at the page: a registered appeal (law 1308-IVQ), and the act that rests on it.

A rule is asked before anything is registered, so that an act which is refused leaves no appeal behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from document_flow.appeals import AppealKind
from document_flow.cases.acts.complain import Complain
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.refusals import refusal as too_late
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.facts import FileRef
from document_flow.draws.acts.offer import AnswerOffer
from document_flow.draws.refusals import refusal
from document_flow.draws.state import Draw
from document_flow.people import HUB
from hub.app import Hub
from hub.citizen.draws import number_of
from hub.citizen.matters import case_of
from hub.citizen.who import Citizen
from hub.documents.acting.service import Given
from hub.documents.office.appeals import keys_of
from hub.errors import Conflict, NotFound, Refused, Words, allowed, by_rule
from hub.programmes.fact_words import name_text
from hub.returns.draws import DRAWS
from hub.store.ids import parse_id
from hub.web.register_scope import reader_of

_LONGEST = 800
_UNSAID = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is said (`text`, `title` is its gist) and about what; the same `about` of a citizen is the same matter."""

    kind: AppealKind
    title: str
    text: str
    about: str
    complained_about: tuple[str, ...] = ()


async def lodge(hub: Hub, who: Citizen, said: Statement, key: str) -> str:
    """The id of the appeal, registered by the hub's own hand; the same key is the same appeal."""
    documents, rules = hub.office.documents, hub.office.rules
    async with hub.store.read() as tx:
        person = await reader_of(hub).by_key(tx, "fin", who.fin)
        year = (await hub.programmes.cases.context(tx)).today.year
    name = name_text(person.attributes) if person is not None else ""
    applicant = Applicant(name or _UNSAID, fin=who.fin)
    citizen, subject = keys_of(documents.hash, applicant, said.about)
    lodged = Lodged(
        kind=said.kind,
        channel="electronic",
        applicant=applicant,
        citizen=citizen,
        subject=subject,
        complained_about=said.complained_about,
    )
    unit = rules.competence.registry
    stored = await documents.content.keep(f"{said.title}\n\n{said.text}\n".encode())
    file = FileRef("muraciet.txt", "text/plain", stored.size, stored.sha256, main=True)
    create = Create(by=HUB, document="appeal", title=said.title, unit=unit, appeal=lodged, files=(file,))
    own = documents.hash("citizen-appeal", f"{who.fin}\x00{key}")
    made = await documents.create(HUB, create, Given(own, request=own))
    if made.state.registration is None:
        register = Register(by=HUB, unit=unit, file=rules.file_for(unit, year))
        await documents.act(HUB, made.document, register, Given(f"register {own}"))
    return made.document


async def withdraw(hub: Hub, who: Citizen, case: str, text: str, key: str) -> None:
    """Take an application back."""
    await _acted(hub, who, case, Withdraw(by=HUB, document=_UNSAID, reason=_said(text)), key)


async def complain(hub: Hub, who: Citizen, case: str, text: str, key: str) -> None:
    """Complain about the decision (law 1036-IIQ, article 71)."""
    _said(text)
    await _acted(hub, who, case, Complain(by=HUB, document=_UNSAID), key, text)


async def complain_of_draw(hub: Hub, who: Citizen, case: str, draw: str, text: str, key: str) -> None:
    """Complain that a draw has given no home: of whoever announced and froze it, who have no part in what follows."""
    _said(text)
    async with hub.store.read() as tx:
        number = number_of(await case_of(tx, hub, who, case))
        stored = await hub.aggregates.tables.get(tx, DRAWS, parse_id(draw) or "0" * 32)
        today = (await hub.aggregates.needs.context(tx)).today
    letter = stored.state.letters.get(number) if stored is not None else None
    if stored is None or letter is None:
        raise NotFound("draws.no_letter", _NO_LETTER)
    if letter.complain_until is not None and today > letter.complain_until:
        raise by_rule(too_late("cases.too_late", day=letter.complain_until))
    hands = tuple(dict.fromkeys((stored.state.announced_by, stored.state.frozen_by)))
    about = f"{number} P {stored.id}"
    title = f"{number}: {_OF_DRAW} ({letter.no})"
    said = Statement(kind="complaint", title=title, text=text, about=about, complained_about=hands)
    await lodge(hub, who, said, f"draw {stored.id} {key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeAnswer:
    """What a family says to the offer of this home by this draw, as it was shown; `text` says why and may be empty."""

    draw: str
    home: str
    accepted: bool
    text: str = ""


async def answer_home(hub: Hub, who: Citizen, case: str, said: HomeAnswer) -> None:
    """Accept the home that a draw offers, or refuse it: by one document, whichever is said first. The same answer again
    changes nothing.
    """
    if len(said.text) > _LONGEST:
        raise Refused("citizen.too_long", _LONG, status=422, place="text")
    async with hub.store.read() as tx:
        found = await case_of(tx, hub, who, case)
        number = number_of(found)
        stored = await hub.aggregates.tables.get(tx, DRAWS, parse_id(said.draw) or "0" * 32)
        if stored is None or stored.state.entry(number) is None:
            raise NotFound("citizen.no_offer", _NO_OFFER)
        standing = await DRAWS.standing(hub.aggregates.needs, tx, stored, HUB)
    if _is_answered(stored.state, number, said):
        return
    offer = stored.state.offers.get(number)
    if offer is None or offer.home != said.home:
        raise Conflict("citizen.other_offer", _OTHER_OFFER)
    answer = AnswerOffer(by=HUB, number=number, accepted=said.accepted, document=_UNSAID)
    judged = DRAWS.kernel.decide(standing, answer)
    if said.accepted and not found.case.holds:
        judged = refusal("draws.not_decided", numbers=number)
    allowed(judged)
    title = f"{number}: {_ACCEPT if said.accepted else _REFUSE} ({said.home})"
    about = f"{number} H {stored.id} {said.home}"
    statement = Statement(kind="application", title=title, text=said.text or title, about=about)
    document = await lodge(hub, who, statement, f"home {about}")
    answer = replace(answer, document=await _registered(hub, document, title))
    await hub.aggregates.act(DRAWS, stored.id, answer, document)


def _is_answered(draw: Draw, number: str, said: HomeAnswer) -> bool:
    """Whether it was said before: a second click says nothing more."""
    offer = draw.offers.get(number)
    if said.accepted:
        return offer is not None and (offer.home, offer.status) == (said.home, "accepted")
    return any((each.number, each.home) == (number, said.home) for each in draw.struck)


async def _registered(hub: Hub, document: str, title: str) -> str:
    """The number under which a document that was lodged is registered; Conflict where it says the other thing."""
    async with hub.store.read() as tx:
        made = await hub.office.documents.load(tx, document)
    if made is None or made.registration is None or made.title != title:
        raise Conflict("citizen.other_offer", _OTHER_OFFER)
    return made.registration.reg_no


async def _acted(hub: Hub, who: Citizen, name: str, asked: Withdraw | Complain, key: str, text: str = "") -> None:
    cases = hub.programmes.cases
    async with hub.store.read() as tx:
        stored = await case_of(tx, hub, who, name)
        hindered = await cases.refuses(tx, await cases.standing(tx, stored), asked)
    if hindered is not None:
        raise by_rule(hindered)
    number = stored.case.application.number if stored.case.application else ""
    if isinstance(asked, Withdraw):
        said = Statement(kind="application", title=f"{number}: {_TAKE_BACK}", text=asked.reason, about=f"{number} W")
        document = await lodge(hub, who, said, f"withdraw {stored.id} {key}")
        await cases.act(stored.id, Withdraw(by=HUB, document=document, reason=asked.reason), document)
    else:
        said = Statement(kind="complaint", title=f"{number}: {_COMPLAINT}", text=text, about=f"{number} C")
        document = await lodge(hub, who, said, f"complain {stored.id} {key}")
        await cases.act(stored.id, Complain(by=HUB, document=document), document)


def _said(text: str) -> str:
    if not text:
        raise Refused("citizen.say_why", _EMPTY, status=422, place="text")
    if len(text) > _LONGEST:
        raise Refused("citizen.too_long", _LONG, status=422, place="text")
    return text


_TAKE_BACK = "ərizəmi geri götürürəm"
_COMPLAINT = "qərardan şikayət edirəm"
_OF_DRAW = "püşkatmanın nəticəsindən şikayət edirəm"
_ACCEPT = "təklif olunan evi qəbul edirəm"
_REFUSE = "təklif olunan evdən imtina edirəm"
_NO_LETTER = Words("Bu müraciət üçün belə məktub yoxdur.", "There is no such letter for this application.")
_NO_OFFER = Words("Bu müraciət üçün belə təklif yoxdur.", "There is no such offer for this application.")
_OTHER_OFFER = Words(
    "Təklif dəyişib və ya artıq cavablandırılıb; heç nə yazılmayıb. Aşağıda indiki vəziyyətə baxın.",
    "The offer has changed or was answered already; nothing was written down. See below how it stands now.",
)
_EMPTY = Words("Səbəbi bir cümlə ilə yazın.", "Say why, in a sentence.")
_LONG = Words(f"Ən çoxu {_LONGEST} işarə yazın.", f"Write {_LONGEST} characters at most.")
