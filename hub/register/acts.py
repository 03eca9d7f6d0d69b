"""Civil acts in the register: in any order, after any redelivery, the end is the same.

An act is an entity under its number. Its cancellation leaves a mark there even if it comes first; an act whose
cancellation is known changes nothing. A person without FIN stands under a substitute key, the act and the role, until
an event of the same act brings the FIN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hub.clock import SECOND
from hub.register.entity import Entity, adopted, learn, learn_facts, unlearn
from hub.register.facts import Source
from hub.register.merges import ever_joined_with, merged_among
from hub.register.persons import NUMBERS, act_facts, name_before, person_facts, under_own_fin
from hub.register.store import Change, RegisterStore, blank
from hub.store.tx import Tx
from mappings.dates import PartialDate
from mappings.records import ActSubject, CivilAct
from mappings.text import match_key


@dataclass(frozen=True, slots=True)
class _Subject:
    """One of an act's people, with the keys that may find them."""

    act: CivilAct
    subject: ActSubject
    keys: Mapping[str, str]


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
    return ActChange((act_change, *people), tuple((c.before, c.after) for c in people))


def act_keys(store: RegisterStore, act: CivilAct) -> Iterator[str]:
    """The keys that lead to an act and to the people whom it names."""
    yield store.hash("act", act.act_number)
    for subject in act.subjects:
        yield from _keys(store, act, subject).values()


async def named_in(tx: Tx, acts: Iterable[Entity]) -> list[str]:
    """Ids of the people of whom acts told something: whom they name, and records ever joined with theirs."""
    named = [person for act in acts for person in act.attributes.get("persons", [])]
    return [*named, *await ever_joined_with(tx, named)]


async def _cancel(tx: Tx, store: RegisterStore, act: Change, source: Source) -> ActChange:
    if act.before.attributes.get("state") == "cancelled":
        return ActChange(())
    cancelled = learn(act.before, {"state": "cancelled"}, source)
    people = []
    concerned = await store.by_ids(tx, await named_in(tx, [act.before]))
    for person in concerned.values():
        after = unlearn(person, await store.facts(tx, person), str(source.act), source)
        people.append(Change(person, after))
    merged = await merged_among(tx, concerned)
    told = tuple((c.before, c.after) for c in people if c.after.id not in merged)
    return ActChange((replace(act, after=cancelled), *people), told)


async def _people(tx: Tx, store: RegisterStore, act: CivilAct, source: Source) -> list[Change]:
    places = {index: _keys(store, act, subject) for index, subject in enumerate(act.subjects)}
    found = await store.by_keys(tx, [key for keys in places.values() for key in keys.values()])
    changes: dict[str, Change] = {}
    for index, subject in enumerate(act.subjects):
        change = await _person(tx, store, _Subject(act, subject, places[index]), found, source)
        earlier = changes.get(change.after.id)
        if earlier is not None:
            change = replace(change, before=earlier.before, keys=(*earlier.keys, *change.keys))
        changes[change.after.id] = change
        # Whoever has two parts in one act is one person: the second part goes on from the first.
        same = [key for key, entity in found.items() if entity.id == change.after.id]
        found |= dict.fromkeys((*change.keys, *same), change.after)
    return list(changes.values())


def instant(day: PartialDate) -> int | None:
    """Midnight UTC of a day, in microseconds; None where the day itself is not known."""
    if day.month is None or day.day is None:
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND


def _keys(store: RegisterStore, act: CivilAct, subject: ActSubject) -> dict[str, str]:
    substitute = store.hash("subject", f"{act.act_number}:{_part(act, subject)}")
    if subject.person.fin is None:
        return {"substitute": substitute}
    return {"fin": store.hash("fin", subject.person.fin), "substitute": substitute}


def _follows(known: Entity, since: int | None) -> bool:
    """Whether the name that is known was borne until then: not where a later act has given it."""
    named = known.provenance.get("surname", {})
    return since is None or "a" not in named or bool(named["v"] < since)


def _part(act: CivilAct, subject: ActSubject) -> str:
    """What tells one of an act's people from the others: the role, of twins also the given name."""
    same = [each.person for each in act.subjects if each.role == subject.role]
    if len(same) == 1:
        return subject.role
    return f"{subject.role}:{match_key(subject.person.given_name or str(same.index(subject.person)))}"


async def _person(tx: Tx, store: RegisterStore, of: _Subject, found: Mapping[str, Entity], source: Source) -> Change:
    keys, person, act = of.keys, of.subject.person, of.act
    by_fin = found.get(keys["fin"]) if "fin" in keys else None
    substitute = found.get(keys["substitute"])
    before = by_fin or substitute or blank("person")
    known = before
    numbers: list[str] = []
    if by_fin is not None and substitute is not None and by_fin.id != substitute.id:
        known = learn_facts(by_fin, [adopted(fact, source.at) for fact in await store.facts(tx, substitute)])
        numbers = list(substitute.attributes.get(NUMBERS, ()))
        both = dict.fromkeys((*by_fin.attributes.get(NUMBERS, ()), *numbers))
        known = learn(known, {NUMBERS: [*both]}, replace(source, act=None)) if numbers else known
    since = instant(act.act_date)
    values = {
        **under_own_fin(known, person_facts(person)),
        **(name_before(act, dict(known.attributes)) if _follows(known, since) else {}),
        **act_facts(act, of.subject),
    }
    weak = {*person.lossy, *person.derived}
    said = await store.facts(tx, before)
    after = learn(known, values, source, weak=weak, valid_from=since, said=said)
    missing = [key for key in keys.values() if key not in found or found[key].id != before.id]
    needed = [key for key in missing if key == keys.get("fin") or person.fin is None or substitute is not None]
    return Change(before, after, (*needed, *(store.hash("fin", each) for each in numbers)))
