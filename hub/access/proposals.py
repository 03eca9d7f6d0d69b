"""Changes of who may do what, which one person proposes and a second one agrees to (four eyes)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.access.second_person import need_second_person, refuse_for_oneself
from hub.errors import Conflict, NotFound, Words
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Row, Rows, Tx

Outcome = Literal["agreed", "refused"]
PLACE, REASON = "proposals.wanted", "proposals.reason"
_MOST = 200
_COLUMNS = "id, kind, subject, wanted_sealed, made_by, made_at, state, decided_by, decided_at, reason_sealed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes. `subject` is the login, unit or commission that it is about, `wanted` JSON."""

    id: str
    kind: str
    subject: str
    wanted: str
    made_by: str
    made_at: int
    state: str = "waiting"
    decided_by: str | None = None
    decided_at: int | None = None
    reason: str = ""


async def propose(tx: Tx, sealer: Sealer, kind: str, subject: str, wanted: str, by: str) -> Proposal:
    """Write it down; what waits for the same subject already is replaced by it."""
    # Two at once each find nothing that waits, and would leave two.
    await tx.fetch("SELECT i.id FROM installation i {lock i}")
    await tx.execute(
        "UPDATE proposals SET state = 'replaced', decided_by = :by, decided_at = hub_now()"
        " WHERE kind = :kind AND subject = :subject AND state = 'waiting'",
        {"kind": kind, "subject": subject, "by": by},
    )
    return await propose_beside(tx, sealer, kind, subject, wanted, by)


async def propose_beside(tx: Tx, sealer: Sealer, kind: str, subject: str, wanted: str, by: str) -> Proposal:
    """Write it down beside whatever waits for the same subject already."""
    made = Proposal(new_id(), kind, subject, wanted, by, await tx.now())
    sealed = sealer.seal(PLACE, made.id, wanted.encode())
    await tx.many(
        "INSERT INTO proposals (id, kind, subject, wanted_sealed, made_by, made_at, state)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'waiting')",
        [(made.id, kind, subject, sealed, by, made.made_at)],
    )
    return made


async def note_alone(tx: Tx, sealer: Sealer, made: Proposal, reason: str) -> None:
    """What one person may do alone holds by that person's word, beside what needed two; with the reason."""
    await tx.execute(
        "UPDATE proposals SET state = 'agreed', decided_by = :by, decided_at = hub_now() WHERE id = :id",
        {"id": made.id, "by": made.made_by},
    )
    await note_reason(tx, sealer, made.id, reason)


async def decided_about(tx: Tx, sealer: Sealer, kind: str, subject: str, most: int = 20) -> Sequence[Proposal]:
    """What was agreed to of a kind and about a subject, the newest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM proposals WHERE kind = :kind AND subject = :subject AND state = 'agreed'"
        " ORDER BY id DESC LIMIT :most",
        {"kind": kind, "subject": subject, "most": most},
    )
    return [_proposal(sealer, row) for row in rows]


async def waiting(tx: Tx, sealer: Sealer, kinds: Collection[str]) -> Sequence[Proposal]:
    """Those of these kinds that wait for a second person, the oldest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM proposals p JOIN {{rows}} ON r.wanted = p.kind WHERE p.state = 'waiting'"
        " ORDER BY p.id LIMIT :most",
        {"most": _MOST},
        Rows("wanted text", [(kind,) for kind in sorted(kinds)]),
    )
    return [_proposal(sealer, row) for row in rows]


async def waiting_about(tx: Tx, sealer: Sealer, kinds: Collection[str], about: str) -> Sequence[Proposal]:
    """Those of these kinds that wait and whose subject holds this id, the oldest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM proposals p JOIN {{rows}} ON r.wanted = p.kind WHERE p.state = 'waiting'"
        " AND p.subject LIKE :about ORDER BY p.id LIMIT :most",
        {"about": f"%{about}%", "most": _MOST},
        Rows("wanted text", [(kind,) for kind in sorted(kinds)]),
    )
    return [_proposal(sealer, row) for row in rows]


async def one_proposal(tx: Tx, sealer: Sealer, proposal: str, kinds: Collection[str]) -> Proposal:
    """One of these kinds, locked, also where it was decided already; NotFound where there is none."""
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM proposals p WHERE p.id = :id {{lock p}}", {"id": proposal})
    if not rows or rows[0]["kind"] not in kinds:
        raise NotFound("access.no_proposal", Words("Belə təklif yoxdur.", "There is no such proposal."))
    return _proposal(sealer, rows[0])


async def note_reason(tx: Tx, sealer: Sealer, proposal: str, reason: str) -> None:
    """Keep why it was decided so."""
    await tx.many(
        "UPDATE proposals SET reason_sealed = $2 WHERE id = $1",
        [(proposal, sealer.seal(REASON, proposal, reason.encode()))],
    )


async def decide_proposal(tx: Tx, proposal: Proposal, by: str, outcome: Outcome, gains: Collection[str]) -> None:
    """Agree to it or refuse it; Forbidden where its maker would agree, or one of those who gain by it.

    Conflict where it was decided already: told to those alone who have a say, so the caller asks for that first.
    """
    if proposal.state != "waiting":
        raise Conflict(
            "access.proposal_decided", Words("Bu təklif artıq həll olunub.", "This proposal was decided already.")
        )
    if outcome == "agreed":
        refuse_for_oneself(by, gains)
        need_second_person(by, proposal.made_by)
    await tx.execute(
        "UPDATE proposals SET state = :outcome, decided_by = :by, decided_at = hub_now() WHERE id = :id",
        {"id": proposal.id, "by": by, "outcome": outcome},
    )


def _proposal(sealer: Sealer, row: Row) -> Proposal:
    wanted = sealer.unseal(PLACE, row["id"], bytes(row["wanted_sealed"])).decode()
    reason = row["reason_sealed"]
    return Proposal(
        row["id"],
        row["kind"],
        row["subject"],
        wanted,
        row["made_by"],
        row["made_at"],
        row["state"],
        row["decided_by"],
        row["decided_at"],
        sealer.unseal(REASON, row["id"], bytes(reason)).decode() if reason is not None else "",
    )
