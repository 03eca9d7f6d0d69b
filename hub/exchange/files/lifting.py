"""An operator's act that lifts the version of a file named for too late a day or too high a number: it no longer
supersedes what comes after it. Proposed with a reason by one person, agreed to by another; what the file has changed
stays until later files change it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from hub.access.proposals import Outcome, Proposal, decide_proposal, one_proposal, propose, waiting
from hub.errors import Conflict, NotFound, Words
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.states import DeliveryState
from hub.exchange.transition import Transition, apply_transitions
from hub.store.sealing import Sealer
from hub.store.tx import Tx, first_or, ids

KIND = "lift"
_OPEN = frozenset(("splitting", "in_progress"))


@dataclass(frozen=True, slots=True)
class WaitingLift:
    """What waits for a second person."""

    id: str
    message: str
    name: str
    reason: str
    by: str
    at: int


async def propose_lift(tx: Tx, sealer: Sealer, message: str, reason: str, by: str) -> Proposal:
    """Propose to lift a file's version. NotFound where there is no such file, Conflict where it cannot be lifted."""
    await _liftable(tx, message)
    made = await propose(tx, sealer, KIND, message, json.dumps({"reason": reason}), by)
    leaf = make_leaf("file.lift_proposed", message, await tx.now(), by=by, proposal=made.id)
    await write_leaves(tx, [leaf])
    return made


async def waiting_lifts(tx: Tx, sealer: Sealer) -> list[WaitingLift]:
    """All that wait, the oldest first."""
    found = await waiting(tx, sealer, (KIND,))
    named = await tx.fetch(
        "SELECT f.message_id, f.name FROM files f JOIN {rows} ON r.id = f.message_id",
        rows=ids([each.subject for each in found]),
    )
    names = {row["message_id"]: row["name"] for row in named}
    return [
        WaitingLift(
            each.id, each.subject, names[each.subject], json.loads(each.wanted)["reason"], each.made_by, each.made_at
        )
        for each in found
    ]


async def waiting_lift(tx: Tx, sealer: Sealer, message: str) -> WaitingLift | None:
    """The proposal that waits for the file."""
    return next((each for each in await waiting_lifts(tx, sealer) if each.message == message), None)


async def decide_lift(tx: Tx, sealer: Sealer, proposal: str, by: str, outcome: Outcome) -> str:
    """Agree to a lift, or refuse it; the file's message. Forbidden for whoever would agree to their own."""
    found = await one_proposal(tx, sealer, proposal, (KIND,))
    await decide_proposal(tx, found, by, outcome, ())
    now = await tx.now()
    if outcome == "agreed":
        await _lift(tx, found.subject, now)
    kind = "file.lifted" if outcome == "agreed" else "file.lift_refused"
    leaf = make_leaf(kind, found.subject, now, by=found.made_by, second=by, proposal=found.id)
    await write_leaves(tx, [leaf])
    return found.subject


async def _liftable(tx: Tx, message: str) -> None:
    row = await first_or(
        NotFound("file.unknown", Words("Belə fayl yoxdur.", "There is no such file.")),
        tx,
        "SELECT f.message_id, f.lifted_at, m.state FROM files f JOIN messages m ON m.id = f.message_id"
        " WHERE f.message_id = :id {lock f}",
        {"id": message},
    )
    if row["lifted_at"] is not None:
        raise Conflict(
            "file.lifted_already",
            Words(
                "Bu faylın versiyası artıq qaldırılıb: sonrakı fayllar sayılır.",
                "The version of this file has been lifted already: later files count.",
            ),
        )
    if row["state"] in _OPEN:
        raise Conflict("file.not_finished", _UNFINISHED)


async def _lift(tx: Tx, message: str, now: int) -> None:
    await _liftable(tx, message)
    await tx.execute("UPDATE files SET lifted_at = :now WHERE message_id = :id", {"now": now, "id": message})
    again = await tx.fetch(
        "SELECT f.message_id FROM files f WHERE f.superseded_by = :id AND f.chunks_made = 0 ORDER BY f.message_id"
        " {lock f}",
        {"id": message},
    )
    for file in again:
        await _begin_again(tx, file["message_id"], message, now)


async def _begin_again(tx: Tx, file: str, lifted: str, now: int) -> None:
    """A file of which nothing was taken because of the lifted one is split after all; its failure is over."""
    failed = await tx.fetch(
        "SELECT d.id, d.destination, d.state, d.on_failure FROM deliveries d WHERE d.message_id = :id"
        " AND d.state IN ('due', 'retrying', 'failed') ORDER BY d.id {lock d}",
        {"id": file},
    )
    steps = [
        Transition(
            id=row["id"],
            message_id=file,
            destination=row["destination"],
            old=DeliveryState(row["state"]),
            new=DeliveryState.SUPERSEDED,
            next_due=now,
            code="file.lifted",
            outcome="superseded",
            by=lifted,
        )
        for row in failed
    ]
    await apply_transitions(tx, steps, [], now)
    await tx.execute("DELETE FROM file_chunks WHERE message_id = :id AND row_count = 0", {"id": file})
    await tx.execute(
        "UPDATE deliveries SET part = -1 - part WHERE message_id = :id AND part >= 0 AND state = 'superseded'",
        {"id": file},
    )
    await tx.execute("UPDATE files SET superseded_by = NULL, rows_superseded = 0 WHERE message_id = :id", {"id": file})
    await tx.execute(
        "UPDATE messages SET state = 'splitting', completed_at = NULL WHERE id = :id AND state <> 'discarded'",
        {"id": file},
    )


_UNFINISHED = Words(
    "Fayl hələ işlənir; bitəndən sonra versiyasını qaldırmaq olar.",
    "The file is still being worked; its version can be lifted once it is finished.",
)
