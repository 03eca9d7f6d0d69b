"""Changes of who may do what, which one person proposes and a second one agrees to (four eyes)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.access.second_person import need_second_person, refuse_for_oneself
from hub.errors import Conflict, NotFound, Words
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx

Outcome = Literal["agreed", "refused"]
PLACE = "proposals.wanted"
_MOST = 200
_COLUMNS = "id, kind, subject, wanted_sealed, made_by, made_at"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes. `subject` is the login, unit or commission that it is about, `wanted` JSON."""

    id: str
    kind: str
    subject: str
    wanted: str
    made_by: str
    made_at: int


async def propose(tx: Tx, sealer: Sealer, kind: str, subject: str, wanted: str, by: str) -> Proposal:
    """Write it down; what waits for the same subject already is replaced by it."""
    await tx.execute(
        "UPDATE proposals SET state = 'replaced', decided_by = :by, decided_at = hub_now()"
        " WHERE kind = :kind AND subject = :subject AND state = 'waiting'",
        {"kind": kind, "subject": subject, "by": by},
    )
    made = Proposal(new_id(), kind, subject, wanted, by, await tx.now())
    sealed = sealer.seal(PLACE, made.id, wanted.encode())
    await tx.many(
        "INSERT INTO proposals (id, kind, subject, wanted_sealed, made_by, made_at, state)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'waiting')",
        [(made.id, kind, subject, sealed, by, made.made_at)],
    )
    return made


async def waiting(tx: Tx, sealer: Sealer, kinds: Collection[str]) -> Sequence[Proposal]:
    """Those of these kinds that wait for a second person, the oldest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM proposals WHERE state = 'waiting' ORDER BY id LIMIT :most", {"most": _MOST}
    )
    return [_proposal(sealer, row) for row in rows if row["kind"] in kinds]


async def waiting_one(tx: Tx, sealer: Sealer, proposal: str, kinds: Collection[str]) -> Proposal:
    """One of them, locked; NotFound where there is none of these kinds, Conflict where it was decided already."""
    rows = await tx.fetch(f"SELECT {_COLUMNS}, state FROM proposals p WHERE p.id = :id {{lock p}}", {"id": proposal})
    if not rows or rows[0]["kind"] not in kinds:
        raise NotFound("access.no_proposal", _NO_PROPOSAL)
    if rows[0]["state"] != "waiting":
        raise Conflict("access.proposal_decided", _DECIDED)
    return _proposal(sealer, rows[0])


async def decide_proposal(tx: Tx, proposal: Proposal, by: str, outcome: Outcome, gains: Collection[str]) -> None:
    """Agree to it or refuse it; Forbidden where its maker would agree, or one of those who gain by it."""
    if outcome == "agreed":
        refuse_for_oneself(by, gains)
        need_second_person(by, proposal.made_by)
    await tx.execute(
        "UPDATE proposals SET state = :outcome, decided_by = :by, decided_at = hub_now() WHERE id = :id",
        {"id": proposal.id, "by": by, "outcome": outcome},
    )


def _proposal(sealer: Sealer, row: Row) -> Proposal:
    wanted = sealer.unseal(PLACE, row["id"], bytes(row["wanted_sealed"])).decode()
    return Proposal(row["id"], row["kind"], row["subject"], wanted, row["made_by"], row["made_at"])


_NO_PROPOSAL = Words("Belə təklif yoxdur.", "There is no such proposal.")
_DECIDED = Words("Bu təklif artıq həll olunub.", "This proposal was decided already.")
