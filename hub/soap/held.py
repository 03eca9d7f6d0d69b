"""What services read from the register, and the words that answers have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from hub.clock import SECOND, rfc3339
from hub.register.entity import Entity
from hub.register.reading import Reader
from hub.register.statuses import holds, in_period
from hub.register.store import RegisterStore
from hub.soap.service import SoapCall
from hub.store.legal_time import legal_now
from mappings.dates import BAKU

Held = Literal["yes", "no", "not_held"]
NOT_HELD: Held = "not_held"
"""The register holds nothing about it, which is no `no`."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the register holds about a person on a legal day. `in_force` says of the status; `facts` are what is known
    of it, `card` is the one that holds, else the newest.
    """

    in_force: Held
    facts: Mapping[str, Any]
    known_since: str | None
    accounts: tuple[Entity, ...]
    card: Entity | None
    day: str


def reader_of(asked: SoapCall) -> Reader:
    """Shows no protected address."""
    return Reader(RegisterStore(asked.hub.sealer, asked.hub.hash))


async def holding(asked: SoapCall, by: Reader | None = None) -> Holding:
    """Of the person that is asked about, as of legal time."""
    reader = by or reader_of(asked)
    async with asked.hub.store.read() as tx:
        now = await legal_now(tx)
        found = await reader.belongings(tx, asked.fin)
        card = await reader.foremost(tx, "idp_card", asked.fin, day_of(now))
    status = found.status
    facts: Mapping[str, Any] = in_period(status) if status else {}
    known = rfc3339(status.known_from) if status and facts else None
    return Holding(status_answer(status, now), facts, known, found.accounts, card, day_of(now))


def status_answer(status: Entity | None, now: int) -> Held:
    """Whether a status is in force at a moment: one that has ended is a `no`, and one that has not begun."""
    if status is None or not status.attributes:
        return NOT_HELD
    return "yes" if holds(status, day_of(now)) else "no"


def day_of(moment: int) -> str:
    """The day in Baku at a moment in microseconds."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment // SECOND)).astimezone(BAKU).date().isoformat()


def right_holds(right: Entity, day: str) -> bool:
    """Whether what a decision gave is given on a day: begun, not over, neither ended nor suspended by then."""
    said = right.attributes
    stops = str(said.get("ended_on") or said.get("state_since") or "")
    has_stopped = said.get("state", "in_force") != "in_force" and stops <= day
    return str(said.get("valid_from") or "") <= day <= str(said.get("valid_to") or day) and not has_stopped
