"""The justice ministry pushes civil acts of a family's life, some of them twice, as at-least-once senders do; asked by
FIN, it tells a family.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from connectors.agencies.edliyye.acts import Registry, subject
from connectors.agencies.edliyye.agency import AGENCY, FAMILY
from connectors.sandbox.http import Reply, json_reply
from connectors.sandbox.people import SyntheticPerson, number_of, person, relatives
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

_MARRIAGE, _BIRTH, _PIN, _TURN, _AGAIN = 30, 40, 60, 70, 80


def _act(now: Moment, kind: str, subjects: list[dict[str, Any]], place: int, of_place: int | None = None) -> Parcel:
    of_step = None if of_place is None else now.steps[of_place]
    return Registry(now.instance).act(kind, now.steps[place], subjects, of_step=of_step)


def _turn(now: Moment) -> Parcel:
    """What becomes of the family."""
    match now.family % 4:
        case 0:
            return _act(now, "NAME_CHANGE", [_renamed(now.wife)], _TURN)
        case 1:
            return _act(now, "DIVORCE", _couple(now), _TURN)
        case 2:
            return _act(now, "DEATH", [subject("DECEASED", now.husband)], _TURN)
        case _:
            return _act(now, "CANCEL", _couple(now), _TURN, _MARRIAGE)


def _couple(now: Moment) -> list[dict[str, Any]]:
    return [subject("SPOUSE1", now.husband), subject("SPOUSE2", now.wife)]


def _renamed(who: SyntheticPerson) -> dict[str, Any]:
    former = {"firstName": who.given_name, "lastName": who.surname, "fatherName": who.father}
    return subject("PERSON", who, firstName="Aysel", previousNames=[former])


def _parents_and_child(now: Moment, *, pin: str | None) -> list[dict[str, Any]]:
    stem = now.husband.surname
    born = {
        "pin": pin,
        "lastName": f"{stem}a" if now.child.sex == "female" else stem,
        "fatherName": now.husband.given_name,
        "birthDate": "2026-01-03T00:00:00+04:00",
    }
    return [subject("CHILD", now.child, **born), subject("MOTHER", now.wife), subject("FATHER", now.husband)]


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
    """Since the birth that ties them; spouses since the younger one was twenty."""
    younger = max(who.born, other.born)
    since = date(younger.year + 20, 5, 1) if relation == "spouse" else younger
    return {
        "relation": relation.upper(),
        **_named(other),
        "since": f"{since.isoformat()}T00:00:00+04:00",
        "until": None,
    }


def _named(who: SyntheticPerson) -> dict[str, Any]:
    told = subject("", who)
    return {name: told[name] for name in ("pin", "firstName", "lastName", "birthDate")}


SIMULATION = Simulation(
    lambda sandbox: RestTwin(AGENCY, sandbox.ledger, {FAMILY.name: _family}),
    story={
        _MARRIAGE: lambda now: _act(now, "MARRIAGE", _couple(now), _MARRIAGE),
        _BIRTH: lambda now: _act(now, "BIRTH", _parents_and_child(now, pin=None), _BIRTH),
        _PIN: lambda now: _act(now, "BIRTH", _parents_and_child(now, pin=now.child.fin), _PIN, _BIRTH),
        _TURN: _turn,
        _AGAIN: _turn,
    },
)
