"""What is sent at which step: the lives of invented families, one after the other, the same for the same number."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from connectors.sandbox.people import POPULATION, SyntheticPerson, person
from connectors.sandbox.traffic.civil_acts import Registry, subject
from connectors.sandbox.traffic.meter_files import ROWS, meter_file
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.traffic.subscribers import subscriber

_PERSONS_A_FAMILY = 4
_SAMPLES = 100
"""Persons below this number are left to those who try the hub by hand."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A step in the life of one family."""

    acts: Registry
    family: int
    step: int
    wife: SyntheticPerson
    husband: SyntheticPerson
    child: SyntheticPerson


def _marriage(now: _Moment) -> Parcel:
    return now.acts.act("MARRIAGE", now.step, _couple(now))


def _birth(now: _Moment) -> Parcel:
    return now.acts.act("BIRTH", now.step, _parents_and_child(now, pin=None))


def _pin(now: _Moment) -> Parcel:
    return now.acts.act("BIRTH", now.step, _parents_and_child(now, pin=now.child.fin), of_step=now.step - 2)


def _turn(now: _Moment) -> Parcel:
    """What becomes of the family."""
    match now.family % 4:
        case 0:
            return now.acts.act("NAME_CHANGE", now.step, [_renamed(now.wife)])
        case 1:
            return now.acts.act("DIVORCE", now.step, _couple(now))
        case 2:
            return now.acts.act("DEATH", now.step, [subject("DECEASED", now.husband)])
        case _:
            return now.acts.act("CANCEL", now.step, _couple(now), of_step=now.step - 4)


_MOMENTS: tuple[Callable[[_Moment], Parcel], ...] = (
    lambda now: subscriber(now.wife, now.acts.instance),
    lambda now: subscriber(now.husband, now.acts.instance),
    _marriage,
    _birth,
    lambda now: _question(now.wife, now.step),
    _pin,
    _turn,
    lambda now: _turn(replace(now, step=now.step - 1)),  # at-least-once senders send twice
    lambda now: meter_file(now.family, (_SAMPLES + now.family * ROWS) % (POPULATION - ROWS)),
)
STEPS_A_FAMILY = len(_MOMENTS)


@dataclass(frozen=True, slots=True)
class Story:
    """`seed` picks where in the population the families begin."""

    instance: str
    seed: int

    def parcel(self, step: int) -> Parcel:
        """What is sent at `step`, from 0 on without end."""
        family, moment = divmod(step, STEPS_A_FAMILY)
        families = (POPULATION - _SAMPLES) // _PERSONS_A_FAMILY
        first = _SAMPLES + (family + self.seed * 1009) % families * _PERSONS_A_FAMILY
        people = (person(first), person(first + 1), person(first + 2))
        return _MOMENTS[moment](_Moment(Registry(self.instance), family, step, *people))


def _couple(now: _Moment) -> list[dict[str, object]]:
    return [subject("SPOUSE1", now.husband), subject("SPOUSE2", now.wife)]


def _renamed(who: SyntheticPerson) -> dict[str, object]:
    former = {"firstName": who.given_name, "lastName": who.surname, "fatherName": who.father}
    return subject("PERSON", who, firstName="Aysel", previousNames=[former])


def _parents_and_child(now: _Moment, *, pin: str | None) -> list[dict[str, object]]:
    stem = now.husband.surname
    born = {
        "pin": pin,
        "lastName": f"{stem}a" if now.child.sex == "female" else stem,
        "fatherName": now.husband.given_name,
        "birthDate": "2026-01-03T00:00:00+04:00",
    }
    return [subject("CHILD", now.child, **born), subject("MOTHER", now.wife), subject("FATHER", now.husband)]


def _question(about: SyntheticPerson, step: int) -> Parcel:
    question = {"fin": about.fin, "purpose": "məcburi köçkün statusunun yoxlanması", "legal_basis": "qanun 5-1.2"}
    raw = json.dumps(question, ensure_ascii=False).encode()
    return Parcel("sandbox-committee", "/v1/ask/identity", raw, "application/json", f"question-{step}")
