"""Families that return and in which somebody's address is protected today, and who may see where their home is.

Others are shown such a family as one of which no home is known: neither that it is protected nor where it lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hub.access.rights import Right, rights_of
from hub.aggregates.kind import Needs
from hub.programmes.case_store import CaseStore
from hub.programmes.relatives import is_close
from hub.register.entity import Entity
from hub.register.protecting import protections_over
from hub.returns.households import Returning, returning_all
from hub.store.tx import Tx


async def protected_families(needs: Needs, tx: Tx, households: Iterable[Returning]) -> Mapping[str, Sequence[Entity]]:
    """By the number of the application, whose address is protected; no family of which nobody's is."""
    known = tuple(households)
    people = await needs.reader.by_fins(tx, dict.fromkeys(fin for each in known for fin in each.fins))
    over = await protections_over(tx, needs.reader.store, people.values())
    whose = {fin: person for fin, person in people.items() if over.of(person)}
    found = {each.number: [whose[fin] for fin in each.fins if fin in whose] for each in known}
    return {number: each for number, each in found.items() if each}


async def hidden_from(needs: Needs, tx: Tx, login: str, numbers: Iterable[str]) -> frozenset[str]:
    """Of these applications those whose family's home this official is not shown: without the right to protected
    addresses, or close to one of whom it is or from whom.
    """
    found = await protected_families(needs, tx, await returning_all(needs, tx, numbers))
    official = (await needs.context(tx)).directory.officials.get(login) if found else None
    if official is None or not official.active or Right.PROTECTED not in rights_of(official.roles):
        return frozenset(found)
    cases = CaseStore(needs.sealer, needs.hash)
    return frozenset([number for number, each in found.items() if await is_close(tx, cases, login, *each)])
