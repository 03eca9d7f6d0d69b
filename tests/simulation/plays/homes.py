"""What stands in an office before homes of a place are drawn by lot, and what its officials ask of the hub."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from connectors.sandbox.people import person
from document_flow.draws.families import Family
from document_flow.draws.state import Draw
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.aggregates.aggregate_store import AggregateStore
from hub.app import Hub
from hub.documents.office.directory import save_commissions
from hub.documents.office.seed_people import settle_sandbox
from hub.documents.signing.signers import save_fin
from hub.evidence.note import PublicKey
from hub.returns.draw_proofs import published_file
from hub.returns.drawn_families import families_for
from hub.returns.draws import DRAWS
from hub.store.store import snapshot
from hub.store.tx import Tx
from tests.simulation.prepared import DAY_S, Passes
from tests.things import LATER_ON, approved_list, decided_return, homes_told, letter, statement

PLACE: Final = "Zəngilan/Ağalı"
HOMES: Final[Mapping[str, int]] = {"101": 3, "102": 3, "103": 3, "201": 4}
"""Their rooms."""
FAMILIES: Final[Mapping[str, int]] = {**{f"M-{n}": 3 for n in range(1, 6)}, "M-6": 4, "M-7": 4}
"""The rooms that their rulings gave them."""
LATE_FAMILY: Final = "M-8"
"""Its return is decided while draws are under way."""
LATE_ROOMS: Final = 3
DRAWERS: Final = ("elcin", "nigar", "zeyneb", "aytac")
"""Who may announce, freeze and hold a draw."""
MOVERS: Final = ("elcin", "zeyneb")
"""Who hold move days."""
RELATED: Final = "fuad"
"""An official whose own family is M-1."""
CLERK: Final = "sevinc"
PARTIES: Final[Mapping[str, tuple[str, ...]]] = {"council": ("uzv-5", "uzv-4"), "district": ("uzv-2", "nigar")}
"""Who brings values to a draw; one of them may hold draws too."""
WITNESSES: Final = ("uzv-1", "uzv-3", "uzv-5")
LETTER, DECISION = "Ç-1", "Q-1"
WORDS: Final = 4
"""Documents in which each family says something."""


def word(family: str, which: int) -> str:
    """The number of a family's own registered document."""
    return f"V-{family}-{which}"


def handover_act(family: str) -> str:
    """The number of the paper by which it is handed its keys."""
    return f"TT-{family}"


def fin_of(family: str) -> str:
    return person(int(family[2:])).fin


async def furnish(hub: Hub, passes: Passes) -> None:
    """Officials, homes that are ready, families whose return is decided, and what they will have written."""
    await settle_sandbox(hub.store, hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        await save_commissions(tx, [(party, members, Words(party, party)) for party, members in PARTIES.items()])
        await save_fin(tx, hub.sealer, RELATED, fin_of("M-1"))
    await homes_told(hub, "\n".join(f"{home} {rooms}" for home, rooms in HOMES.items()))
    for family, rooms in FAMILIES.items():
        await decided_return(hub, family, fin_of(family), rooms=rooms)
    for family in (*FAMILIES, LATE_FAMILY):
        for which in range(WORDS):
            await statement(hub, fin_of(family), word(family, which), LATER_ON)
    for document in (LETTER, DECISION, *map(handover_act, (*FAMILIES, LATE_FAMILY))):
        await letter(hub, document)
    passes(10 * DAY_S)


async def one_more(hub: Hub) -> bool:
    """The return of another family is decided, once."""
    async with hub.store.read() as tx:
        known = await tx.fetch("SELECT id FROM cases WHERE number = :number", {"number": LATE_FAMILY})
    if not known:
        await decided_return(hub, LATE_FAMILY, fin_of(LATE_FAMILY), rooms=LATE_ROOMS)
    return True


async def draw_of(hub: Hub, name: str) -> Draw | None:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, DRAWS, name)
    return None if found is None else found.state


async def today(hub: Hub) -> date:
    async with hub.store.read() as tx:
        return (await hub.aggregates.needs.context(tx)).today


async def waiting(hub: Hub) -> list[Family]:
    """The families that a list may be of now, but for those who have a home or are on another draw."""
    async with hub.store.read() as tx:
        return [each for each in await families_for(hub.aggregates.needs, tx, PLACE, posted=True) if not each.busy]


async def approves(hub: Hub, draw: str, number: str) -> bool:
    """The commission has approved the list that was drafted last."""
    await approved_list(hub, draw, number)
    return True


async def read_published(tx: Tx, tables: AggregateStore, name: str, key: PublicKey) -> dict[str, Any] | None:
    """What everybody may fetch of a draw."""
    found = await tables.get(tx, DRAWS, name)
    raw = None if found is None else await published_file(tx, found, key)
    return None if raw is None or isinstance(raw, Refusal) else dict(json.loads(raw))


async def published(hub: Hub, name: str) -> dict[str, Any] | None:
    async with snapshot(hub.store) as tx:
        return await read_published(tx, hub.aggregates.tables, name, hub.promises.key.public)
