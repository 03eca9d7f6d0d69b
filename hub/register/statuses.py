"""What holds of a status and of a card on a day: an end or a beginning ahead is not reached yet. Pure.

An end that lies before the begin that is known was the end of an earlier period: whoever is given a status anew has it,
in whatever order both were told. An end that was undone never was: the status goes on from its first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hub.register.entity import Entity

_ENDS: Final = frozenset(("ended_on", "end_reason"))
_UNDONE: Final = "undone"


def in_period(status: Entity) -> Mapping[str, Any]:
    """Its attributes, without the end of an earlier period."""
    said, told = status.attributes, status.provenance
    begun, ended = str(said.get("valid_from", "")), str(said.get("ended_on", ""))
    given = told.get("decision_no", {}).get("k", 0)
    # Taken back and given again on one day: the later of the two decisions holds.
    is_anew = begun > ended or (begun == ended and given > told.get("ended_on", {}).get("k", 0))
    is_undone = said.get("end_reason") == _UNDONE
    return {name: said[name] for name in said if name not in _ENDS} if is_undone or (ended and is_anew) else said


def on_day(entity: Entity, day: str) -> Mapping[str, Any]:
    """What is said of an entity that holds on a legal day (as 2026-03-01).

    A status that has not begun says nothing, and one whose end is ahead has not ended. A card past its last day is
    `over`; one that does not hold shows no number.
    """
    if entity.kind == "idp_status":
        return _status_on(entity, day)
    return _card_on(entity, day) if entity.kind == "idp_card" else entity.attributes


def holds(status: Entity, day: str) -> bool:
    """Whether a status is in force on a day."""
    said = on_day(status, day)
    return bool(said) and "ended_on" not in said


def foremost(things: Iterable[Entity], day: str) -> Entity | None:
    """Of several things of one kind, the newest first: the one that holds on a day, else the newest."""
    known = [each for each in things if each.attributes]
    return next((each for each in known if on_day(each, day).get("state") == "active"), next(iter(known), None))


def _status_on(status: Entity, day: str) -> Mapping[str, Any]:
    said = in_period(status)
    if str(said.get("valid_from", "")) > day:
        return {}
    is_ahead = str(said.get("ended_on", "")) > day
    return {name: said[name] for name in said if name not in _ENDS} if is_ahead else said


def _card_on(card: Entity, day: str) -> Mapping[str, Any]:
    said, last = card.attributes, str(card.attributes.get("valid_until", ""))
    # A last day may be known by its year or month alone: then it is over with that.
    state = "over" if said.get("state") == "active" and last and last < day[: len(last)] else said.get("state")
    shown = {name: said[name] for name in said if name != "card_no" or state == "active"}
    return {**shown, "state": state}
