"""Two acts that meet at one place, and what they come to in every order: a row of a table for each place.

A pair is played with either act first, and the first ends in every way (`Ending`). Where it rolls back, the other has
to come to what it comes to alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pytest

from hub.errors import HubError
from hub.store.store import Store
from hub.store.tx import Tx
from tests.integration.two_sessions.sessions import Ending, RolledBack, Sessions, Turn

InTx = Callable[[Tx], Awaitable[Any]]
Found = tuple[Any, Sequence[tuple[Any, ...]]]
"""What the later act answered, or the code of its refusal, and the rows that are there at the end."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What two sessions do at a place. Without `that`, both do the same and there is one order.

    `at` is of the statement where the later one waits. `looks` is the SQL that says what is there after it. `first`
    and `other` are what each act comes to alone, `after` and `turned` what it comes to after its counterpart.
    """

    name: str
    places: tuple[str, ...]
    at: str
    this: Turn
    looks: str
    first: Found
    after: Found
    that: Turn | None = None
    other: Found | None = None
    turned: Found | None = None
    given: Turn | None = None

    def orders(self) -> tuple[bool, ...]:
        """Whether `that` comes first, of each order that differs."""
        return (False,) if self.that is None else (False, True)

    async def play(self, sessions: Sessions, ending: Ending, *, turned: bool) -> None:
        """Let them meet; an error where the later one never waits there, or comes to something else."""
        if self.given is not None:
            await self.given(sessions.looker)
        acts = [self.this, self.that or self.this]
        alone = [self.first, self.first if self.that is None else self.other]
        after = [self.turned, self.after]
        one, other = (1, 0) if turned else (0, 1)

        before, answer = await sessions.meet(answered(acts[one]), answered(acts[other]), at=self.at, ending=ending)

        async with sessions.looker.read() as tx:
            rows = [tuple(row.values()) for row in await tx.fetch(self.looks)]
        rolled_back = ending is Ending.ROLLBACK
        assert isinstance(before, RolledBack) is rolled_back
        if not rolled_back:
            expected = alone[one]
            assert expected is not None
            assert before == expected[0]
        expected = alone[other] if rolled_back else after[other]
        assert (answer, rows) == expected, f"{(answer, rows)} instead of {expected}"


def act(does: InTx) -> Turn:
    """In a transaction of its own."""

    async def turn(store: Store) -> Any:
        async with store.write() as tx:
            return await does(tx)

    return turn


def answered(turn: Turn) -> Turn:
    """The same, with the code of what was refused for its answer. Any other error is the test's own."""

    async def told(store: Store) -> Any:
        try:
            return await turn(store)
        except HubError as refused:
            return refused.code

    return told


def played(pairs: Sequence[Pair]) -> pytest.MarkDecorator:
    """Each pair in each order."""
    return pytest.mark.parametrize(
        ("pair", "turned"),
        [
            pytest.param(each, turned, id=f"{each.name}-{'that_first' if turned else 'this_first'}")
            for each in pairs
            for turned in each.orders()
        ],
    )


ONE: Final = "0" * 31 + "1"
OTHER: Final = "0" * 31 + "2"
