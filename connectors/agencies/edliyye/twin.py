"""The justice ministry pushes civil acts of a family's life, some of them twice, as at-least-once senders do."""

from __future__ import annotations

from typing import Any

from connectors.agencies.edliyye.acts import Registry, subject
from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.twins.twin import Silent, Simulation

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


SIMULATION = Simulation(
    lambda _: Silent("edliyye"),
    story={
        _MARRIAGE: lambda now: _act(now, "MARRIAGE", _couple(now), _MARRIAGE),
        _BIRTH: lambda now: _act(now, "BIRTH", _parents_and_child(now, pin=None), _BIRTH),
        _PIN: lambda now: _act(now, "BIRTH", _parents_and_child(now, pin=now.child.fin), _PIN, _BIRTH),
        _TURN: _turn,
        _AGAIN: _turn,
    },
)
