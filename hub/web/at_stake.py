"""What rests on a person's record: money a month, rights and cases, what is owed and by which lists. It is seen before
a change of the record is asked for or agreed to; no address stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from document_flow.cases.why import WhyLine
from hub.access.people import Person
from hub.app import Hub
from hub.money.ledger import OpenMoney, open_money_of
from hub.programmes.relatives import is_related
from hub.programmes.why import About, told_lines
from hub.register.entity import Entity
from hub.register.merges import merges_into
from hub.register.persons import code_of
from hub.register.reading import Reader
from hub.register.stakes import Stake, stakes_of
from hub.register.store import RegisterStore
from hub.store.tx import Tx
from hub.why_sources import SOURCES


@dataclass(frozen=True, slots=True)
class AtStake:
    """Of one record, by the hub's id, with what is under those that are joined to it. `lines` are rights and cases."""

    entity: str
    stake: Stake
    lines: Sequence[WhyLine]
    money: OpenMoney


async def at_stake(tx: Tx, hub: Hub, person: Person, people: Iterable[Entity]) -> list[AtStake]:
    """Of each of these people; nothing of the official's own or a relative's matters."""
    register, cases, found = RegisterStore(hub.sealer, hub.hash), hub.programmes.cases, []
    known = [each for each in people if code_of(each.attributes)]
    stakes = await stakes_of(tx, register, known)
    for each in known:
        fin = code_of(each.attributes)
        if await is_related(tx, cases.case_store, person.login, fin):
            continue
        about = About(fin, cases, Reader(register), await cases.context(tx))
        joined = [merge.merged for merge in await merges_into(tx, each.id)]
        money = await open_money_of(tx, [each.id, *joined])
        found.append(AtStake(each.id, stakes[each.id], await told_lines(tx, about, SOURCES), money))
    return found
