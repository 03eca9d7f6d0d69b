"""What a civil act says about its people, as facts. Pure: an act in, facts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hub.register.entity import Entity
from mappings.records import ActSubject, CivilAct, Person, PersonName

NUMBERS: Final = "person_numbers"
"""The attribute that holds the numbers of ours of somebody without a FIN."""
_STATED = (
    "surname",
    "given_name",
    "patronymic",
    "patronymic_suffix",
    "sex",
    "birth_date",
    "birth_place",
    "vital_status",
    "death_date",
    "citizenship",
    "marital_status",
    "document",
    "registered_residence",
    "origin_residence",
    "actual_residence",
    "temporary_settlement",
    "previous_names",
)


def codes_of(attributes: Mapping[str, Any]) -> list[str]:
    """By what the register finds a person: the FIN if there is one, and each number of ours given before it came."""
    fin, ours = attributes.get("fin"), attributes.get(NUMBERS, ())
    return [*([fin] if isinstance(fin, str) and fin else ()), *(each for each in ours if isinstance(each, str))]


def code_of(attributes: Mapping[str, Any]) -> str:
    """The first of these; empty of a record that has none yet."""
    return next(iter(codes_of(attributes)), "")


def person_facts(person: Person) -> dict[str, Any]:
    """The attributes that a source states of a person, in JSON terms; what it does not state is absent.

    A document and a residence are one fact each: their parts belong together and are never mixed from two sources.
    """
    stated = person.model_dump(mode="json", exclude_none=True)
    facts = {name: stated[name] for name in _STATED if stated.get(name)}
    if person.fin is not None:
        facts["fin"] = person.fin
    return facts


def under_own_fin(entity: Entity, facts: dict[str, Any]) -> dict[str, Any]:
    """What is stated of somebody under a FIN that is not theirs: two records were joined, and the survivor keeps its
    own.
    """
    own = entity.attributes.get("fin")
    return {name: value for name, value in facts.items() if name != "fin" or own in (None, value)}


def act_facts(act: CivilAct, subject: ActSubject) -> dict[str, Any]:
    """What an act makes of one of its people, beyond who they are."""
    date = str(act.act_date)
    match act.act_type, subject.role:
        case "death", "deceased":
            return {"vital_status": "deceased", "death_date": date}
        case "marriage", "spouse1" | "spouse2":
            other = "spouse2" if subject.role == "spouse1" else "spouse1"
            return {"marital_status": "married", "spouse_fin": _fin_of(act, other)}
        case "divorce", "spouse1" | "spouse2":
            return {"marital_status": "divorced", "spouse_fin": ""}
        case "birth", "child":
            return {f"{role}_fin": _fin_of(act, role) for role in ("mother", "father")}
        case _:
            return {}


def name_before(act: CivilAct, known: dict[str, Any]) -> dict[str, Any]:
    """After a change of name, the name borne so far joins the previous ones."""
    if act.act_type != "name_change" or "surname" not in known:
        return {}
    former = PersonName(
        surname=known.get("surname"),
        given_name=known.get("given_name"),
        patronymic=known.get("patronymic"),
        patronymic_suffix=known.get("patronymic_suffix"),
        until=act.act_date,
    ).model_dump(mode="json", exclude_none=True)
    previous = [name for name in known.get("previous_names", []) if name != former]
    return {"previous_names": [*previous, former]}


def _fin_of(act: CivilAct, role: str) -> str | None:
    return next((s.person.fin for s in act.subjects if s.role == role), None)


def person_record(attributes: dict[str, Any]) -> Person:
    """The canonical Person that the register's attributes amount to."""
    known = {name: value for name, value in attributes.items() if name in Person.model_fields}
    return Person.model_validate(known)
