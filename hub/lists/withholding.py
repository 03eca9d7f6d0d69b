"""What must not go out of a frozen list: lines that an official names, looked up in the rows, and registered deaths.

A death suspends at once. The hub finds it by the records that have changed since the cut, or were being written at it,
and proposes to withhold these lines; an official answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from document_flow.hands import Command
from document_flow.lists.acts.withhold import ProposeWithholding, WithholdOfGroup
from document_flow.lists.comparing import Basis
from document_flow.lists.entry import ListEntry
from document_flow.lists.refusals import refusal
from document_flow.lists.state import ListHead, Withholding
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.runs.state import Group
from hub.aggregates.aggregate_store import look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Needs, Step, Stored
from hub.clock import SECOND
from hub.lists.ledger import Ledger
from hub.lists.reading import survivors
from hub.lists.rights import death_of
from hub.lists.rows import entries_of
from hub.register.store import ENTITY
from hub.store.tx import Tx, ids

_LINE = re.compile(r"([0-9]{1,5})\.([0-9]{1,5})")
AGAIN: Final = 3_600 * SECOND
"""How long until a list that waits is looked through for deaths again."""
_WRITING: Final = 600 * SECOND
"""For so long at most somebody was writing when the register was read: known from a moment before it, and not seen."""


async def looked_up(needs: Needs, tx: Tx, stored: Stored[ListHead], command: Command) -> Command | Refusal:
    """A proposal by an official with the lines that were typed found among the rows: 1.5, 1.7-1.20, * for all."""
    if not isinstance(command, ProposeWithholding) or command.by == HUB:
        return command
    found: dict[str, int] = {}
    lines = await _lines(needs, tx, stored)
    for said in (part.strip() for typed in command.withholding.entries for part in typed.split(",")):
        first, _, last = said.partition("-")
        chosen = _between(lines, first.strip(), (last or first).strip())
        if not chosen:
            return refusal("lists.no_line", line=said[:20])
        found |= {entry.sha256: entry.amount_qepik for entry in chosen}
    return replace(command, withholding=replace(command.withholding, entries=found))


async def look_later(_needs: Needs, tx: Tx, step: Step[ListHead]) -> None:
    """A list that waits for its issue is looked through for deaths every hour."""
    if step.after.phase in ("frozen", "approved"):
        await look_again(tx, step.id, AGAIN)


async def propose_deaths(aggregates: Aggregates, kind: Kind[ListHead], name: str) -> None:
    """Propose to withhold the lines of those whose death was registered since the cut, unless that is done."""
    needs = aggregates.needs
    async with needs.store.read() as tx:
        stored = await aggregates.tables.get(tx, kind, name)
        dead = await _dead(needs, tx, stored) if stored is not None else {}
    acts = sorted({act for act, _ in dead.values()})
    entries = {leaf: qepik for leaf, (_, qepik) in dead.items()}
    if entries:
        async with needs.store.write() as tx:
            basis = Basis(kind="death", document=", ".join(acts), reason="death")
            propose = ProposeWithholding(by=HUB, withholding=Withholding(basis=basis, entries=entries))
            # A refusal says that something else is proposed already, or that it is too late: nothing is lost by it.
            await aggregates.decided(tx, kind, await aggregates.locked(tx, kind, name), propose)


async def of_group(needs: Needs, tx: Tx, ledger: Ledger, stored: Stored[ListHead], group: Group) -> WithholdOfGroup:
    """Who of a list is in the group: all of its place, or those whose account is questioned."""
    cut, entries = stored.state.cut, dict[str, int]()
    if group.which == "account" or group.place == (cut.origin if group.which == "origin" else cut.settlement):
        for number in range(len(stored.state.chunks)):
            lines = [entry for _, entry in await entries_of(tx, needs.sealer, stored.id, number)]
            asked = group.which == "account"
            chosen = await ledger.questioned(needs, tx, lines) if asked else {each.sha256 for each in lines}
            entries |= {each.sha256: each.amount_qepik for each in lines if each.sha256 in chosen}
    withholding = Withholding(basis=group.basis, entries=entries, by=group.proposed_by)
    return WithholdOfGroup(by=HUB, withholding=withholding)


async def _dead(needs: Needs, tx: Tx, stored: Stored[ListHead]) -> dict[str, tuple[str, int]]:
    """Act and qəpik of each line by its leaf. Without an act it is nobody's word yet."""
    found: dict[str, tuple[str, int]] = {}
    rows = await tx.fetch("SELECT min(read_at) AS at FROM list_chunks WHERE list_id = :id", {"id": stored.id})
    for number in range(len(stored.state.chunks)):
        lines = [entry for _, entry in await entries_of(tx, needs.sealer, stored.id, number)]
        merged = await survivors(tx, [each.person for each in lines])
        acts = await _acts(needs, tx, lines, merged, rows[0]["at"] - _WRITING)
        for each in lines:
            act = acts.get(merged.get(each.person, each.person))
            if act and each.sha256 not in stored.state.withheld:
                found[each.sha256] = (act, each.amount_qepik)
    return found


async def _acts(
    needs: Needs, tx: Tx, lines: Sequence[ListEntry], merged: Mapping[str, str], since: int
) -> dict[str, str]:
    people = sorted({merged.get(each.person, each.person) for each in lines})
    rows = await tx.fetch(
        f"SELECT {ENTITY} FROM {{rows}} JOIN entities e ON e.id = r.id WHERE e.known_from > :since"
        " AND e.key_sealed IS NOT NULL",
        {"since": since},
        rows=ids(people),
    )
    changed = [needs.reader.store.entity(row) for row in rows]
    return {each.id: act for each in changed if (act := death_of(each))}


async def _lines(needs: Needs, tx: Tx, stored: Stored[ListHead]) -> dict[tuple[int, int], ListEntry]:
    found: dict[tuple[int, int], ListEntry] = {}
    for number in range(len(stored.state.chunks)):
        for line, entry in await entries_of(tx, needs.sealer, stored.id, number):
            chunk, _, place = line.partition(".")
            found[int(chunk), int(place)] = entry
    return found


def _between(lines: Mapping[tuple[int, int], ListEntry], first: str, last: str) -> list[ListEntry]:
    if first == "*":
        return list(lines.values())
    ends = [_LINE.fullmatch(each) for each in (first, last)]
    if ends[0] is None or ends[1] is None:
        return []
    low, high = ((int(each[1]), int(each[2])) for each in ends if each is not None)
    return [entry for at, entry in lines.items() if low <= at <= high]
