"""Everything that the page of one entity needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.access.masking import mask_field
from hub.access.purposes import PROTECTED
from hub.app import Hub
from hub.console.register.family import Drawing, MemberView, drawn, members_of
from hub.console.register.labels import KINDS, called, full_name
from hub.console.register.sheet import (
    AsOf,
    DisagreementView,
    FieldView,
    Lens,
    disagreements_of,
    fields_of,
    holders_word,
    messages_of,
    seen_at,
)
from hub.console.viewer import PATH, Viewer
from hub.errors import Words
from hub.programmes.relatives import may_see_address
from hub.register.disagreeing import statements
from hub.register.entity import Entity
from hub.register.looking import Look, look_of, subject_of
from hub.register.merges import merges_into
from hub.register.persons import code_of, codes_of
from hub.register.protecting import PROTECTION
from hub.register.reading import Belongings, Reader
from hub.store.ids import parse_id
from hub.store.tx import Tx
from hub.web.register_scope import reader_of


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """A household with its members, as a drawing and as rows."""

    entity: Entity
    number: Words
    members: Sequence[MemberView]
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class RelatedEntity:
    """Something that belongs to a person, such as an account, with its fields."""

    entity: Entity
    fields: Mapping[str, FieldView]


@dataclass(frozen=True, slots=True)
class RelatedThing:
    """Something under a number of its own that is about a person: a payment, a request, a match with a vacancy."""

    kind: Words
    beside: RelatedEntity


@dataclass(frozen=True, slots=True)
class Gathered:
    """One entity as this viewer sees it. `seen` is None where nothing was known as of the chosen days."""

    entity: Entity
    chosen: AsOf
    look: Look | None
    name: Words
    seen: Entity | None
    fields: Sequence[FieldView]
    disagreements: Sequence[DisagreementView] = ()
    households: Sequence[HouseholdView] = ()
    accounts: Sequence[RelatedEntity] = ()
    status: RelatedEntity | None = None
    things: Sequence[RelatedThing] = ()
    mandates: Sequence[RelatedEntity] = ()
    """Who acts for the person, and for whom the person acts."""
    is_protected: bool = False
    """Whether the address is kept from most: told to whoever may see it."""
    protections: Sequence[RelatedEntity] = ()
    """By what, for whoever said that they look for it."""
    joined: Sequence[str] = ()
    """Ids of the records that are joined to this one."""

    @property
    def codes(self) -> Sequence[str]:
        """By what things of the person are found."""
        return codes_of(self.entity.attributes)

    @property
    def known_since(self) -> int:
        """Since when the present state is known."""
        return self.entity.known_from


async def gather(tx: Tx, hub: Hub, who: Viewer, entity: Entity, chosen: AsOf, look: str) -> Gathered:
    """Read the entity with what hangs together with it."""
    reader = reader_of(hub)
    subject = reader.store.hash(*subject_of(entity))
    lasting = await look_of(tx, hub.sealer, who.person, subject, wanted) if (wanted := parse_id(look)) else None
    may_see = await may_see_address(tx, hub.programmes.cases.case_store, who.person, entity)
    if may_see and lasting is not None and lasting.purpose.purpose == PROTECTED:
        reader = reader.whole
        entity = await reader.by_id(tx, entity.id) or entity
    facts = await reader.facts(tx, entity)
    code = code_of(entity.attributes) if entity.kind == "person" else ""
    beside = await reader.belongings(tx, code) if code else Belongings()
    mandates = await reader.things_of(tx, "mandate", code, others=True) if code else ()
    protections = await reader.things_of(tx, PROTECTION, code, others=True) if code else ()
    others = [*beside.accounts, *beside.things, *mandates, *([beside.status] if beside.status else [])]
    lens = Lens(lasting is not None, await reader.told(tx, messages_of([entity, *others], facts)))
    seen = seen_at(entity, facts, chosen)
    attributes = seen.attributes if seen else {}
    name = full_name(attributes if lens.shown else mask_field("", dict(attributes)))
    made = Gathered(
        entity,
        chosen,
        lasting,
        name,
        seen,
        fields_of(seen, facts, chosen, lens) if seen else (),
        households=await _households(tx, reader, entity, beside, shown=lens.shown),
        accounts=[_beside(each, lens) for each in beside.accounts],
        status=_beside(beside.status, lens) if beside.status else None,
        things=[
            RelatedThing(called(KINDS, each.kind), _beside(each, lens))
            for each in beside.things
            if each.kind not in ("mandate", PROTECTION)
        ],
        mandates=[_beside(each, lens) for each in mandates],
        is_protected=may_see and bool(await reader.over(tx, entity)),
        protections=[_beside(each, lens) for each in protections],
        joined=[each.merged for each in await merges_into(tx, entity.id) if each.survivor == entity.id],
    )
    if not code or not chosen.is_now:
        return made
    said = [*statements(facts), *holders_word(beside.accounts, lens.told)]
    return replace(made, disagreements=disagreements_of(entity, said, lens))


async def _households(
    tx: Tx, reader: Reader, entity: Entity, beside: Belongings, *, shown: bool
) -> list[HouseholdView]:
    """On a person's page the others stay masked: the purpose was given for one person only."""
    households = [entity] if entity.kind == "household" else list(beside.households)
    found = []
    for each in households:
        fins = [str(member["fin"]) for member in each.attributes.get("members", ()) if member.get("fin")]
        members = members_of(each, await reader.by_fins(tx, fins), PATH, shown=shown and each is entity)
        number = str(each.attributes.get("household_id", ""))
        number = number if shown else mask_field("household_id", number)
        found.append(HouseholdView(each, Words(number, number), members, drawn(members)))
    return found


def _beside(entity: Entity, lens: Lens) -> RelatedEntity:
    return RelatedEntity(entity, {each.name: each for each in fields_of(entity, (), AsOf(), lens)})
