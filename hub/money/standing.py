"""What the rules of money look at: the rules themselves, and which officials the money is too near to."""

from __future__ import annotations

from uuid import UUID

from document_flow.money.rules import MoneyRules
from hub.aggregates.kind import Needs
from hub.money.payers import payers
from hub.programmes.case_store import CaseStore
from hub.programmes.relatives import is_related
from hub.programmes.statements import is_said_for, registered_appeal
from hub.register.persons import code_of
from hub.store.tx import Tx

PROGRAMME = "allowance"
"""Mandates name the programme that they hold for."""


def rules_of(needs: Needs) -> MoneyRules:
    """Of this installation and its payers."""
    rules = {name: each.rules for name, each in payers().items()}
    return MoneyRules(installation=UUID(needs.planner.installation), payers=rules)


async def fin_of_person(needs: Needs, tx: Tx, person: str) -> str:
    """The FIN of the register's person of that id, else a number of ours; empty where there is neither."""
    entity = await needs.reader.by_id(tx, person) if person else None
    return code_of(entity.attributes) if entity is not None else ""


async def related_to(needs: Needs, tx: Tx, login: str, fin: str) -> frozenset[str]:
    """The official, where the money is the official's own or a close relative's; else nobody."""
    near = bool(fin) and await is_related(tx, CaseStore(needs.sealer, needs.hash), login, fin)
    return frozenset((login,)) if near else frozenset()


async def application(needs: Needs, tx: Tx, text: str, fin: str) -> str | None:
    """The id of the registered application that is meant, if it is the person's or of who may speak for the person.

    `text` is its id or the address of its page.
    """
    found = await registered_appeal(tx, text.rstrip("/").rpartition("/")[2])
    cases = CaseStore(needs.sealer, needs.hash)
    return found[0] if found is not None and await is_said_for(tx, cases, (PROGRAMME, fin), *found) else None
