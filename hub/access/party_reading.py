"""How a party stands here: its rights, certificates, keys, limits, when it last called, and what it was denied.

One reading for the party itself (GET /v1/me), for administrators' page, API and command line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from hub.access.credentials import credentials_of
from hub.access.grants import PartyRight, grants_of
from hub.access.keys import keys_in_force
from hub.access.limits import LimitName, limits_of
from hub.access.parties import Party, must_exist
from hub.access.quotas import used_of
from hub.clock import SECOND
from hub.errors import Words
from hub.store.ids import first_id_at, instant_of
from hub.store.tx import Row, Tx

_DAY: Final = 24 * 3600 * SECOND
_SOON: Final = 30
"""Days before its end from which a certificate or key is soon to be replaced, as alerts have it by default."""
_SHOWN: Final = 20
_TOLD_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A right in force or to come; a sandbox's own has neither a beginning nor makers. Given `at` that moment."""

    right: PartyRight
    since: int | None = None
    until: int | None = None
    made_by: str = ""
    second_by: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class HeldCredential:
    """A certificate, public key or (`api_key`, in a sandbox) API key; `until` None is without an end, `at` when it was
    proposed.
    """

    kind: str
    mark: str
    algorithm: str
    since: int
    until: int | None
    days_left: int | None
    made_by: str = ""
    second_by: str = ""
    at: int | None = None

    @property
    def is_ending(self) -> bool:
        """Whether it ends within a month."""
        return self.days_left is not None and self.days_left < _SOON


@dataclass(frozen=True, slots=True)
class HeldLimit:
    """How much it may use, and what was taken in the minute or day that runs."""

    name: LimitName
    most: int
    used: int


@dataclass(frozen=True, slots=True)
class Denial:
    """What was asked for and refused: for want of a right, or because it could not be answered."""

    at: int
    service: str
    action: str
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything of one party, instants in microseconds. `created_at` is None for one that only a sandbox knows."""

    name: str
    title: Words
    created_at: int | None
    rights: Sequence[HeldRight]
    credentials: Sequence[HeldCredential]
    limits: Sequence[HeldLimit]
    last_call: int | None
    denials: Sequence[Denial]

    @property
    def ending(self) -> Sequence[HeldCredential]:
        """What ends within a month, the first before."""
        return [each for each in self.credentials if each.is_ending]

    @property
    def first_to_end(self) -> HeldCredential | None:
        """The certificate or key that ends before the others; None where none has an end."""
        ends = [(each.until, each) for each in self.credentials if each.until is not None]
        return min(ends, key=itemgetter(0))[1] if ends else None


async def all_standing(tx: Tx, known: Collection[Party] = ()) -> Sequence[Standing]:
    """Every party by name; `known` are those that a sandbox has beside the stored ones."""
    rows = await tx.fetch("SELECT p.name FROM parties p ORDER BY p.name")
    names = sorted({*(row["name"] for row in rows), *(each.name for each in known)})
    return [await standing_of(tx, name, known) for name in names]


async def standing_of(tx: Tx, name: str, known: Collection[Party] = ()) -> Standing:
    """One party; NotFound for a name that nobody has."""
    by_itself = next((each for each in known if each.name == name), None)
    rows = await tx.fetch("SELECT p.title_az, p.title_en, p.created_at FROM parties p WHERE p.name = :n", {"n": name})
    if not rows and by_itself is None:
        await must_exist(tx, name)
    now, stored = await tx.now(), rows[0] if rows else None
    limits = by_itself.limits if by_itself else await limits_of(tx, name)
    used = await used_of(tx, name, now)
    return Standing(
        name=name,
        title=Words(stored["title_az"], stored["title_en"]) if stored else Words(name, name),
        created_at=stored["created_at"] if stored else None,
        rights=_rights(await grants_of(tx, name), by_itself.rights if by_itself else ()),
        credentials=[
            *(_credential(row, now) for row in await credentials_of(tx, name)),
            *(_api_key(row, now) for row in await keys_in_force(tx, name, _SHOWN)),
        ],
        limits=[HeldLimit(each, most, used.get(each, 0)) for each, most in sorted(limits.items())],
        last_call=await _last_call(tx, name),
        denials=await _denials(tx, name, now),
    )


def _rights(stored: Sequence[Row], known: Collection[PartyRight]) -> list[HeldRight]:
    found = [
        HeldRight(
            PartyRight(row["service"], row["action"], row["purpose"]),
            row["valid_from"],
            row["valid_until"],
            row["made_by"],
            row["second_by"] or "",
            instant_of(row["id"]),
        )
        for row in stored
    ]
    held = {each.right for each in found}
    return sorted([*found, *(HeldRight(each) for each in known if each not in held)], key=lambda each: each.right)


def _credential(row: Row, now: int) -> HeldCredential:
    until = row["valid_until"]
    left = (until - now) // _DAY
    made = row["made_by"], row["second_by"], instant_of(row["id"])
    return HeldCredential(row["kind"], row["mark"], row["algorithm"], row["valid_from"], until, left, *made)


def _api_key(row: Row, now: int) -> HeldCredential:
    until = row["expires_at"]
    left = None if until is None else (until - now) // _DAY
    return HeldCredential("api_key", row["prefix"], "", row["created_at"], until, left)


async def _last_call(tx: Tx, party: str) -> int | None:
    """When it last handed over, asked or was refused; a call that leaves no trace of its own does not count."""
    rows = await tx.fetch(
        "SELECT (SELECT m.id FROM messages m WHERE m.party = :party ORDER BY m.id DESC LIMIT 1) AS handed,"
        " (SELECT r.id FROM refusals r WHERE r.party = :party ORDER BY r.id DESC LIMIT 1) AS refused,"
        " (SELECT a.id FROM access_events a WHERE a.actor_party = :party ORDER BY a.id DESC LIMIT 1) AS asked",
        {"party": party},
    )
    return max((instant_of(each) for each in tuple(rows[0]) if each), default=None)


async def _denials(tx: Tx, party: str, now: int) -> list[Denial]:
    """The newest of a month; bodies that were refused unread stand in the refusals."""
    rows = await tx.fetch(
        "SELECT a.created_at, a.service, a.categories, a.outcome FROM access_events a WHERE a.actor_party = :party"
        " AND a.outcome NOT IN ('shown', 'answered') AND a.id >= :since ORDER BY a.id DESC LIMIT :most",
        {"party": party, "since": first_id_at(now - _TOLD_DAYS * _DAY), "most": _SHOWN},
    )
    return [Denial(row["created_at"], row["service"], row["categories"], row["outcome"]) for row in rows]
