"""Change requests for the register at each door alike: page, API and command call these functions.

Who looks at a request sees values of people: it is written to their access history first, with the request's ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from hub.access.masking import DOTS
from hub.access.parties import HOUSE
from hub.access.people import Person
from hub.access.proposals import Proposal
from hub.access.purposes import PROTECTED
from hub.access.rights import Right, RoleMissing, rights_of, roles_with
from hub.app import Hub
from hub.bodies import Body
from hub.errors import Forbidden, HubError, NotFound, Refused, Words, found_or
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.register_requests import SecondWord, decide_request
from hub.programmes.relatives import is_related, may_see_address
from hub.programmes.same_person import look_again
from hub.register.entering import EntryWish
from hub.register.entity import Entity
from hub.register.likeness import Pair, possible_doubles, tell_apart
from hub.register.looking import LOOK, SHOWN, Event, Purpose, write_down
from hub.register.mandates import MandateWish
from hub.register.persons import code_of
from hub.register.protecting import ADDRESSES, PROTECTION, is_due, veiled_fact
from hub.register.protections import ProtectionWish
from hub.register.reading import Reader, subjects_of
from hub.register.requesting import (
    AnyWish,
    Preview,
    holder_of,
    preview_of,
    propose_request,
    request_of,
    waiting_requests,
)
from hub.register.requests import NOT_THERE, AttributeLine, EntityId, ValuesWish, Wish
from hub.register.store import RegisterStore
from hub.store.tx import Tx
from hub.web.at_stake import AtStake, at_stake
from hub.web.paging import BAD_CURSOR
from hub.web.register_scope import only_own_district

PAIR = 2
DOUBLES_A_PAGE = 50
_CURSOR = re.compile(r"([0-9]{1,15})\.([0-9a-f]{32})\.([0-9a-f]{32})")
KINDS: Mapping[str, Words] = {
    "person_change": Words("Məlumatın dəyişdirilməsi", "Change of values"),
    "person_merge": Words("Yazıların birləşdirilməsi", "Joining of records"),
    "person_split": Words("Yazıların ayrılması", "Parting of records"),
    "mandate_change": Words("Nümayəndəlik", "Mandate"),
    "protection_change": Words("Qorunan ünvan", "Protected address"),
    "person_entry": Words("FİN-siz şəxsin reyestrə yazılması", "Entry of a person without a FIN"),
    "person_fin": Words("Sonradan gələn FİN", "FIN that came later"),
}
FOR = "data_check"
"""The purpose for which a request is looked at (`hub.access.purposes`)."""


class RequestBody(Body):
    """A wish with the mark of the preview that was seen."""

    wish: AnyWish
    seen: str = Field(max_length=64)


class SecondWordBody(Body):
    """A second person's decision: with the mark of the preview that they saw, or with the reason of a refusal."""

    outcome: Literal["agreed", "refused"]
    seen: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=500)


class ApartBody(Body):
    """Two records that are two people, and what says so."""

    one: EntityId
    other: EntityId
    ground: str = Field(min_length=3, max_length=200)


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request with what would come of it now and what rests on its people; `objection` says why nothing can, of one
    that is decided nothing. `number` is the register's, of whoever was entered by it.
    """

    proposal: Proposal
    wish: AnyWish
    preview: Preview | None = None
    objection: HubError | None = None
    rests: Sequence[AtStake] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Doubles:
    """A page of pairs with their records, how many there are in all, and where the next page begins."""

    pairs: Sequence[tuple[Pair, Entity, Entity]]
    total: int
    next: str | None


def register_of(hub: Hub) -> RegisterStore:
    """The register of this hub."""
    return RegisterStore(hub.sealer, hub.hash)


def need_register(person: Person) -> None:
    """Forbidden unless the house's own official may look people up and change them."""
    if Right.REGISTER not in rights_of(person.roles):
        raise RoleMissing(role.value for role in roles_with(Right.REGISTER))
    if person.party not in HOUSE:
        raise Forbidden("access.house_only", _HOUSE_ONLY)
    if only_own_district(person):
        raise Forbidden("register.scope", _DISTRICT)


def need_for(person: Person, wish: Wish) -> None:
    """The same for this wish: a protected address needs a right of its own."""
    need_register(person)
    if not may_handle(person, wish):
        raise RoleMissing(role.value for role in roles_with(Right.PROTECTED))


def may_handle(person: Person, wish: Wish) -> bool:
    """Whether they may know that there is such a request."""
    return not isinstance(wish, ProtectionWish) or Right.PROTECTED in rights_of(person.roles)


async def preview(hub: Hub, person: Person, wish: Wish) -> tuple[Preview, Sequence[AtStake]]:
    """What would come of a wish as things stand, and what rests on its people; where an address is protected, without
    what is held of it.
    """
    need_for(person, wish)
    async with hub.store.write() as tx:  # by itself: it stays written where the answer is a refusal
        await _looked(tx, hub, person, await holder_of(tx, register_of(hub), wish), wish)
    async with hub.store.write() as tx:
        await _refuse_close(tx, hub, person, wish)
        found = await _preview(tx, hub, person, wish)
        people = found.standing.people.values()
        alike = await register_of(hub).by_ids(tx, found.standing.alike, locked=False)
        await _looked(tx, hub, person, (*people, *alike.values()), wish)
    async with hub.store.read() as tx:
        return found, await at_stake(tx, hub, person, people)


async def _preview(tx: Tx, hub: Hub, person: Person, wish: Wish, request: str | None = None) -> Preview:
    store = register_of(hub)
    found = await preview_of(tx, store, wish, request)
    others = [each for each in found.others if may_handle(person, (await request_of(tx, store, each.id))[1])]
    if not await Reader(store).over(tx, *found.standing.people.values()):
        return replace(found, others=others)
    asked = [veiled_fact(each, "person") for each in found.asked]
    return replace(found, others=others, lines=[_veiled_line(each, wish) for each in found.lines], asked=asked)


def _veiled_line(line: AttributeLine, wish: Wish) -> AttributeLine:
    """What is wanted of one record was typed by who asks; of two it is held too."""
    if line.name not in ADDRESSES["person"]:
        return line
    before, after = (None if each is None else DOTS for each in (line.before, line.after))
    wanted = line.wanted if isinstance(wish, ValuesWish | EntryWish) else DOTS
    return AttributeLine(line.name, before, wanted, after, line.stays_by)


async def propose(hub: Hub, person: Person, wish: AnyWish, seen: str) -> str:
    """Write a wish down for a second person; its id."""
    need_for(person, wish)
    async with hub.store.write() as tx:
        await _refuse_own(tx, hub, person, wish)
        return await propose_request(tx, register_of(hub), wish, seen, person.login)


async def show(hub: Hub, person: Person, request: str) -> ShownRequest:
    """A request, with what would come of it where it still waits."""
    need_register(person)
    store = register_of(hub)
    async with hub.store.write() as tx:
        proposal, wish = await request_of(tx, store, request)
        people = (await store.by_ids(tx, wish.entities)).values()
        need_for(person, wish)
        await _refuse_close(tx, hub, person, wish)
        await _looked(tx, hub, person, people, wish)
        if proposal.state != "waiting":
            numbers = [code_of(each.attributes) for each in people] if isinstance(wish, EntryWish) else []
            return ShownRequest(proposal, wish, number=next(iter(numbers), ""))
        try:
            found = await _preview(tx, hub, person, wish, request)
        except HubError as objection:
            return ShownRequest(proposal, wish, objection=objection)
    async with hub.store.read() as tx:
        rests = await at_stake(tx, hub, person, found.standing.people.values())
    return ShownRequest(proposal, wish, found, rests=rests)


async def decide(hub: Hub, person: Person, request: str, body: SecondWordBody) -> Wish:
    """Apply a request or refuse it; its maker may take it back alone."""
    need_register(person)
    verdict = SecondWord(person.login, body.outcome, body.seen, body.reason.strip())
    async with hub.store.write() as tx:
        _, asked = await request_of(tx, register_of(hub), request)
        need_for(person, asked)
        await _refuse_own(tx, hub, person, asked)
        wish = await decide_request(tx, register_of(hub), hub.planner, request, verdict)
        await look_again(tx, await _subjects(tx, hub, wish))
        return wish


async def _refuse_close(tx: Tx, hub: Hub, person: Person, wish: Wish) -> None:
    """A protection does not even show to who is close to its people."""
    if isinstance(wish, ProtectionWish):
        await _refuse_own(tx, hub, person, wish)


async def _refuse_own(tx: Tx, hub: Hub, person: Person, wish: AnyWish) -> None:
    """Forbidden where a mandate or a protection is the official's own or of somebody close, or is against them:
    neither asks for it nor decides on it, a refusal included.
    """
    match wish:
        case MandateWish(terms=terms):
            named, code, words = [terms.representative_fin], "register.own_mandate", _OWN_MANDATE
        case ProtectionWish(terms=terms):
            named, code, words = [terms.against_fin, *terms.with_fins], "register.own_protection", _OWN_PROTECTION
        case _:
            return
    people = (await register_of(hub).by_ids(tx, wish.entities)).values()
    for each in (*named, *(code_of(each.attributes) for each in people)):
        if each and await is_related(tx, hub.programmes.cases.case_store, person.login, each):
            raise Forbidden(code, words)


async def _subjects(tx: Tx, hub: Hub, wish: Wish) -> frozenset[str]:
    """Under which keyed hashes cases of these people stand."""
    store = register_of(hub)
    found = (await store.by_ids(tx, wish.entities)).values()
    return frozenset([each for entity in found for each in await subjects_of(tx, store, entity)])


async def listed(hub: Hub, person: Person) -> Sequence[tuple[Proposal, AnyWish]]:
    """What waits for a second person; no value of anybody."""
    need_register(person)
    async with hub.store.read() as tx:
        found = await waiting_requests(tx, register_of(hub))
    return [(proposal, wish) for proposal, wish in found if may_handle(person, wish)]


async def reviews(hub: Hub, person: Person) -> Sequence[tuple[str, str]]:
    """Protected addresses whose day to be looked at again has come: whose they are, by the hub's own id, and the day,
    the longest overdue first; of those alone whose address this person may see.
    """
    if Right.PROTECTED not in rights_of(person.roles):
        return []
    reader = Reader(register_of(hub)).whole
    async with hub.store.read() as tx:
        day = (await hub.programmes.cases.context(tx)).today
        kept = [each.attributes for each in await reader.to_review(tx, PROTECTION, day.isoformat())]
        due = {each["fin"]: each["review_on"] for each in kept if is_due(each, day)}
        people = await reader.by_fins(tx, due)
        cases = hub.programmes.cases.case_store
        mine = [fin for fin, each in people.items() if await may_see_address(tx, cases, person, each)]
    return sorted(((people[fin].id, due[fin]) for fin in mine), key=lambda each: each[1])


async def doubles(hub: Hub, person: Person, most: int, cursor: str) -> Doubles:
    """Pairs of records that may be one person, the most money at stake first, after `cursor` (the `next` of a page).

    Nothing is joined by it; their values are not for showing unmasked.
    """
    need_register(person)
    store, after = register_of(hub), _pair_of(cursor)
    async with hub.store.read() as tx:
        total, pairs = await possible_doubles(tx, most + 1, after)
        page = pairs[:most]
        people = await store.by_ids(tx, [each for pair in page for each in (pair.one, pair.other)])
    last = f"{page[-1].qepik}.{page[-1].one}.{page[-1].other}" if len(pairs) > most else None
    return Doubles([(pair, people[pair.one], people[pair.other]) for pair in page], total, last)


def _pair_of(cursor: str) -> Pair | None:
    if not cursor:
        return None
    found = found_or(_CURSOR.fullmatch(cursor), Refused("api.cursor", BAD_CURSOR, status=422, place="cursor"))
    return Pair(found[2], found[3], int(found[1]))


async def apart(hub: Hub, person: Person, body: ApartBody) -> None:
    """Say that two records are two people: they are asked about no more."""
    need_register(person)
    store = register_of(hub)
    async with hub.store.write() as tx:
        people = await store.by_ids(tx, [body.one, body.other])
        if len(people) != PAIR or any(each.kind != "person" for each in people.values()):
            raise NotFound("register.not_there", NOT_THERE)
        await _looked(tx, hub, person, people.values(), body)
        await tell_apart(tx, Pair(body.one, body.other), person.login)
        leaf = make_leaf("register.told_apart", body.one, await tx.now(), of=body.other, by=person.login)
        await write_leaves(tx, [leaf])


async def _looked(tx: Tx, hub: Hub, person: Person, people: Iterable[Entity], about: Wish | ApartBody) -> None:
    purpose = Purpose(PROTECTED if isinstance(about, ProtectionWish) else FOR, about.ground)
    store = register_of(hub)
    subjects = dict.fromkeys([subject for each in people for subject in await subjects_of(tx, store, each)])
    await write_down(tx, hub.sealer, person, [Event(LOOK, each, SHOWN, purpose) for each in subjects])


_OWN_MANDATE = Words(
    "Özünüzün və ya yaxın qohumunuzun nümayəndəliyini nə istəyə, nə də həll edə bilərsiniz; bunu başqası edir.",
    "You can neither ask for nor decide on a mandate of your own or of a close relative; somebody else does.",
)
_OWN_PROTECTION = Words(
    "Özünüzün, yaxın qohumunuzun və ya onlardan qorunan ünvan barədə sorğunu nə verə, nə də həll edə bilərsiniz; "
    "bunu başqası edir.",
    "You can neither ask for nor decide on a protection of your own or a close relative's address, or one against "
    "either of you; somebody else does.",
)
_HOUSE_ONLY = Words(
    "Reyestrdəki məlumatı komitənin öz əməkdaşları dəyişdirir.",
    "What the register holds is changed by the committee's own officials.",
)
_DISTRICT = Words(
    "Rayon nümayəndəsi öz rayonunun sakinlərinə baxır, məlumatı isə proqram əməkdaşı dəyişdirir.",
    "A district representative looks at people of the own district; a programme officer changes what is held.",
)
