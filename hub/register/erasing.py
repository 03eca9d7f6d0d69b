"""Erasing a person from the register: the keys are destroyed, the sealed bytes stay where they are and say nothing.

What others' entities say of the person stays theirs: a household keeps its members. What lies under keys of months
stays: messages, cases, documents and what SECURITY.md names beside them.
Answers of agencies about the person that are kept for a while go at once; what the person answered to surveys is
deleted beside this (`hub.surveys.answer_store`).
"""

from __future__ import annotations

from hub.register.merges import merges_into
from hub.register.protecting import PROTECTION
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.tx import Tx


async def erase_person(tx: Tx, register: RegisterStore, fin: str) -> list[str]:
    """Ids of what was erased: the person with the records joined to it, the statuses, the utility accounts, the
    mandates of who acted for them and the protections of their address; empty where nobody has this FIN.
    """
    reader = Reader(register).whole
    person, found = await reader.by_key(tx, "fin", fin), await reader.belongings(tx, fin)
    await tx.execute("DELETE FROM kept_answers WHERE subject_hash = :fin", {"fin": register.hash("fin", fin)})
    joined = [each.merged for each in await merges_into(tx, person.id)] if person else []
    statuses = [each for each in (found.status, *found.things) if each is not None and each.kind == "idp_status"]
    acts = [each for kind in ("mandate", PROTECTION) for each in await reader.things_of(tx, kind, fin)]
    own = [each.id for each in (person, *statuses, *found.accounts, *acts) if each is not None]
    return [each for each in (*own, *joined) if await register.erase(tx, each)]
