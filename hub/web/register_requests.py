"""Change requests for the register at each door alike: page, API and command call these functions.

Who looks at a request sees values of people: it is written to their access history first, with the request's ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from hub.access.parties import HOUSE
from hub.access.people import Person
from hub.access.proposals import Proposal
from hub.access.rights import Right, RoleMissing, rights_of, roles_with
from hub.app import Hub
from hub.bodies import Body
from hub.errors import Forbidden, HubError, NotFound, Words
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.register_requests import SecondWord, decide_request
from hub.programmes.relatives import is_related
from hub.programmes.same_person import look_again
from hub.register.entity import Entity
from hub.register.likeness import Pair, possible_doubles, tell_apart
from hub.register.looking import LOOK, SHOWN, Event, Purpose, write_down
from hub.register.mandates import MandateWish
from hub.register.reading import subjects_of
from hub.register.requesting import AnyWish, Preview, preview_of, propose_request, request_of, waiting_requests
from hub.register.requests import NOT_THERE, EntityId, Wish
from hub.register.store import RegisterStore
from hub.store.tx import Tx
from hub.web.register_scope import only_own_district

PAIR = 2
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
    """A request with what would come of it now; `objection` says why nothing can, of one that is decided nothing."""

    proposal: Proposal
    wish: AnyWish
    preview: Preview | None = None
    objection: HubError | None = None


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


async def preview(hub: Hub, person: Person, wish: Wish) -> Preview:
    """What would come of a wish as things stand."""
    need_register(person)
    async with hub.store.write() as tx:
        found = await preview_of(tx, register_of(hub), wish)
        await _looked(tx, hub, person, found.standing.people.values(), wish.ground)
    return found


async def propose(hub: Hub, person: Person, wish: AnyWish, seen: str) -> str:
    """Write a wish down for a second person; its id."""
    need_register(person)
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
        await _looked(tx, hub, person, people, wish.ground)
        if proposal.state != "waiting":
            return ShownRequest(proposal, wish)
        try:
            return ShownRequest(proposal, wish, await preview_of(tx, store, wish, request))
        except HubError as objection:
            return ShownRequest(proposal, wish, objection=objection)


async def decide(hub: Hub, person: Person, request: str, body: SecondWordBody) -> Wish:
    """Apply a request or refuse it; its maker may take it back alone."""
    need_register(person)
    verdict = SecondWord(person.login, body.outcome, body.seen, body.reason.strip())
    async with hub.store.write() as tx:
        if verdict.outcome == "agreed":
            await _refuse_own(tx, hub, person, (await request_of(tx, register_of(hub), request))[1])
        wish = await decide_request(tx, register_of(hub), hub.planner, request, verdict)
        await look_again(tx, await _subjects(tx, hub, wish))
        return wish


async def _refuse_own(tx: Tx, hub: Hub, person: Person, wish: AnyWish) -> None:
    """Forbidden where a mandate is the official's own or of somebody close: neither asks for it nor agrees to it."""
    if not isinstance(wish, MandateWish):
        return
    people = (await register_of(hub).by_ids(tx, wish.entities)).values()
    fins = (wish.terms.representative_fin, *(each.attributes.get("fin") for each in people))
    for each in fins:
        if each and await is_related(tx, hub.programmes.cases.case_store, person.login, each):
            raise Forbidden("register.own_mandate", _OWN_MANDATE)


async def _subjects(tx: Tx, hub: Hub, wish: Wish) -> frozenset[str]:
    """Under which keyed hashes cases of these people stand."""
    store = register_of(hub)
    found = (await store.by_ids(tx, wish.entities)).values()
    return frozenset([each for entity in found for each in await subjects_of(tx, store, entity)])


async def listed(hub: Hub, person: Person) -> Sequence[tuple[Proposal, AnyWish]]:
    """What waits for a second person; no value of anybody."""
    need_register(person)
    async with hub.store.read() as tx:
        return await waiting_requests(tx, register_of(hub))


async def doubles(hub: Hub, person: Person) -> Sequence[tuple[Pair, Entity, Entity]]:
    """Pairs of records that may be one person. Nothing is joined by it; their values are not for showing unmasked."""
    need_register(person)
    store = register_of(hub)
    async with hub.store.read() as tx:
        pairs = await possible_doubles(tx)
        people = await store.by_ids(tx, [each for pair in pairs for each in (pair.one, pair.other)])
    return [(pair, people[pair.one], people[pair.other]) for pair in pairs]


async def apart(hub: Hub, person: Person, body: ApartBody) -> None:
    """Say that two records are two people: they are asked about no more."""
    need_register(person)
    store = register_of(hub)
    async with hub.store.write() as tx:
        people = await store.by_ids(tx, [body.one, body.other])
        if len(people) != PAIR or any(each.kind != "person" for each in people.values()):
            raise NotFound("register.not_there", NOT_THERE)
        await _looked(tx, hub, person, people.values(), body.ground)
        await tell_apart(tx, Pair(body.one, body.other), person.login)
        leaf = make_leaf("register.told_apart", body.one, await tx.now(), of=body.other, by=person.login)
        await write_leaves(tx, [leaf])


async def _looked(tx: Tx, hub: Hub, person: Person, people: Iterable[Entity], ground: str) -> None:
    purpose = Purpose(FOR, ground)
    store = register_of(hub)
    subjects = dict.fromkeys([subject for each in people for subject in await subjects_of(tx, store, each)])
    await write_down(tx, hub.sealer, person, [Event(LOOK, each, SHOWN, purpose) for each in subjects])


_OWN_MANDATE = Words(
    "Özünüzün və ya yaxın qohumunuzun nümayəndəliyini nə istəyə, nə də təsdiq edə bilərsiniz; bunu başqası edir.",
    "You can neither ask for nor agree to a mandate of your own or of a close relative; somebody else does.",
)
_HOUSE_ONLY = Words(
    "Reyestrdəki məlumatı komitənin öz əməkdaşları dəyişdirir.",
    "What the register holds is changed by the committee's own officials.",
)
_DISTRICT = Words(
    "Rayon nümayəndəsi öz rayonunun sakinlərinə baxır, məlumatı isə proqram əməkdaşı dəyişdirir.",
    "A district representative looks at people of the own district; a programme officer changes what is held.",
)
