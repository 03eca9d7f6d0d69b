"""Parties that call the hub, what they may do, and the well-known ones of the sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.agencies import AGENCIES
from hub.access.grants import EXCHANGE, IN_FORCE, Action, PartyRight, over_exchange
from hub.access.limits import LimitName
from hub.access.purposes import purposes_of
from hub.errors import NotFound, Refused, Words
from hub.store.tx import Row, Rows, Tx

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}", re.ASCII)
HOUSE: Final = ("committee", "hub")
"""The parties whose people are the installation's own."""
CITIZEN: Final = "citizen"
"""As whom the history knows people at the page of their own, and those who stand for them; it has no key."""
WELL_KNOWN: Final[Mapping[str, Words]] = {
    **{agency.name: Words(*agency.title) for agency in AGENCIES},
    "committee": Words("Komitə", "The committee"),
    "committee-2": Words("Komitə, ikinci şəxs", "The committee, second person"),
    "hub": Words("Qayıdış Hub", "Qayıdış Hub"),
    CITIZEN: Words("Vətəndaşın öz səhifəsi", "The citizen's own page"),
}
"""What is called so wherever it stands, whether or not it is registered."""
ASKING: Final = "ask."
"""What the names of services begin with that tell about a person."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party with its rights that are in force, and how much it may use."""

    name: str
    rights: frozenset[PartyRight]
    limits: Mapping[LimitName, int] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[str]:
        """Its rights over the exchange itself."""
        return over_exchange(self.rights)


_AGENCIES: Mapping[str, tuple[str, ...]] = {
    agency.name: (*(each.format for each in agency.gives), *agency.asks) for agency in AGENCIES if agency.gives
}
_COMMITTEES: Mapping[str, tuple[Action, ...]] = {
    "committee": (Action.OPERATE, Action.COMMITTEE),
    "committee-2": (Action.APPROVE, Action.OPERATE, Action.COMMITTEE),
}
_COMMITTEES_SERVICES = ("hub.records.v1", "ask.identity")
_SANDBOX = "sandbox-"
_SECURITY_SERVER = "security-server"
"""X-Road's, in the sandbox: it has no right of its own, and speaks for those whom the settings name."""


def is_sandbox_key(key: str) -> bool:
    """True for the well-known keys, which open nothing outside the sandbox."""
    known = (*_AGENCIES, *_COMMITTEES, _SECURITY_SERVER)
    return key.removeprefix(_SANDBOX) in known and key.startswith(_SANDBOX)


def sandbox_parties(services: Iterable[str]) -> dict[str, Party]:
    """The sandbox's parties by their keys. The committee may also post and ask what belongs to none of the agencies."""
    found = {_SANDBOX + name: _party(name, (Action.AGENCY,), own) for name, own in _AGENCIES.items()}
    found[_SANDBOX + _SECURITY_SERVER] = _party(_SECURITY_SERVER, (), ())
    others = {*_COMMITTEES_SERVICES, *services}.difference(*_AGENCIES.values())
    return found | {_SANDBOX + name: _party(name, actions, others) for name, actions in _COMMITTEES.items()}


def _party(name: str, over: Iterable[Action], services: Iterable[str]) -> Party:
    rights = [PartyRight(EXCHANGE, action.value) for action in over]
    return Party(name, frozenset((*rights, *(each for service in services for each in rights_to(service)))))


def rights_to(service: str) -> Iterator[PartyRight]:
    """All that can be granted of a service: to hand it over, or to ask it for every purpose."""
    if not service.startswith(ASKING):
        yield PartyRight(service, Action.SEND.value)
        return
    for purpose in purposes_of(service):
        yield PartyRight(service, Action.ASK.value, purpose)


def normal_name(name: str) -> str:
    """The name as it is kept; Refused where it cannot stand in a URL."""
    if not _NAME.fullmatch(name):
        raise Refused("access.party_name", _BAD_NAME, status=422, place="name")
    return name


async def add_party(tx: Tx, name: str, title_az: str, title_en: str) -> None:
    """Store a party, which may do nothing yet; Refused for a name that cannot stand in a URL or is taken."""
    await refuse_taken(tx, normal_name(name))
    await tx.execute(
        "INSERT INTO parties (name, title_az, title_en, created_at) VALUES (:name, :az, :en, hub_now())",
        {"name": name, "az": title_az, "en": title_en},
    )


async def refuse_taken(tx: Tx, name: str) -> None:
    """Refused where there is a party of this name already."""
    if name == CITIZEN or await tx.fetch("SELECT name FROM parties WHERE name = :name", {"name": name}):
        raise Refused(
            "access.party_taken",
            Words("Bu adda tərəf artıq var.", "There is already a party of this name."),
            status=409,
            place="name",
        )


async def must_exist(tx: Tx, party: str) -> None:
    """NotFound if there is no party of this name."""
    if not await tx.fetch("SELECT name FROM parties WHERE name = :party", {"party": party}):
        raise NotFound("access.party_unknown", Words("Bu adda tərəf yoxdur.", "There is no party of this name."))


async def titles_of(tx: Tx, names: Iterable[str]) -> Mapping[str, Words]:
    """What each of these parties is called: as it was registered, else as it is well known, else by its name."""
    wanted = sorted(set(names))
    rows = await tx.fetch(
        "SELECT p.name, p.title_az, p.title_en FROM {rows} JOIN parties p ON p.name = r.name",
        rows=Rows("name text", [(name,) for name in wanted]),
    )
    stored = {row["name"]: Words(row["title_az"], row["title_en"]) for row in rows}
    return {name: stored.get(name) or WELL_KNOWN.get(name) or Words(name, name) for name in wanted}


async def parties_and_rights(tx: Tx) -> Sequence[Row]:
    """Every party once for each right in force, at least once; `service` and `action` are None where there is none."""
    return await tx.fetch(
        "SELECT p.name, p.title_az, p.title_en, g.service, g.action FROM parties p"
        f" LEFT JOIN grants g ON g.party = p.name AND {IN_FORCE} ORDER BY p.name, g.service, g.action"
    )


_BAD_NAME = Words(
    "Tərəfin adı kiçik latın hərfi ilə başlamalı, yalnız a–z, 0–9 və “-” işarələrindən ibarət olmalıdır.",
    "A party's name begins with a small letter and has only a-z, 0-9 and - (at most 63 characters).",
)
