"""What the register says of a utility's accounts and the rights at them in a month, in a settlement's terms. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from connectors.agencies import AGENCIES
from document_flow.settlements.comparing import Billed, Entitled
from document_flow.settlements.state import last_day
from hub.register.entity import Entity
from hub.register.facts import Fact, project

PROGRAMME: Final = "utilities"
SERVICES: Final[Mapping[str, str]] = {agency.name: agency.settles for agency in AGENCIES if agency.settles}
"""Utilities that are settled with, each with its service."""


def billed(attributes: Mapping[str, Any]) -> Billed:
    """A row as the utility told it."""
    said = attributes.get
    units = said("consumption_kwh")
    return Billed(
        marked=bool(said("idp_group")),
        persons=said("persons_registered") or 0,
        units=units if units is not None else max((said("final_reading") or 0) - (said("initial_reading") or 0), 0),
        amount_qepik=said("amount_qepik") or 0,
        debt_qepik=said("debt_qepik") or 0,
        place=str(said("place_code") or said("place_text") or ""),
    )


def entitled(rights: Iterable[Entity], provider: str, month: str) -> list[Entitled]:
    """The rights in kind at an account that held on any day of the month."""
    return [
        Entitled(persons=int(each.attributes["persons"]), limit=int(each.attributes.get("limit_kwh") or 0))
        for each in rights
        if is_of(each.attributes, provider, month)
    ]


def is_of(right: Mapping[str, Any], provider: str, month: str) -> bool:
    """Whether it is a right in kind at this utility that held on any day of the month."""
    last = last_day(month)
    if (right.get("programme"), right.get("provider")) != (PROGRAMME, provider) or last is None:
        return False
    if "persons" not in right or "subscriber_code" not in right:
        return False
    first, until = f"{month}-01", last.isoformat()
    since = str(right.get("ended_on") or right.get("state_since") or first)
    has_stopped = right.get("state", "in_force") != "in_force" and since <= first
    over = right.get("valid_to")
    return str(right.get("valid_from") or "") <= until and not has_stopped and (over is None or str(over) >= first)


def of_month(account: Entity, facts: Sequence[Fact], month: str) -> Mapping[str, Any] | None:
    """The last that was told of an account for a month, if by now there is a later one; None where nothing was."""
    for moment in sorted({each.known_from for each in facts}, reverse=True):
        attributes, _ = project(account.kind, facts, known=moment)
        if str(attributes.get("period", "")) <= month:
            return attributes if attributes.get("period") == month else None
    return None
