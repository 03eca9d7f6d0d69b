"""What the register says of one right on a legal day: whether it is in force, and by which act. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from document_flow.lists.comparing import BasisKind
from document_flow.programmes.programme import another
from hub.register.entity import Entity
from hub.register.facts import Fact
from hub.register.held import as_of

Standing = Literal["in_force", "undecided", "ended"]
_OF_AGE = 18
_NAMES, _BORN = ("surname", "given_name", "patronymic"), "birth_date"
_TERMS = ("service", "persons")
"""What a list says of a right in kind, and no more: by these a utility gives it."""


class Found(NamedTuple):
    """A right of a person: how it stands by which act, and what its payee follows from; `is_another` says that somebody
    else stands under its FIN now than who was granted it. Small: a run holds all.
    """

    standing: Standing
    kind: BasisKind
    document: str
    reason: str
    qepik: int
    fin: str
    minor: bool
    parents: tuple[str, ...]
    terms: Mapping[str, str] = MappingProxyType({})
    is_another: bool = False
    of_period: str = ""


class Pair(NamedTuple):
    """An origin district and a district of settlement, by their names; empty where the register knows none."""

    origin: str
    settlement: str


def pair_of(person: Entity) -> Pair:
    """On which list of a run the person stands."""
    return Pair(*(_district(person, name) for name in ("origin_residence", "temporary_settlement")))


def found_of(right: Entity, person: Entity, day: date) -> Found:
    """The right as it stands on the day."""
    said = person.attributes
    parents = tuple(str(said[name]) for name in ("mother_fin", "father_fin") if said.get(name))
    minor = is_minor(said, day)
    amount = right.attributes.get("amount_qepik")
    standing, kind, document, reason = _death(person, day) or _standing(right.attributes, day.isoformat())
    fin = str(said.get("fin") or right.attributes["fin"])
    terms = {name: str(right.attributes[name]) for name in _TERMS if name in right.attributes}
    return Found(standing, kind, document, reason, amount or 0, fin, minor, parents if minor else (), terms)


def owed_of(right: Entity, person: Entity, run_day: date, periods: Sequence[str]) -> tuple[Found, int]:
    """The right as arrears list it, with a bit for each of these periods on whose first day it was in force.

    Of somebody who has died since it is people's to say who is paid.
    """
    bits = 0
    for number, period in enumerate(periods):
        then = found_of(right, person, date.fromisoformat(f"{period}-01"))
        bits |= (then.standing == "in_force") << number
    now = found_of(right, person, run_day)
    grant = str(right.attributes.get("decision_no") or "")
    standing: Standing = "undecided" if death_of(person) is not None else "in_force"
    return now._replace(standing=standing, kind="decision", document=grant, reason="granted"), bits


def raised_in(right: Entity, period: str) -> bool:
    """Whether what was paid for the period was too little: an act has raised the sum from a day before it on."""
    since = str(right.attributes.get("amount_since") or "")
    return bool(since) and since <= f"{period}-01"


def may_be_another(right: Entity, person: Entity) -> bool:
    """Whether name and birth date were told after the right, so that whom it was granted to is looked up."""
    since, told = _granted_at(right), person.provenance
    return _told_at(told, _BORN) > since and any(_told_at(told, each) > since for each in _NAMES)


def is_another(right: Entity, person: Entity, facts: Sequence[Fact]) -> bool:
    """Whether somebody else stands under the FIN than when the register heard of the decision, or first of the person.
    `facts` are all of the person's.
    """
    then = max(_granted_at(right), min((each.known_from for each in facts), default=0))
    was = as_of(person, facts, then, then)
    return was is not None and bool(another(was.attributes, person.attributes, _NAMES, _BORN))


def _granted_at(right: Entity) -> int:
    """When the register heard of the decision that the right rests on now."""
    return max(_told_at(right.provenance, each) for each in ("fin", "decision_no"))


def _told_at(provenance: Mapping[str, Mapping[str, Any]], name: str) -> int:
    return int(provenance.get(name, {}).get("k", 0))


def is_minor(person: Mapping[str, Any], day: date) -> bool:
    """Whether somebody born on a known day is under age."""
    born = str(person.get("birth_date") or "")
    return len(born) == 10 and f"{int(born[:4]) + _OF_AGE}{born[4:]}" > day.isoformat()


def death_of(person: Entity) -> str | None:
    """The act of a registered death, empty where the register was told without one; None of the living."""
    if person.attributes.get("vital_status") != "deceased":
        return None
    return str(person.provenance.get("vital_status", {}).get("a") or "")


def _death(person: Entity, day: date) -> tuple[Standing, BasisKind, str, str] | None:
    act, died = death_of(person), str(person.attributes.get("death_date") or "")
    is_dead = act is not None and died <= day.isoformat()
    return ("ended", "death", act or "", "death") if is_dead else None


def _standing(right: Mapping[str, Any], day: str) -> tuple[Standing, BasisKind, str, str]:
    grant = str(right.get("decision_no") or "")
    for rest in right.get("rests") or ():
        if str(rest["first"]) <= day <= str(rest.get("last") or day):
            return "ended", "decision", str(rest["decision_no"]), "suspended"
    state = str(right.get("state") or "in_force")
    since = (right.get("ended_on") if state == "ended" else None) or right.get("state_since") or ""
    if state != "in_force" and str(since) <= day:
        decision, law = right.get("state_decision_no"), right.get("state_basis")
        kind: BasisKind = "group_act" if law and not decision else "decision"
        return "ended", kind, str(decision or law or grant), state
    first, last = str(right.get("valid_from") or ""), str(right.get("valid_to") or "")
    if last and last < day[: len(last)]:
        return "ended", "decision", grant, "expired"
    if not first or (right.get("amount_qepik") is None and right.get("persons") is None):
        return "undecided", "decision", grant, "granted"
    if first > day:
        return "ended", "decision", "", "not_yet"
    return "in_force", "decision", grant, "granted"


def _district(person: Entity, name: str) -> str:
    place = (person.attributes.get(name) or {}).get("place")
    return str(place or "").partition("/")[0]
