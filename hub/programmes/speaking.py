"""What the register knows of who may speak for a person (`document_flow.cases.speaking`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from document_flow.cases.speaking import Mandate, Ties
from document_flow.cases.state import Representative
from hub.register.entity import Entity
from hub.register.reading import Reader, fins_of
from hub.store.tx import Tx

_PARENTS = ("mother_fin", "father_fin")
_WHOLE_DAY = len("2026-11-24")


async def ties_of(tx: Tx, reader: Reader, fin: str) -> Ties:
    """By the register as it is known now; whoever it does not know has only themselves."""
    person = await reader.by_key(tx, "fin", fin)
    said: dict[str, Any] = dict(person.attributes) if person is not None else {}
    own = (fin, *(await fins_of(tx, reader.store, person) if person is not None else ()))
    return Ties(
        own=frozenset(own),
        born=_day(said.get("birth_date")),
        parents=frozenset(said[name] for name in _PARENTS if said.get(name)),
        mandates=tuple(_mandate(each) for each in await reader.things_of(tx, "mandate", fin) if each.attributes),
    )


def _mandate(entity: Entity) -> Mandate:
    said = entity.attributes
    act = f"{said['act_authority']}, № {said['act_number']}, {date.fromisoformat(said['act_date']):%d.%m.%Y}"
    who = said.get("representative_fin") or said["voen"]
    return Mandate(
        representative=Representative(who=who, capacity=said["capacity"], act=act),
        since=date.fromisoformat(said["valid_from"]),
        until=_day(said.get("valid_until")),
        ended_on=_day(said.get("ended_on")),
        programmes=frozenset(said.get("programmes", ())),
    )


def _day(said: str | None) -> date | None:
    """A day; None where it is not known to the day."""
    return date.fromisoformat(said) if said and len(said) == _WHOLE_DAY else None
