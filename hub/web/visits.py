"""Visit acts at each door alike: who may open one for whom, who sees it, what stands in the access history."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel, Field

from document_flow.visits.questionnaire import questionnaire
from hub.access.history import Access, note_access
from hub.access.parties import HOUSE
from hub.access.people import Person
from hub.access.purposes import why
from hub.access.rights import Right, RoleMissing, rights_of
from hub.app import Hub
from hub.bodies import Body
from hub.errors import Forbidden
from hub.exchange.ask.problems import sure_fin
from hub.programmes.relatives import may_see_address
from hub.register.entity import Entity
from hub.register.looking import FIND, Event, note_looks, write_down
from hub.store.ids import parse_id
from hub.store.store import Collision
from hub.store.tx import Tx
from hub.visits.papers import VisitPapers
from hub.visits.visit import FamilyOne, Visit, VisitBody, VisitClosing, unprintable
from hub.visits.visits import Visits, WantedVisits, no_visit
from hub.web.register_scope import may_change, outside_scope, reader_of, sees
from hub.web.views import Instant, View
from mappings.identity import read_fin
from mappings.lineage import relation
from mappings.places import PLACES

LOOK: Final = "visit.look"
_NAMES: Final = ("surname", "given_name", "patronymic")


class OpeningBody(Body):
    """For whose family; the FIN stands in no address."""

    fin: str = Field(min_length=1, max_length=20, repr=False)


class VisitLineView(View):
    """A visit in a list; nothing of a person. `differs`: it says otherwise than the register does."""

    id: str
    state: str
    number: str | None
    district: str
    made_by: str
    differs: bool
    settled_by: str | None
    opened_at: Instant
    signed_at: Instant | None


class VisitsView(BaseModel):
    """Part of a list; `next` is the cursor of the next part."""

    visits: list[VisitLineView]
    next: str | None


class VisitView(VisitLineView):
    """A visit with all that it says. `members` with where each of them is; `record_hash` is what the evidence holds.

    `saves` goes back with what is filled in: so nobody writes over what was kept since.
    """

    members: list[dict[str, str]]
    saves: int
    places: list[str]
    place: str
    visited_on: str
    answers: dict[str, str]
    signed_by: str
    signed_as: str
    refusal: str
    witness: str
    is_signed: bool
    follows: str
    record_hash: str | None
    intact: bool


def need_visits(person: Person) -> None:
    """Forbidden unless they represent a district, which their account names."""
    if person.party not in HOUSE or Right.VISIT not in rights_of(person.roles):
        raise RoleMissing(("district_representative",))
    if (closed := outside_scope(person)) is not None:
        raise Forbidden("register.scope", closed)


def need_acts(person: Person) -> None:
    """Forbidden unless they may see acts: those of the own district, or all of them."""
    if not may_change(person):
        need_visits(person)


def visits_of(hub: Hub) -> Visits:
    """The visits of this hub."""
    return Visits(hub.store, hub.sealer, hub.planner, hub.programmes.cases.staff, reader_of(hub))


async def open_visit(hub: Hub, person: Person, typed: str) -> str:
    """Open a visit to a family; the same one while it is a draft. NotFound alike for who is not there and whose
    district is another.
    """
    need_visits(person)
    fin = sure_fin(read_fin(typed))
    try:
        return await _opened(hub, person, fin)
    except Collision:  # two tablets at once: the second finds the first one's draft
        return await _opened(hub, person, fin)


async def _opened(hub: Hub, person: Person, fin: str) -> str:
    visits = visits_of(hub)
    async with hub.store.write() as tx:
        found = await visits.reader.by_key(tx, "fin", fin)
        outcome = "unknown" if found is None else "found"
        if found is not None and not await sees(tx, hub, person, found):
            found, outcome = None, "register.scope"
        await write_down(tx, hub.sealer, person, [Event(FIND, hub.hash("fin", fin), outcome)])
        if found is not None:
            body = await _begun(tx, visits, person, fin, found)
            name = await visits.open_in(tx, person.login, person.district or "", body)
            await note_access(tx, hub.sealer, person.party, person.login, *_looks(hub, body))
            return name
    raise no_visit()


async def shown_visit(hub: Hub, person: Person, name: str) -> Visit:
    """A visit for these eyes; that its family was looked at is written down first, once in a quarter of an hour."""
    need_acts(person)
    visits = visits_of(hub)
    async with hub.store.read() as tx:
        visit = await visits.get(tx, parse_id(name) or "0" * 32)
        if not _may_see(person, visit) or await _is_kept_from(tx, hub, person, visit):
            raise no_visit()
    await note_looks(hub.store, hub.sealer, person, _looks(hub, visit.body))
    return visit


async def close_visit(hub: Hub, person: Person, name: str, said: VisitClosing, key: str) -> Visit:
    """Fix the act of a family that is still this person's to see."""
    visits = visits_of(hub)

    async def still_sees(tx: Tx, fin: str) -> bool:
        found = await visits.reader.by_key(tx, "fin", fin)
        return found is not None and await sees(tx, hub, person, found)

    return await visits.close(name, person, said, key, still_sees)


def wanted_visits(person: Person, below: str, most: int, *, waiting: bool = False) -> WantedVisits:
    """Which visits are a person's to see."""
    return WantedVisits(person.login, None if may_change(person) else person.district, below, most, waiting)


async def act_pdf(hub: Hub, visit: Visit) -> bytes:
    """The paper of an act."""
    sample = hub.settings.sandbox
    return await VisitPapers(visits_of(hub), hub.office.printing).pdf(visit, sample=sample)


def visit_view(visit: Visit) -> VisitView:
    """A visit as shown."""
    body = visit.body
    members = [
        {"fin": each.fin, "name": each.name, "born": each.born, "presence": body.presence(number)}
        for number, each in enumerate(body.members)
    ]
    more: dict[str, Any] = {"members": members, "is_signed": bool(body.signature), "intact": visit.intact}
    names = ("places", "place", "visited_on", "answers", "signed_by", "signed_as", "refusal", "witness", "follows")
    return VisitView.of(visit, None, **more, **{each: getattr(body, each) for each in names})


def _may_see(person: Person, visit: Visit) -> bool:
    if visit.state == "draft":
        return (visit.made_by, visit.district) == (person.login, person.district)
    return may_change(person) or visit.district == person.district


async def _is_kept_from(tx: Tx, hub: Hub, person: Person, visit: Visit) -> bool:
    """Whether the act says where somebody lives whose address is protected: for who was there and who may see it."""
    reader = visits_of(hub).reader
    found = (await reader.by_fins(tx, [each.fin for each in visit.body.members])).values()
    if visit.made_by == person.login or not await reader.over(tx, *found):
        return False
    return not await may_see_address(tx, hub.programmes.cases.case_store, person, *found)


async def _begun(tx: Tx, visits: Visits, person: Person, fin: str, found: Entity) -> VisitBody:
    households = (await visits.reader.belongings(tx, fin)).households
    listed = [each for house in households[:1] for each in house.attributes.get("members", ()) if not each.get("until")]
    fins = list(dict.fromkeys([fin, *(str(each["fin"]) for each in listed if each.get("fin"))]))
    known = {**await visits.reader.by_fins(tx, fins), fin: found}
    members = tuple(_member(each, known[each]) for each in fins if each in known)
    return VisitBody(members, tuple(_places(person.district or "", found)), secrets.token_hex(16))


def _member(fin: str, entity: Entity) -> FamilyOne:
    name = " ".join(str(entity.attributes[each]) for each in _NAMES if entity.attributes.get(each))
    name = "" if unprintable(name) else name
    born = ".".join(reversed(str(entity.attributes.get("birth_date") or "").split("-")))
    return FamilyOne(fin, name or fin, born)


def _places(district: str, entity: Entity) -> Iterator[str]:
    """The own district and where the person is settled, each with what lies in it."""
    settled = PLACES.at(str((entity.attributes.get("temporary_settlement") or {}).get("place", "")))
    here = [each for each in (PLACES.at(district), settled) if each is not None]
    for place in PLACES:
        if place.until is None and any(relation(PLACES, place, each) in ("same", "within") for each in here):
            yield place.key


def _looks(hub: Hub, body: VisitBody) -> list[Access]:
    asked = questionnaire()
    said = why(asked.purpose, asked.basis)
    return [Access(LOOK, "register", "shown", hub.hash("fin", each.fin), said) for each in body.members]
