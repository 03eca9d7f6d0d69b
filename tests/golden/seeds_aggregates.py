"""One of each kind of aggregates that can be opened with what this house has; nobody goes on with them."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.people import iban_of, person
from hub.aggregates.reading import command_of
from hub.kinds import KINDS
from tests.golden.house import House


async def seed_aggregates(house: House) -> None:
    """By the clerk and an officer."""
    appeal = house.names["appeal"]
    account = {"payee": "7ABCD12", "account": iban_of(person(1)), "document": appeal}
    await _begin(house, "accounts", "propose_account", "sevinc", account)
    month = {"programme": "allowance", "period": "2026-11", "run_kind": "regular", "legal_day": "2026-11-01"}
    await _begin(house, "runs", "open_run", "elcin", month)


async def _begin(house: House, room: str, act: str, by: str, says: Mapping[str, str]) -> None:
    kind, aggregates = KINDS[room], house.served.hub.aggregates
    done = await aggregates.open(kind, command_of(kind, act, by, says), f"golden {room}")
    house.names[room] = done.id


def typed_in_rooms() -> str:
    """The commands of the rooms; where a house has none of a kind, whoever may look is told so, and nobody else."""
    lines: list[str] = []
    for kind in KINDS.values():
        name = kind.room if kind.room in SEEDED else "case"
        acts = [each.kind for each in kind.kernel.acts if each.forms and each.kind not in kind.of.begins]
        lines += [f"{kind.room} list", f"{kind.room} show {{{name}}}"]
        lines += [f"{kind.room} begin {each}" for each in kind.of.begins[:1]]
        lines += [f"{kind.room} act {{{name}}} {each} --version 99" for each in acts[:1] or ["none"]]
    return "\n".join(lines)


SEEDED = ("accounts", "runs")
