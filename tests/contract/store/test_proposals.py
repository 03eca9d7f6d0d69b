"""What waits for a second person, of each kind apart."""

from __future__ import annotations

from hub.access.proposals import propose, waiting
from hub.store.store import Store
from tests.identity_sealer import IdentitySealer


async def test_so_much_of_one_kind_hides_nothing_of_another(store: Store) -> None:
    async with store.write() as tx:
        for number in range(201):
            await propose(tx, IdentitySealer(), "stand-in", f"person-{number}", "{}", "elcin")
        made = await propose(tx, IdentitySealer(), "lift", "a file", "{}", "ramil")

        lifts = await waiting(tx, IdentitySealer(), ("lift",))
        both = await waiting(tx, IdentitySealer(), ("lift", "stand-in"))

    assert [each.id for each in lifts] == [made.id]
    assert len(both) == 200
