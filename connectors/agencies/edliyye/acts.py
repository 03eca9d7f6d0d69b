"""Civil acts as the justice ministry pushes them (format F2), with its habits.

`fatherName` lacks oğlu and qızı; a day is midnight of +04:00; a newborn comes without `pin` first; an event may come
twice; a cancellation names the event that it cancels.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.parcel import Parcel, message

_FIRST_DAY = date(2026, 1, 5)
_OFFICES = (("0110", "Nəsimi rayon qeydiyyat şöbəsi"), ("0203", "Sumqayıt şəhər qeydiyyat şöbəsi"))
_ACTS_A_DAY = 40
_ACT_NUMBERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Registry:
    """One installation's numbering: `instance` keeps event ids and act numbers apart from those of another."""

    instance: str

    def event_id(self, step: int) -> str:
        """The event's id, the same whenever the step is sent."""
        return str(uuid.uuid5(uuid.UUID(self.instance), f"event {step}"))

    def act(self, event_type: str, step: int, subjects: list[dict[str, Any]], *, of_step: int | None = None) -> Parcel:
        """An event about the act that was registered in `of_step`, which it supersedes, or in this step."""
        registered = step if of_step is None else of_step
        code, name = _OFFICES[registered % len(_OFFICES)]
        day = _FIRST_DAY + timedelta(days=registered // _ACTS_A_DAY)
        number = (int(self.instance[:6], 16) + registered) % _ACT_NUMBERS
        event_id = self.event_id(step)
        body = {
            "eventId": event_id,
            "eventType": event_type,
            "actNumber": f"AB-{number:07d}/{day.year}",
            "actDate": _midnight(day),
            "office": {"code": code, "name": name},
            "subjects": subjects,
            "supersedes": None if of_step is None else self.event_id(of_step),
        }
        raw = json.dumps(body, ensure_ascii=False).encode()
        return message("edliyye", "justice.civil-act.v1", raw, event_id)


def subject(role: str, person: SyntheticPerson, **changed: Any) -> dict[str, Any]:
    """A person in an act; `changed` are fields of the format that differ from what the person is."""
    return {
        "role": role,
        "pin": person.fin,
        "firstName": person.given_name,
        "lastName": person.surname,
        "fatherName": person.father,
        "gender": "F" if person.sex == "female" else "M",
        "birthDate": _midnight(person.born),
        "birthPlaceText": person.birth_place,
        **changed,
    }


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+04:00"
