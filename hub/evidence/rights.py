"""Leaves of evidence for every change of who may do what: directory, stand-ins, accounts, roles, keys and grants."""

from __future__ import annotations

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
