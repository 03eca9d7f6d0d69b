"""Civil acts in the register: in any order, after any redelivery, the end is the same.

An act is an entity under its number. Its cancellation leaves a mark there even if it comes first; an act whose
cancellation is known changes nothing. A person without FIN stands under a substitute key, the act and the role, until
an event of the same act brings the FIN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hub.clock import SECOND
from hub.register.entity import Entity, Source, learn, unlearn
from hub.register.persons import act_facts, name_before, person_facts
from hub.register.store import Change, RegisterStore, blank
from hub.store.tx import Tx
from mappings.dates import PartialDate
from mappings.records import ActSubject, CivilAct


@dataclass(frozen=True, slots=True)
class ActChange:
    """What an act changed. `overtaken` if it was cancelled before it came."""

    changes: tuple[Change, ...]
    people: tuple[tuple[Entity, Entity], ...] = ()
    overtaken: bool = False


async def apply_act(tx: Tx, store: RegisterStore, act: CivilAct, source: Source) -> ActChange:
    """Apply an act or a cancellation."""
    source = replace(source, act=act.act_number)
    key = store.hash("act", act.act_number)
    known = (await store.by_keys(tx, [key])).get(key)
    entity = known or blank("civil_act")
    keys = () if known else (key,)
    if act.act_type == "cancel":
        return await _cancel(tx, store, Change(entity, entity, keys), source)
    if entity.attributes.get("state") == "cancelled":
        return ActChange((), overtaken=True)
    people = await _people(tx, store, act, source)
    facts = {
        "state": "in_force",
        "act_type": act.act_type,
        "act_number": act.act_number,
        "act_date": str(act.act_date),
        "persons": sorted({change.after.id for change in people} | set(entity.attributes.get("persons", []))),
    }
    act_change = Change(entity, learn(entity, facts, source), keys)
    people = [replace(change, valid_from=instant(act.act_date)) for change in people]
    return ActChange((act_change, *people), tuple((c.before, c.after) for c in people))


async def _cancel(tx: Tx, store: RegisterStore, act: Change, source: Source) -> ActChange:
    if act.before.attributes.get("state") == "cancelled":
        return ActChange(())
    cancelled = learn(act.before, {"state": "cancelled"}, source)
    people = []
    for person in (await store.by_ids(tx, act.before.attributes.get("persons", []))).values():
        after = unlearn(person, await store.past(tx, person.id), str(source.act), source)
        people.append(Change(person, after))
    return ActChange((replace(act, after=cancelled), *people), tuple((c.before, c.after) for c in people))


async def _people(tx: Tx, store: RegisterStore, act: CivilAct, source: Source) -> list[Change]:
    places = {index: _keys(store, act, subject) for index, subject in enumerate(act.subjects)}
    found = await store.by_keys(tx, [key for keys in places.values() for key in keys.values()])
    changes: dict[str, Change] = {}
    for index, subject in enumerate(act.subjects):
        change = _person(act, subject, places[index], found, source)
        earlier = changes.get(change.after.id)
        changes[change.after.id] = change if earlier is None else replace(change, before=earlier.before)
    return list(changes.values())


def instant(day: PartialDate) -> int | None:
    """Midnight UTC of a day, in microseconds; None where the day itself is not known."""
    if day.month is None or day.day is None:
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND


def _keys(store: RegisterStore, act: CivilAct, subject: ActSubject) -> dict[str, str]:
    substitute = store.hash("subject", f"{act.act_number}:{subject.role}")
    if subject.person.fin is None:
        return {"substitute": substitute}
    return {"fin": store.hash("fin", subject.person.fin), "substitute": substitute}


def _person(
    act: CivilAct, subject: ActSubject, keys: Mapping[str, str], found: Mapping[str, Entity], source: Source
) -> Change:
    by_fin = found.get(keys["fin"]) if "fin" in keys else None
    substitute = found.get(keys["substitute"])
    before = by_fin or substitute or blank("person")
    facts: dict[str, Any] = {}
    if by_fin is not None and substitute is not None and by_fin.id != substitute.id:
        facts.update({n: v for n, v in substitute.attributes.items() if n not in by_fin.attributes})
    facts.update(person_facts(subject.person))
    facts.update(name_before(act, dict(before.attributes)))
    facts.update(act_facts(act, subject))
    after = learn(before, facts, source, weak={*subject.person.lossy, *subject.person.derived})
    missing = [key for key in keys.values() if key not in found or found[key].id != before.id]
    needed = [key for key in missing if key == keys.get("fin") or subject.person.fin is None or substitute is not None]
    return Change(before, after, tuple(needed))
