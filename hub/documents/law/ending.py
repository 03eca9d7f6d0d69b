"""A version ends by an act that two people stand behind; its successor is in force from the next day, in one commit."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from document_flow.decisions.versions import Ending
from document_flow.outcome import Refusal
from hub.access.proposals import PLACE
from hub.documents.law.law import Law
from hub.documents.law.steps import Step, iso, write_step
from hub.documents.law.table_repository import Kept
from hub.documents.law.words import NO_TABLE
from hub.errors import NotFound, found_or
from hub.store.sealing import Sealer
from hub.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AgreedBy:
    """The proposal behind it, who made it, and who agreed."""

    proposal: str
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class ToldEnding:
    """How a version ended, as its page tells it."""

    act: str
    reason: str
    by: str
    second: str


async def end_version(tx: Tx, law: Law, name: str, ending: Ending, agreed: AgreedBy) -> Refusal | None:
    """Write the end and the beginning; nothing where the rules refuse either. Collision where somebody was quicker."""
    kept = found_or(await law.book.table(tx, name), NotFound("decisions.unknown", NO_TABLE))
    made = kept.versions.end(ending)
    if isinstance(made, Refusal):
        return made
    who = {"by": agreed.by, "second": agreed.second, "act": ending.act.id, "proposal": agreed.proposal}
    steps = [("repealed", ending.number)]
    if ending.successor is not None:
        steps.append(("in_force", ending.successor[0]))
    for place, (kind, number) in enumerate(steps):
        after = next(each for each in made.versions if each.number == number)
        days = {"last": iso(after.valid_to)} if kind == "repealed" else {"first": iso(after.valid_from)}
        key = law.enacting.hash("decision-command", f"proposal\x00{agreed.proposal}\x00{place}")
        step = Step(kind, after, {**days, **who})
        await write_step(tx, replace(kept, revision=kept.revision + place), step, (agreed.by, key, agreed.proposal))
    return None


async def told_ending(tx: Tx, sealer: Sealer, kept: Kept, number: int) -> ToldEnding | None:
    """By which act, why and by whom a version was ended; None where it was not, or by no proposal."""
    rows = await tx.fetch(
        "SELECT c.detail, p.id, p.wanted_sealed FROM decision_changes c, proposals p"
        " WHERE c.version_id = :version AND c.kind = 'repealed' AND p.kind = 'repeal' AND p.subject = :name"
        " AND p.state = 'agreed'",
        {"version": kept.stored[number].id, "name": kept.name},
    )
    for row in rows:
        detail = json.loads(row["detail"])
        if detail.get("proposal") == row["id"]:
            wanted = json.loads(sealer.unseal(PLACE, row["id"], bytes(row["wanted_sealed"])))["wanted"]
            return ToldEnding(detail["act"], wanted["reason"], detail["by"], detail["second"])
    return None
