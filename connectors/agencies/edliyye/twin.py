"""The justice ministry pushes civil acts of a family's life, some of them twice, as at-least-once senders do; asked by
FIN, it tells a family. Young families marry and have a child; what becomes of the others is all that it tells of them.
"""

from __future__ import annotations

import uuid
from typing import Any

from connectors.agencies.edliyye.acts import Registry, act_of, birth, marriage, midnight, subject
from connectors.agencies.edliyye.agency import ACT, AGENCY, FAMILY
from connectors.sandbox.http import Reply, json_reply
from connectors.sandbox.people import SyntheticPerson, married_on, named, number_of, person, relatives
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

_ROLES = {"mother": "MOTHER", "father": "FATHER", "spouse": "SPOUSE1"}
_IN = {"BIRTH": ("mother", "father"), "MARRIAGE": ("spouse",)}
_MARRIAGE, _BIRTH, _PIN, _TURN, _AGAIN = 30, 40, 60, 70, 80


def _marriage(now: Moment) -> Parcel | None:
    if not now.is_young:
        return None
    return Registry(now.instance).event(marriage(now.wife), now.steps[_MARRIAGE], _couple(now))


def _birth(now: Moment) -> Parcel | None:
    """Before the child has a FIN."""
    if not now.is_young:
        return None
    return Registry(now.instance).event(birth(now.child), now.steps[_BIRTH], _parents_and_child(now, pin=None))


def _with_pin(now: Moment) -> Parcel | None:
    if not now.is_young:
        return None
    told = _parents_and_child(now, pin=now.child.fin)
    return Registry(now.instance).event(birth(now.child), now.steps[_PIN], told, of_step=now.steps[_BIRTH])


def _turn(now: Moment) -> Parcel:
    """What becomes of the family."""
    registry, step = Registry(now.instance), now.steps[_TURN]
    match now.family % 4:
        case 0:
            return registry.event(registry.new("NAME_CHANGE", now.wife, step), step, [_renamed(now.wife)])
        case 1:
            return registry.event(registry.new("DIVORCE", now.wife, step), step, _couple(now))
        case 2:
            of_step = now.steps[_MARRIAGE]
            return registry.event(marriage(now.wife), step, _couple(now), kind="CANCEL", of_step=of_step)
        case _:
            return registry.event(registry.new("DEATH", now.husband, step), step, [subject("DECEASED", now.husband)])


def _couple(now: Moment) -> list[dict[str, Any]]:
    return [subject("SPOUSE1", now.husband), subject("SPOUSE2", now.wife)]


def _renamed(who: SyntheticPerson) -> dict[str, Any]:
    former = {"firstName": who.given_name, "lastName": who.surname, "fatherName": who.father}
    return subject("PERSON", who, firstName="Aysel", previousNames=[former])


def _parents_and_child(now: Moment, *, pin: str | None) -> list[dict[str, Any]]:
    return [subject("CHILD", now.child, pin=pin), subject("MOTHER", now.wife), subject("FATHER", now.husband)]


def _registered(asked: dict[str, Any]) -> Reply:
    """A birth of anybody, or a marriage of a family's; what else the story registers, it tells alone."""
    number = str(asked["actNumber"])
    kind, whose = act_of(number) or ("", -1)
    who = named(whose)
    if who is None or not (kind == "BIRTH" or (kind == "MARRIAGE" and who.role == "wife")):
        return json_reply(404, {"code": "ACT_NOT_FOUND"})
    act, role = (birth(who), "CHILD") if kind == "BIRTH" else (marriage(who), "SPOUSE2")
    if act.number != number:
        return json_reply(404, {"code": "ACT_NOT_FOUND"})
    tied = {_ROLES[relation]: person(each) for each, relation in relatives(whose).items() if relation in _IN[kind]}
    event = str(uuid.uuid5(uuid.NAMESPACE_URL, number))
    subjects = [subject(role, who), *(subject(each, other) for each, other in tied.items())]
    told = {"eventId": event, "eventType": kind, **act.told(), "subjects": subjects, "supersedes": None}
    return json_reply(200, told)


def _family(asked: dict[str, Any]) -> Reply:
    """Spouses with their children, and children with their parents."""
    number = number_of(str(asked.get("pin")))
    if number is None:
        return json_reply(404, {"code": "PERSON_NOT_FOUND"})
    who, tied = person(number), relatives(number)
    told = [_relative(relation, who, person(each)) for each, relation in tied.items()]
    married = "spouse" in tied.values()
    return json_reply(200, _named(who) | {"maritalStatus": "MARRIED" if married else "SINGLE", "relatives": told})


def _relative(relation: str, who: SyntheticPerson, other: SyntheticPerson) -> dict[str, Any]:
    """Since the birth that ties them; spouses since they married."""
    since = married_on(who.number) if relation == "spouse" else max(who.born, other.born)
    return {
        "relation": relation.upper(),
        **_named(other),
        "since": midnight(since),
        "until": None,
    }


def _named(who: SyntheticPerson) -> dict[str, Any]:
    told = subject("", who)
    return {name: told[name] for name in ("pin", "firstName", "lastName", "birthDate")}


SIMULATION = Simulation(
    lambda sandbox: RestTwin(AGENCY, sandbox.ledger, {FAMILY.name: _family, ACT.name: _registered}),
    story={
        _MARRIAGE: _marriage,
        _BIRTH: _birth,
        _PIN: _with_pin,
        _TURN: _turn,
        _AGAIN: _turn,
    },
)
