"""Rights of parties: service × action × purpose, each for a time. What no right in force covers is denied.

One table (`grants`) and one check (`need_right`) for every door. A right about people's data names one purpose of the
catalogue; a right over the exchange itself (EXCHANGE) opens what no single service does. Each has a maker, a second
person and a leaf of evidence (`hub.access.party_changes`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from hub.access.purposes import PURPOSES, purposes_of
from hub.errors import Forbidden, NotFound, Refused, Words
from hub.store.ids import new_id
from hub.store.tx import Row, Tx

EXCHANGE: Final = "exchange"
"""The service of rights over the exchange itself."""
NO_PURPOSE: Final = "-"
"""What stands for a purpose where no personal data is given."""
IN_FORCE: Final = (
    "g.ended_at IS NULL AND g.valid_from <= hub_now() AND (g.valid_until IS NULL OR g.valid_until > hub_now())"
)
"""SQL over `grants g`; nobody who is asked about a right asks without it."""


class Action(StrEnum):
    """What a right lets a party do with a service."""

    SEND = "send"
    """Hand over messages or files of a format, which is the service."""
    ASK = "ask"
    """Be told about a person, for one purpose."""
    AGENCY = "agency"
    """Take part in the exchange: see what is its own."""
    OPERATE = "operate"
    """Over the exchange: see all messages and start repairs."""
    APPROVE = "approve"
    """Over the exchange: be the second of four eyes."""
    COMMITTEE = "committee"
    """Over the exchange: see all, run programmes."""


OVER_EXCHANGE: Final = (Action.AGENCY, Action.OPERATE, Action.APPROVE, Action.COMMITTEE)


class PartyRight(NamedTuple):
    """One right, as it is asked for and as it is held."""

    service: str
    action: str
    purpose: str = NO_PURPOSE


class RightMissing(Forbidden):
    """No right in force covers it. Who lacks it is told the service, never whether anybody else has it."""

    def __init__(self, right: PartyRight) -> None:
        super().__init__("access.no_right", _no_right(right.service))
        self.right = right


def over_exchange(rights: Iterable[PartyRight]) -> frozenset[str]:
    """The actions over the exchange itself among these rights."""
    return frozenset(right.action for right in rights if right.service == EXCHANGE)


def need_right(rights: Collection[PartyRight], service: str, action: Action, purpose: str = NO_PURPOSE) -> None:
    """The check of every door; RightMissing is written down by whoever answers it (`hub.web.denials`)."""
    wanted = PartyRight(service, action.value, purpose)
    if wanted not in rights:
        raise RightMissing(wanted)


@dataclass(frozen=True, slots=True)
class Grant:
    """A right to be given. Times in microseconds; `until` None is without an end."""

    right: PartyRight
    since: int
    until: int | None = None


def refuse_unfit(grant: Grant) -> None:
    """Refused for a right that nobody can have: an unknown action, a purpose missing or out of place, no time left."""
    right = grant.right
    known = set(OVER_EXCHANGE) if right.service == EXCHANGE else {Action.SEND, Action.ASK}
    if right.action not in known:
        raise Refused("access.action_unknown", _action(sorted(known)), status=422, place="action")
    purposes = set(purposes_of(right.service)) if right.action == Action.ASK else {NO_PURPOSE}
    if right.purpose not in purposes:
        words = _purpose(purposes) if right.action == Action.ASK else _NO_PURPOSE
        raise Refused("access.purpose_unknown", words, status=422, place="purpose")
    if grant.until is not None and grant.until <= grant.since:
        raise Refused(
            "access.no_time",
            Words("Hüququn sonu başlanğıcından sonra olmalıdır.", "A right ends after it begins."),
            status=422,
            place="until",
        )


async def give(tx: Tx, party: str, grant: Grant, by: str, second: str | None) -> str:
    """Give it; its id. What is in force already for the same right ends when this one begins, so it is not doubled."""
    refuse_unfit(grant)
    made, right = new_id(), grant.right
    await tx.execute(
        "UPDATE grants SET valid_until = :since WHERE party = :party AND service = :service AND action = :action"
        " AND purpose = :purpose AND ended_at IS NULL AND (valid_until IS NULL OR valid_until > :since)",
        {"party": party, **right._asdict(), "since": grant.since},
    )
    await tx.insert(
        "grants",
        "id, party, service, action, purpose, valid_from, valid_until, made_by, second_by",
        [(made, party, *right, grant.since, grant.until, by, second)],
    )
    return made


async def end(tx: Tx, party: str, right: PartyRight) -> None:
    """End a right at once; NotFound where none is in force or to come."""
    ended = await tx.execute(
        "UPDATE grants SET ended_at = hub_now() WHERE party = :party AND service = :service AND action = :action"
        " AND purpose = :purpose AND ended_at IS NULL AND (valid_until IS NULL OR valid_until > hub_now())",
        {"party": party, **right._asdict()},
    )
    if not ended:
        raise NotFound("access.right_unknown", Words("Tərəfin belə hüququ yoxdur.", "The party has no such right."))


async def rights_in_force(tx: Tx, party: str) -> frozenset[PartyRight]:
    """What a party may do now."""
    rows = await tx.fetch(
        f"SELECT g.service, g.action, g.purpose FROM grants g WHERE g.party = :party AND {IN_FORCE}", {"party": party}
    )
    return frozenset(PartyRight(row["service"], row["action"], row["purpose"]) for row in rows)


async def grants_of(tx: Tx, party: str) -> Sequence[Row]:
    """A party's rights that are in force or will be, by service."""
    return await tx.fetch(
        "SELECT g.id, g.service, g.action, g.purpose, g.valid_from, g.valid_until, g.made_by, g.second_by FROM grants g"
        " WHERE g.party = :party AND g.ended_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > hub_now())"
        " ORDER BY g.service, g.action, g.purpose, g.valid_from",
        {"party": party},
    )


def _no_right(service: str) -> Words:
    return Words(f"“{service}” xidmətinə hüququnuz yoxdur.", f"You have no right to the service {service}.")


def _action(known: Sequence[str]) -> Words:
    names = ", ".join(known)
    return Words(f"Bu xidmətdə əməl bunlardan biri olur: {names}.", f"The action of this service is one of {names}.")


def _purpose(known: Collection[str]) -> Words:
    names = ", ".join(code for code in PURPOSES if code in known)
    return Words(
        f"Şəxs barədə soruşmaq hüququ kataloqdan bir məqsəd üçün verilir: {names}.",
        f"A right to ask about people is for one purpose of the catalogue: {names}.",
    )


_NO_PURPOSE = Words(
    "Məqsəd yalnız şəxs barədə soruşmaq hüququnda olur.", "Only a right to ask about people has a purpose."
)
