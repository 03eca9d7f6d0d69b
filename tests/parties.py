"""Parties for tests, with rights that nobody had to agree to."""

from __future__ import annotations

from collections.abc import Iterable

from hub.access.grants import EXCHANGE, Action, Grant, PartyRight, give
from hub.access.parties import add_party, rights_to
from hub.store.tx import Tx


async def make_party(tx: Tx, name: str, *over: Action, to: Iterable[PartyRight] = ()) -> None:
    """A party with rights over the exchange (an agency, if nothing else is said), and to services."""
    await add_party(tx, name, name.title(), name.title())
    for action in over or (Action.AGENCY,):
        await give_right(tx, name, PartyRight(EXCHANGE, action.value))
    for right in to:
        await give_right(tx, name, right)


async def give_right(tx: Tx, party: str, right: PartyRight) -> None:
    """From now on, without an end."""
    await give(tx, party, Grant(right, await tx.now()), "samir", "nermin")


def may_send(service: str) -> PartyRight:
    """The right to hand a format over."""
    (right,) = rights_to(service)
    return right


def may_ask(service: str, purpose: str) -> PartyRight:
    """The right to ask for a purpose."""
    return PartyRight(service, Action.ASK.value, purpose)
