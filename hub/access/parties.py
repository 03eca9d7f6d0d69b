"""Parties that call the hub, what they may do, and the well-known ones of the sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from connectors.agencies import AGENCIES
from hub.errors import NotFound, Refused, Words
from hub.store.tx import Row, Tx

ANY_PURPOSE = "*"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}", re.ASCII)


class PartyRole(StrEnum):
    """What a party is to the hub. A party may be several things."""

    AGENCY = "agency"
    """Hands over and gets records; sees what is its own."""
    OPERATE = "operate"
    """Sees all messages and starts repairs."""
    APPROVE = "approve"
    """May be the second of four eyes."""
    COMMITTEE = "committee"
    """The state committee: sees all, asks, runs programmes."""


_ROLES = frozenset(role.value for role in PartyRole)


@dataclass(frozen=True, slots=True)
class Party:
    """A party with its rights. A grant is (service, purpose): a format's name or `ask.identity`, and for what."""

    name: str
    roles: frozenset[str]
    grants: frozenset[tuple[str, str]]

    def may(self, service: str, purpose: str | None = None) -> bool:
        """Whether a grant covers the service, and the purpose where one is named."""
        return any(
            granted == service and (purpose is None or limit in (ANY_PURPOSE, purpose))
            for granted, limit in self.grants
        )


def _party(name: str, roles: Iterable[str], services: Iterable[str]) -> Party:
    return Party(name, frozenset(roles), frozenset((service, ANY_PURPOSE) for service in services))


_AGENCIES: Mapping[str, tuple[str, ...]] = {
    agency.name: tuple(each.format for each in agency.gives) for agency in AGENCIES if agency.gives
}
_COMMITTEES: Mapping[str, tuple[PartyRole, ...]] = {
    "committee": (PartyRole.OPERATE, PartyRole.COMMITTEE),
    "committee-2": (PartyRole.APPROVE, PartyRole.OPERATE, PartyRole.COMMITTEE),
}
_COMMITTEES_SERVICES = ("hub.records.v1", "ask.identity")
_SANDBOX = "sandbox-"


def is_sandbox_key(key: str) -> bool:
    """True for the well-known keys, which open nothing outside the sandbox."""
    return key.removeprefix(_SANDBOX) in (*_AGENCIES, *_COMMITTEES) and key.startswith(_SANDBOX)


def sandbox_parties(formats: Iterable[str]) -> dict[str, Party]:
    """The sandbox's parties by their keys. The committee may also post formats that belong to none of the agencies."""
    found = {_SANDBOX + name: _party(name, [PartyRole.AGENCY], own) for name, own in _AGENCIES.items()}
    services = {*_COMMITTEES_SERVICES, *formats}.difference(*_AGENCIES.values())
    return found | {_SANDBOX + name: _party(name, roles, services) for name, roles in _COMMITTEES.items()}


async def add_party(tx: Tx, name: str, roles: Iterable[str], title_az: str, title_en: str) -> None:
    """Store a party; Refused for a name that cannot stand in a URL, an unknown role, or a name already taken."""
    wanted = sorted(set(roles))
    if not _NAME.fullmatch(name):
        raise Refused("access.party_name", _BAD_NAME, place="name")
    if not wanted or not _ROLES.issuperset(wanted):
        raise Refused("access.party_role", _BAD_ROLE, place="roles")
    if await tx.fetch("SELECT name FROM parties WHERE name = :name", {"name": name}):
        raise Refused("access.party_taken", _TAKEN, status=409, place="name")
    await tx.execute(
        "INSERT INTO parties (name, title_az, title_en, roles, created_at) VALUES (:name, :az, :en, :roles, hub_now())",
        {"name": name, "az": title_az, "en": title_en, "roles": " ".join(wanted)},
    )


async def must_exist(tx: Tx, party: str) -> None:
    """NotFound if there is no party of this name."""
    if not await tx.fetch("SELECT name FROM parties WHERE name = :party", {"party": party}):
        raise NotFound("access.party_unknown", _NO_PARTY)


async def grant(tx: Tx, party: str, service: str, purpose: str = ANY_PURPOSE) -> None:
    """Give a party the right to a service; giving it twice changes nothing. NotFound if there is no such party."""
    await must_exist(tx, party)
    await tx.execute(
        "INSERT INTO grants (party, service, purpose) VALUES (:party, :service, :purpose)"
        " ON CONFLICT (party, service, purpose) DO NOTHING",
        {"party": party, "service": service, "purpose": purpose},
    )


async def parties_and_grants(tx: Tx) -> Sequence[Row]:
    """Every party once for each service granted to it, at least once; `service` is None where there is none."""
    return await tx.fetch(
        "SELECT p.name, p.title_az, p.title_en, p.roles, g.service FROM parties p"
        " LEFT JOIN grants g ON g.party = p.name ORDER BY p.name, g.service"
    )


async def grants_of(tx: Tx, party: str) -> list[tuple[str, str]]:
    """What a party may: service and purpose."""
    rows = await tx.fetch(
        "SELECT g.service, g.purpose FROM grants g WHERE g.party = :party ORDER BY g.service, g.purpose",
        {"party": party},
    )
    return [(row["service"], row["purpose"]) for row in rows]


_BAD_NAME = Words(
    "Tərəfin adı kiçik latın hərfi ilə başlamalı, yalnız a–z, 0–9 və “-” işarələrindən ibarət olmalıdır.",
    "A party's name begins with a small letter and has only a-z, 0-9 and - (at most 63 characters).",
)
_BAD_ROLE = Words(
    "Tərəfin rolu bunlardan biri və ya bir neçəsi olmalıdır: agency, operate, approve, committee.",
    "A party's roles are one or more of agency, operate, approve, committee.",
)
_NO_PARTY = Words("Bu adda tərəf yoxdur.", "There is no party of this name.")
_TAKEN = Words("Bu adda tərəf artıq var.", "There is already a party of this name.")
