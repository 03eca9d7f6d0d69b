"""Civil acts as the justice ministry pushes them (format F2), with its habits.

`fatherName` lacks oğlu and qızı; a day is midnight of +04:00; a newborn comes without `pin` first; an event may come
twice; a cancellation names the event that it cancels. An act's number holds its kind and the invented person whose act
it is, so births and marriages can be asked for by it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from connectors.sandbox.people import SyntheticPerson, married_on
from connectors.sandbox.traffic.parcel import Parcel, json_message

_FIRST_DAY = date(2026, 1, 5)
_OFFICES = (("0110", "Nəsimi rayon qeydiyyat şöbəsi"), ("0203", "Sumqayıt şəhər qeydiyyat şöbəsi"))
_ACTS_A_DAY = 40
_REGISTERED_AFTER = timedelta(days=3)
_KINDS = ("BIRTH", "MARRIAGE", "DIVORCE", "DEATH", "NAME_CHANGE")


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the registry: of a birth it is the child's, of a marriage the wife's."""

    kind: str
    owner: SyntheticPerson
    day: date

    @property
    def number(self) -> str:
        """Of the same act always the same, in every installation."""
        return f"AB-{_KINDS.index(self.kind)}{self.owner.number:06d}/{self.day.year}"

    @property
    def office(self) -> dict[str, str]:
        """Where it was registered."""
        code, name = _OFFICES[self.owner.number // 4 % len(_OFFICES)]
        return {"code": code, "name": name}

    def told(self) -> dict[str, Any]:
        """What every word about it repeats."""
        return {"actNumber": self.number, "actDate": midnight(self.day), "office": self.office}


def birth(child: SyntheticPerson) -> Act:
    """The act of a birth, some days after it."""
    return Act("BIRTH", child, child.born + _REGISTERED_AFTER)


def marriage(wife: SyntheticPerson) -> Act:
    """The act of a marriage, of its day."""
    return Act("MARRIAGE", wife, married_on(wife.number))


def act_of(number: str) -> tuple[str, int] | None:
    """The kind of an act and whose it is, by its number; None where there is no such kind."""
    digits = number.removeprefix("AB-")[:7]
    if len(digits) != 7 or not digits.isdecimal() or int(digits[0]) >= len(_KINDS):
        return None
    return _KINDS[int(digits[0])], int(digits[1:])


@dataclass(frozen=True, slots=True)
class Registry:
    """One installation's events: `instance` keeps their ids apart from those of another."""

    instance: str

    def event_id(self, step: int) -> str:
        """The event's id, the same whenever the step is sent."""
        return str(uuid.uuid5(uuid.UUID(self.instance), f"event {step}"))

    def new(self, kind: str, owner: SyntheticPerson, step: int) -> Act:
        """An act that is registered in this step."""
        return Act(kind, owner, _FIRST_DAY + timedelta(days=step // _ACTS_A_DAY))

    def event(
        self, act: Act, step: int, subjects: list[dict[str, Any]], *, kind: str = "", of_step: int | None = None
    ) -> Parcel:
        """An event about the act, of its own kind or another; it supersedes the event of `of_step`."""
        event_id = self.event_id(step)
        body = {
            "eventId": event_id,
            "eventType": kind or act.kind,
            **act.told(),
            "subjects": subjects,
            "supersedes": None if of_step is None else self.event_id(of_step),
        }
        return json_message("edliyye", "justice.civil-act.v1", body, event_id)


def subject(role: str, person: SyntheticPerson, **changed: Any) -> dict[str, Any]:
    """A person in an act; `changed` are fields of the format that differ from what the person is."""
    return {
        "role": role,
        "pin": person.fin,
        "firstName": person.given_name,
        "lastName": person.surname,
        "fatherName": person.father,
        "gender": "F" if person.sex == "female" else "M",
        "birthDate": midnight(person.born),
        "birthPlaceText": person.birth_place,
        **changed,
    }


def midnight(day: date) -> str:
    """A day as the ministry writes it."""
    return f"{day.isoformat()}T00:00:00+04:00"
