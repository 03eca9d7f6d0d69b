"""What the register knows of who may speak for a person (`document_flow.cases.speaking`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from document_flow.cases.speaking import Deprivation, Mandate, Ties
from document_flow.cases.state import Case, Representative
from document_flow.days import day_of
from hub.register.entity import Entity
from hub.register.protecting import covered, legal_day
from hub.register.reading import Reader, fins_of
from hub.store.tx import Tx

_PARENTS = ("mother_fin", "father_fin")


async def own_fins(tx: Tx, reader: Reader, fin: str) -> frozenset[str]:
    """A person's FIN with those of records that are joined to it."""
    person = await reader.by_key(tx, "fin", fin)
    return frozenset((fin, *(await fins_of(tx, reader.store, person) if person is not None else ())))


async def ties_of(tx: Tx, reader: Reader, fin: str) -> Ties:
    """By the register as it is known now; whoever it does not know has only themselves.

    While the address of the person is protected, neither a parent who is not covered too nor whom the
    protection names speaks by any right.
    """
    person = await reader.by_key(tx, "fin", fin)
    said: dict[str, Any] = dict(person.attributes) if person is not None else {}
    acts = [each for each in await reader.things_of(tx, "mandate", fin) if each.attributes]
    parents = frozenset(said[name] for name in _PARENTS if said.get(name))
    given = [each for each in acts if each.attributes["capacity"] != "deprived"]
    return Ties(
        own=await own_fins(tx, reader, fin),
        born=day_of(said.get("birth_date")),
        parents=parents,
        mandates=tuple(_mandate(each) for each in given),
        deprivations=tuple([await _deprivation(tx, reader, each) for each in acts if each not in given]),
        dead=frozenset(fin for fin, each in (await reader.by_fins(tx, parents)).items() if is_dead(each)),
        against=await _against(tx, reader, person, parents) if person is not None else frozenset(),
    )


async def _against(tx: Tx, reader: Reader, person: Entity, parents: frozenset[str]) -> frozenset[str]:
    """From whom the address of the person is kept today, under every FIN of theirs: of each protection whom it names,
    and a parent whom it does not cover.
    """
    found: set[str] = set()
    for each in await reader.over(tx, person):
        named = {each.attributes.get("against_fin")} - {None}
        for fin in named | (parents - covered(each.attributes)):
            found |= await own_fins(tx, reader, str(fin))
    return frozenset(found)


async def is_kept_from(tx: Tx, reader: Reader, own: frozenset[str], subject: str) -> bool:
    """Whether the address of the subject is protected from a person with these FINs."""
    person = await reader.by_key(tx, "fin", subject) if subject not in own else None
    over = await reader.over(tx, person) if person is not None else ()
    return any(own.isdisjoint(covered(each.attributes)) for each in over)


async def sees_nothing(tx: Tx, reader: Reader, asker: str, subject: str) -> bool:
    """Whether this person may see nothing of another by whatever right, today: a parent without parental rights, and
    from whom the address is protected.
    """
    own = await own_fins(tx, reader, asker)
    if subject in own:
        return False
    deprived = (await ties_of(tx, reader, subject)).deprived(await legal_day(tx))
    return not own.isdisjoint(deprived) or await is_kept_from(tx, reader, own, subject)


def is_dead(person: Entity) -> bool:
    """Whether the register has heard of a person's death."""
    return person.attributes.get("vital_status") == "deceased" or bool(person.attributes.get("death_date"))


async def _deprivation(tx: Tx, reader: Reader, entity: Entity) -> Deprivation:
    said = entity.attributes
    return Deprivation(
        who=await own_fins(tx, reader, said["representative_fin"]),
        since=date.fromisoformat(said["valid_from"]),
        until=day_of(said.get("valid_until")),
        ended_on=day_of(said.get("ended_on")),
    )


async def may_see(tx: Tx, reader: Reader, case: Case, day: date) -> bool:
    """Whether who asked for the person still sees what comes of it: not a parent without parental rights, and not
    from whom the person's address is kept.
    """
    asked = case.application.representative if case.application is not None else None
    return asked is None or asked.who not in (await ties_of(tx, reader, case.subject)).deprived(day)


def _mandate(entity: Entity) -> Mandate:
    said = entity.attributes
    act = f"{said['act_authority']}, № {said['act_number']}, {date.fromisoformat(said['act_date']):%d.%m.%Y}"
    who = said.get("representative_fin") or said["voen"]
    return Mandate(
        representative=Representative(who=who, capacity=said["capacity"], act=act),
        since=date.fromisoformat(said["valid_from"]),
        until=day_of(said.get("valid_until")),
        ended_on=day_of(said.get("ended_on")),
        programmes=frozenset(said.get("programmes", ())),
    )
