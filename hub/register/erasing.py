"""Erasing a person from the register: the keys are destroyed, the sealed bytes stay where they are and say nothing.

What others' entities say of the person stays theirs: a household keeps its members. Messages go with their retention.
"""

from __future__ import annotations

from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.tx import Tx


async def erase_person(tx: Tx, register: RegisterStore, fin: str) -> list[str]:
    """Ids of what was erased: the person, the status and the utility accounts; empty where nobody has this FIN."""
    reader = Reader(register)
    person, found = await reader.by_key(tx, "fin", fin), await reader.belongings(tx, fin)
    own = [each for each in (person, found.status, *found.accounts) if each is not None]
    return [each.id for each in own if await register.erase(tx, each.id)]
