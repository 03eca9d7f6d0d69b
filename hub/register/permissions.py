"""What citizens permit private bodies to be told, as the portal told the register: open or not on a legal day (law
998-IIIQ). What is not known is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.words import az_lower
from hub.register.entity import Entity
from hub.register.protecting import legal_day
from hub.register.reading import Reader
from hub.store.tx import Tx
from mappings.registered import Category


@dataclass(frozen=True, slots=True)
class Permit:
    """One permission: to whom, by the name that the portal calls it, of which category; `until` is its last day."""

    receiver: str
    category: Category | None
    is_open: bool
    until: date | None = None


async def permits_of(tx: Tx, reader: Reader, fin: str) -> list[Permit]:
    """All of a person and of joined records, the newest first."""
    day = await legal_day(tx)
    return [_permit(each, day) for each in await reader.things_of(tx, "permission", fin)]


async def is_permitted(tx: Tx, reader: Reader, receiver: str, fin: str, categories: tuple[Category, ...]) -> bool:
    """Whether a body of this name may be told data of all these categories about a person today."""
    found = await permits_of(tx, reader, fin)
    opened = {each.category for each in found if each.is_open and called(each.receiver) == called(receiver) != ""}
    return bool(categories) and opened.issuperset(categories)


def called(name: str) -> str:
    """A body's name however it is spaced and in whichever letter case."""
    return " ".join(az_lower(name).split())


def _permit(entity: Entity, day: date) -> Permit:
    said = entity.attributes
    since, until = (
        date.fromisoformat(said[name]) if said.get(name) else None for name in ("valid_from", "valid_until")
    )
    is_open = said.get("state") == "granted" and (since or day) <= day <= (until or day)
    return Permit(str(said.get("receiver") or ""), said.get("data_category"), is_open, until)
