"""Whose address is hidden, and what is left of an entity for eyes that may not see it (`mappings.protected`).

Of the person, those covered with them and their minor children: every place finer than a district, at any time; homes
and accounts that rights name; utility accounts whole, since a subscriber code is an address too. The protection itself
is hidden from everybody to whom it hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Final

from document_flow.cases.speaking import is_minor
from hub.clock import SECOND
from hub.register.entity import Entity
from hub.register.facts import Fact
from hub.register.store import ENTITY, RegisterStore
from hub.store.legal_time import legal_now
from hub.store.tx import Rows, Tx
from mappings.dates import BAKU

PROTECTION: Final = "protection"
COVERS: Final = "fin"
"""The kind of key by which a protection is found from whom it covers: also through a record joined to theirs."""
ADDRESSES: Final[Mapping[str, frozenset[str]]] = {
    "person": frozenset(("registered_residence", "actual_residence", "temporary_settlement")),
    "right": frozenset(("settlement", "provider", "subscriber_code", "carried_from")),
    "listed_family": frozenset(("address", "note")),
    "job_match": frozenset(("vacancy_id",)),
    "utility_account": frozenset(),
}
"""What gives away where somebody lives, by kind; of a kind without names the whole entity does."""
SAY_ADDRESS: Final = ADDRESSES["person"] | {
    "property_rights", "extract_no", "extract_sha256", "file", "electricity", "gas", "water", "employments",
}  # fmt: skip
"""The same of what agencies answer: registered homes, accounts, and where somebody works."""
_PARENTS: Final = ("mother_fin", "father_fin")
_WHOLE_DAY: Final = len("2026-11-24")


@dataclass(frozen=True, slots=True)
class Over:
    """The protections in force on a legal day, by the FIN that they were looked for by."""

    day: date
    by_fin: Mapping[str, tuple[Entity, ...]]
    NONE: ClassVar[Over]

    def of(self, entity: Entity) -> tuple[Entity, ...]:
        """Those that hide where this entity leads to."""
        found = {each.id: each for fin in _watched(entity, self.day) for each in self.by_fin.get(fin, ())}
        return tuple(found.values())


Over.NONE = Over(date.min, {})


def is_in_force(said: Mapping[str, Any], day: date) -> bool:
    """Whether a protection holds on a day. One that waits for its review holds on."""
    today = day.isoformat()
    is_over = str(said.get("ended_on") or "9999") <= today or str(said.get("valid_until") or "9999") < today
    return str(said["valid_from"]) <= today and not is_over


def is_due(said: Mapping[str, Any], day: date) -> bool:
    """Whether it is in force and its day to be looked at again has come; one whose end is entered was looked at."""
    return (
        is_in_force(said, day) and not said.get("ended_on") and str(said.get("review_on") or "9999") <= day.isoformat()
    )


def covered(said: Mapping[str, Any]) -> frozenset[str]:
    """FINs of those whose address a protection hides."""
    return frozenset((said["fin"], *said.get("with_fins", ())))


def hides(said: Mapping[str, Any], entity: Entity, day: date) -> bool:
    """Whether a protection on these terms hides where this entity leads to, once it is in force."""
    return not covered(said).isdisjoint(_watched(entity, day))


def named(entity: Entity) -> frozenset[str]:
    """FINs of everybody whose protection may hide something of an entity; none where it holds no address."""
    return frozenset(_named(entity)) if entity.kind in ADDRESSES else frozenset()


def veiled(entity: Entity) -> Entity | None:
    """What is left of it; None where nothing is."""
    names = ADDRESSES.get(entity.kind)
    if not names:
        return None if names is not None or entity.kind == PROTECTION else entity
    return replace(entity, attributes=_left(entity.attributes, names))


def veiled_fact(fact: Fact, kind: str) -> Fact:
    """The same of a fact of an entity of this kind."""
    return replace(fact, values=_left(fact.values, ADDRESSES.get(kind, frozenset())))


async def protections_over(tx: Tx, store: RegisterStore, entities: Iterable[Entity]) -> Over:
    """What may hide something of these entities today."""
    keys = {store.hash("fin", fin): fin for each in entities for fin in named(each)}
    rows = (
        await tx.fetch(_OVER, {"kind": PROTECTION}, Rows("key_hash text", [(key,) for key in sorted(keys)]))
        if keys
        else []
    )
    if not rows:
        return Over.NONE
    day = await legal_day(tx)
    found: dict[str, list[Entity]] = {}
    for row in rows:
        each = store.entity(row)
        hides = {store.hash(COVERS, fin) for fin in covered(each.attributes)}
        if row["named"] in hides and is_in_force(each.attributes, day):
            found.setdefault(keys[row["asked"]], []).append(each)
    return Over(day, {fin: tuple(several) for fin, several in found.items()})


async def legal_day(tx: Tx) -> date:
    """The day of legal time, in Baku."""
    return datetime.fromtimestamp(await legal_now(tx) / SECOND, BAKU).date()


def _left(values: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Without what gives an address away; of a place of the list its district stays."""
    left: dict[str, Any] = {}
    for name, value in values.items():
        if name not in names:
            left[name] = value
        elif isinstance(value, Mapping) and value.get("place"):
            left[name] = {"place": str(value["place"]).partition("/")[0]}
    return left


def _watched(entity: Entity, day: date) -> Iterator[str]:
    """Of a person themselves, and their parents while they are under age or it is not known when they were born."""
    said = entity.attributes
    born = str(said.get("birth_date") or "")
    if entity.kind != "person" or (len(born) == _WHOLE_DAY and not is_minor(date.fromisoformat(born), day)):
        yield from named(replace(entity, attributes={k: v for k, v in said.items() if k not in _PARENTS}))
    else:
        yield from named(entity)


def _named(entity: Entity) -> Iterator[str]:
    said = entity.attributes
    people = (said, said.get("head"), *said.get("members", ()))
    fins = [each.get("fin") for each in people if isinstance(each, Mapping)]
    yield from (fin for fin in (*fins, *(said.get(name) for name in _PARENTS)) if isinstance(fin, str) and fin)


_OVER: Final = (
    f"SELECT r.key_hash AS asked, l.key_hash AS named, {ENTITY} FROM {{rows}}"
    " JOIN entity_keys o ON o.key_hash = r.key_hash JOIN entity_keys k ON k.entity_id = o.entity_id"
    " JOIN entity_links l ON l.key_hash = k.key_hash JOIN entities e ON e.id = l.entity_id"
    " WHERE e.kind = :kind AND e.key_sealed IS NOT NULL"
)
