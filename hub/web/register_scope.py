"""Whose records somebody may open in the register: a district's representative those of the own district alone."""

from __future__ import annotations

from hub.access.parties import HOUSE
from hub.access.people import Person, PersonRole
from hub.access.rights import Right, rights_of
from hub.access.role_rules import load_role_rules
from hub.app import Hub
from hub.errors import Words
from hub.register.entity import Entity
from hub.register.reading import Reader
from hub.register.scope import is_of_district
from hub.register.store import RegisterStore
from hub.store.tx import Tx


def only_own_district(person: Person) -> bool:
    """Whether the right to the register comes from representing a district alone."""
    allowing = {PersonRole.PROGRAMME_OFFICER.value, PersonRole.AUDITOR.value} & person.roles
    return PersonRole.DISTRICT_REPRESENTATIVE.value in person.roles and not allowing


def may_change(person: Person) -> bool:
    """Whether they may ask for changes of people, and decide about them: the house's own, of every district."""
    return person.party in HOUSE and Right.REGISTER in rights_of(person.roles) and not only_own_district(person)


def outside_scope(person: Person) -> Words | None:
    """Why nobody in the register is open to somebody with the right to it, None where people are."""
    return _NO_DISTRICT if only_own_district(person) and person.district is None else None


async def sees(tx: Tx, hub: Hub, person: Person, entity: Entity) -> bool:
    """Whether they may open it: a person of their district, or what belongs to one; a household by any member."""
    if not only_own_district(person):
        return True
    by = load_role_rules(hub.settings.role_rules).district_by
    return any(is_of_district(each.attributes, person.district or "", by) for each in await _people_of(tx, hub, entity))


def reader_of(hub: Hub) -> Reader:
    """The register of this hub, to read."""
    return Reader(RegisterStore(hub.sealer, hub.hash))


async def _people_of(tx: Tx, hub: Hub, entity: Entity) -> list[Entity]:
    if entity.kind == "person":
        return [entity]
    members = [member.get("fin") for member in entity.attributes.get("members", ())]
    fins = [fin for fin in (entity.attributes.get("fin"), *members) if isinstance(fin, str)]
    return list((await reader_of(hub).by_fins(tx, fins)).values())


_NO_DISTRICT = Words(
    "Rayon nümayəndəsi yalnız öz rayonunun sakinlərinə baxa bilər, hesabınızda isə rayon göstərilməyib. İnzibatçıya"
    " müraciət edin.",
    "A district representative may look at people of their own district only, and your account names none. Ask an"
    " administrator.",
)
