"""Whether an official's own family, or a relative's, is on a draw's list: by keyed hashes of who returns."""

from __future__ import annotations

from collections.abc import Iterable

from document_flow.people import HUB
from hub.aggregates.kind import Needs
from hub.programmes.case_store import CaseStore
from hub.programmes.relatives import family_of
from hub.returns.households import people_of
from hub.store.tx import Tx


async def is_near(needs: Needs, tx: Tx, login: str, people: Iterable[str]) -> bool:
    """Whether one of these people is the official or close to the official; the hub itself is near to nobody."""
    wanted = frozenset(people) if login != HUB else frozenset[str]()
    family = await family_of(tx, CaseStore(needs.sealer, needs.hash), login) if wanted else ()
    return not wanted.isdisjoint(people_of(needs, family))
