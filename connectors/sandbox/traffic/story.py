"""What is sent at which step: the lives of invented families, one after the other, the same for the same number."""

from __future__ import annotations

import json
from dataclasses import dataclass

from connectors.sandbox.people import POPULATION, SyntheticPerson, person
from connectors.sandbox.traffic.civil_acts import Registry, subject
from connectors.sandbox.traffic.meter_files import ROWS, meter_file
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.traffic.subscribers import subscriber

STEPS_A_FAMILY = 9
_PERSONS_A_FAMILY = 4
_SAMPLES = 100
"""Persons below this number are left to those who try the hub by hand."""


@dataclass(frozen=True, slots=True)
class Story:
    """`seed` picks where in the population the families begin."""

    instance: str
    seed: int

    def parcel(self, step: int) -> Parcel:
        """What is sent at `step`, from 0 on without end."""
        family, moment = divmod(step, STEPS_A_FAMILY)
        wife, husband, child = self._people(family)
        acts = Registry(self.instance)
        match moment:
            case 0:
                return subscriber(wife, self.instance)
            case 1:
                return subscriber(husband, self.instance)
            case 2:
                return acts.act("MARRIAGE", step, _couple(wife, husband))
            case 3:
                return acts.act("BIRTH", step, _birth(wife, husband, child, has_pin=False))
            case 4:
                return _question(wife, step)
            case 5:
                return acts.act("BIRTH", step, _birth(wife, husband, child, has_pin=True), of_step=step - 2)
            case 6:
                return self._turn(acts, family, step)
            case 7:
                return self._turn(acts, family, step - 1)
            case _:
                return meter_file(family, (_SAMPLES + family * ROWS) % (POPULATION - ROWS))

    def _people(self, family: int) -> tuple[SyntheticPerson, SyntheticPerson, SyntheticPerson]:
        families = (POPULATION - _SAMPLES) // _PERSONS_A_FAMILY
        first = _SAMPLES + (family + self.seed * 1009) % families * _PERSONS_A_FAMILY
        return person(first), person(first + 1), person(first + 2)

    def _turn(self, acts: Registry, family: int, step: int) -> Parcel:
        """What becomes of the family; sent a second time at the next step, as at-least-once senders do."""
        wife, husband, _ = self._people(family)
        match family % 4:
            case 0:
                return acts.act("NAME_CHANGE", step, [subject("PERSON", wife, firstName="Aysel")])
            case 1:
                return acts.act("DIVORCE", step, _couple(wife, husband))
            case 2:
                return acts.act("DEATH", step, [subject("DECEASED", husband)])
            case _:
                return acts.act("CANCEL", step, _couple(wife, husband), of_step=step - 4)


def _couple(wife: SyntheticPerson, husband: SyntheticPerson) -> list[dict[str, object]]:
    return [subject("SPOUSE1", husband), subject("SPOUSE2", wife)]


def _birth(
    mother: SyntheticPerson, father: SyntheticPerson, child: SyntheticPerson, *, has_pin: bool
) -> list[dict[str, object]]:
    stem = father.surname
    born = {
        "pin": child.fin if has_pin else None,
        "lastName": f"{stem}a" if child.sex == "female" else stem,
        "fatherName": father.given_name,
        "birthDate": "2026-01-03T00:00:00+04:00",
    }
    return [subject("CHILD", child, **born), subject("MOTHER", mother), subject("FATHER", father)]


def _question(about: SyntheticPerson, step: int) -> Parcel:
    question = {"fin": about.fin, "purpose": "məcburi köçkün statusunun yoxlanması", "legal_basis": "qanun 5-1.2"}
    raw = json.dumps(question, ensure_ascii=False).encode()
    return Parcel("sandbox-committee", "/v1/ask/identity", raw, "application/json", f"question-{step}")
