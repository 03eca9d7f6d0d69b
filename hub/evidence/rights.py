"""Leaves of evidence for every change of who may do what: directory, stand-ins, accounts, roles, keys and grants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import new_id
from hub.store.tx import Tx

MACHINE = "machine"
"""Who made a change by a command on the machine itself."""


async def note_right(tx: Tx, kind: str, by: str, change: str = "", **facts: str | None) -> None:
    """Write the change of one thing in the transaction that makes it. `by` is its maker, `second` who agreed to it.

    Facts are logins, names of units and commissions, roles, days; never names of people.
    """
    await write_leaves(tx, [make_leaf(f"right.{kind}", change or new_id(), await tx.now(), by=by, **facts)])


async def note_rights(tx: Tx, kind: str, by: str, changed: Sequence[Mapping[str, str | None]]) -> None:
    """The same for several things of a kind that one hand changes at once; each has a leaf of its own."""
    now = await tx.now()
    await write_leaves(tx, [make_leaf(f"right.{kind}", new_id(), now, by=by, **facts) for facts in changed])
