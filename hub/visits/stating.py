"""What an act tells the register: where those live who were found there. It ends nothing and outweighs nobody.

Of whoever is away for a time, has moved or is not known nothing is stated: that stands in the act, and is looked at by
a person where it differs from the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from document_flow.visits.questionnaire import questionnaire
from document_flow.words import Words
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.register.entity import Entity
from hub.visits.visit import VisitBody
from mappings.records import Person, record_from_json, record_to_json
from routes.visit_acts import SOURCE

PARTY: Final = "committee.visit"
"""As whose word the register keeps it (`hub.register.weights`)."""
_NO_KIND: Final = "other"
_PLACE: Final = Words("Yaşayış yeri", "Place where they live")
_GAS: Final = {"yes": True, "shared": False, "no": False}
"""Whether the dwelling has gas of its own."""


def statements(planner: Planner, name: str, body: VisitBody) -> list[NewMessage]:
    """A message for each who was found there; none where it says that the family does not live there."""
    if body.answers.get("lives") == "no":
        return []
    residence = _residence(body)
    made = []
    for number, member in enumerate(body.members):
        if questionnaire().presence.get(body.presence(number)) != "here":
            continue
        person = Person.model_validate({"fin": member.fin, "actual_residence": residence})
        record = record_from_json(record_to_json(person))
        mark = f"visit:{name}:{number}"
        made.append(planner.follow_up(SOURCE, record, [("fin", member.fin)], Origin(PARTY, None, 1), mark))
    return made


def differs(body: VisitBody, held: Mapping[str, Entity]) -> bool:
    """Whether it says otherwise than the register: somebody moved or is not known, or lives elsewhere than is held."""
    if body.answers.get("lives") != "yes":
        return True
    presence = [questionnaire().presence.get(body.presence(number)) for number in range(len(body.members))]
    if {"moved", "unknown"} & {*presence}:
        return True
    return any(
        is_here == "here" and member.fin in held and _contradicts(held[member.fin].attributes, body)
        for member, is_here in zip(body.members, presence, strict=True)
    )


def otherwise(body: VisitBody) -> list[tuple[Words, Words]]:
    """What of an act that differs is other than in the register: what is asked, and what the act says.

    Who has moved or is not known stands first; where there is nothing of that, it is where the family lives.
    """
    asked = questionnaire()
    lives = body.answers.get("lives", "")
    found = [(asked.fields["lives"].title, asked.fields["lives"].choices[lives])] if lives in ("no", "partly") else []
    for number, member in enumerate(body.members):
        presence = body.presence(number)
        if asked.presence.get(presence) in ("moved", "unknown"):
            found.append((Words(member.name, member.name), asked.members[presence]))
    if found:
        return found
    place, building = body.place.replace("/", ", "), asked.fields["building"]
    kind = building.choices.get(body.answers.get("building", ""), Words("—", "—"))
    return [(_PLACE, Words(place, place)), (building.title, kind)]


def _contradicts(attributes: Mapping[str, Any], body: VisitBody) -> bool:
    known = attributes.get("actual_residence") or attributes.get("temporary_settlement") or {}
    kind = known.get("object_type")
    return bool(known) and (known.get("place") != body.place or kind not in (None, _kind(body)))


def _residence(body: VisitBody) -> dict[str, Any]:
    stated = {"place": body.place, "address": body.answers.get("address"), "object_type": _kind(body)}
    gas = _GAS.get(str(body.answers.get("gas")))
    return {**stated, "since": body.answers.get("since") or None, "gas_supplied": gas}


def _kind(body: VisitBody) -> str | None:
    kind = body.answers.get("building")
    return None if kind == _NO_KIND else kind
