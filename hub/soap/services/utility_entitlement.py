"""May a utility count a household as one of displaced persons: whether the status holds, and the accounts it knows.

Utilities learn whether a person has the status (statute of the e-government information system, 12 August 2025,
subsystem "Vahid Kommunal Xidmətlər"). Whether a limit follows depends on the place too, which is not held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from hub.errors import Forbidden, Refused, Words
from hub.register.entity import Entity
from hub.register.reading import Reader
from hub.soap.held import holding, reader_of, right_holds
from hub.soap.service import About, Document, Operation, Service, SoapCall
from mappings.records import Provider


async def get_entitlement(asked: SoapCall) -> Document:
    """The accounts of the named utility alone; a utility asks about its own, and alone is told a protected one."""
    provider = asked.text("provider")
    if provider not in get_args(Provider):
        raise Refused("ask.provider_unknown", _UNKNOWN, status=422, place="/getEntitlement/provider")
    if asked.party.name in get_args(Provider) and asked.party.name != provider:
        raise Forbidden(
            "ask.other_provider",
            Words(
                "Kommunal qurum yalnız öz abonentləri barədə soruşur.",
                "A utility asks about its own subscribers alone.",
            ),
        )
    reader = reader_of(asked).whole if asked.party.name == provider else reader_of(asked)
    held = await holding(asked, reader)
    theirs = [each for each in held.accounts if each.attributes.get("provider") == provider]
    rights = await _rights(asked, reader, theirs, held.day)
    return {
        "answer": held.in_force,
        "endedOn": held.facts.get("ended_on"),
        "knownSince": held.known_since,
        "account": [
            {
                "subscriberCode": each.attributes["subscriber_code"],
                "idpGroup": each.attributes.get("idp_group"),
                "personsRegistered": each.attributes.get("persons_registered"),
                "limitKwh": each.attributes.get("limit_kwh"),
                "service": rights[each.id].get("service"),
                "entitledPersons": rights[each.id].get("persons"),
            }
            for each in theirs
        ],
    }


async def _rights(
    asked: SoapCall, reader: Reader, accounts: Sequence[Entity], day: str
) -> Mapping[str, Mapping[str, Any]]:
    """What a decision gave at each account that holds on a day, by the account's id; of two households both persons."""
    found: dict[str, Mapping[str, Any]] = {}
    async with asked.hub.store.read() as tx:
        for each in accounts:
            name = f"{each.attributes['provider']}:{each.attributes['subscriber_code']}"
            held = [right for right in await reader.at_account(tx, "right", name) if right_holds(right, day)]
            persons = sum(int(right.attributes.get("persons", 0)) for right in held)
            found[each.id] = {**held[-1].attributes, "persons": persons} if held else {}
    return found


_UNKNOWN = Words(
    f"Belə kommunal qurum yoxdur; bunlar var: {', '.join(get_args(Provider))}.",
    f"There is no such utility; there are: {', '.join(get_args(Provider))}.",
)

SERVICE = Service(
    name="utility-entitlement",
    words=Words("Kommunal güzəşt hüququ", "Entitlement at a utility"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "getEntitlement",
            Words(
                "Bu FİN-in sahibi kommunal xidmətlərdə məcburi köçkün sayılırmı, hansı abonentləri var?",
                "Does the person of this FIN count as displaced at the utility, and which accounts are known?",
            ),
            "ask.utility-entitlement",
            get_entitlement,
            About("utility_accounts"),
        ),
    ),
)
