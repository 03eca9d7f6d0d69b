"""What changed lately: mappings, routes, code, agencies' contracts and certificates, each as a mark that is compared.

The mark last seen of each subject is kept; a row in `changes` is written only where another one is seen. The row of the
installation is locked meanwhile, so however many processes start at once, one real change is one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import structlog

from hub.store.ids import new_id
from hub.store.sealing import Sealer, with_texts
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Rows, Tx

log = structlog.get_logger("hub.exchange")

_CHANGE = "id uuid, kind text, subject text, before text, after text, at bigint"


class Kind(StrEnum):
    """What kind of thing changed."""

    MAPPING = "mapping"
    ROUTE = "route"
    DEPLOYMENT = "deployment"
    CONTRACT = "contract"
    CERTIFICATE = "certificate"
    PAUSE = "pause"
    RESUME = "resume"
    MAINTENANCE = "maintenance"
    MAINTENANCE_ENDED = "maintenance_ended"


@dataclass(frozen=True, slots=True)
class Fact:
    """How one thing is now: `mark` is another one whenever the thing is. Not personal."""

    kind: Kind
    subject: str
    mark: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` is None for what was not there, `after` for what is there no longer.

    What a person steered has their login as `after`, and the reason that they gave.
    """

    id: str
    kind: Kind
    subject: str
    before: str | None
    after: str | None
    at: int
    reason: str | None = None


async def note_changes(store: Store, facts: Sequence[Fact], kinds: Sequence[Kind]) -> int:
    """Compare `facts`, which are all that there is of these kinds, with what was last seen; how many changes.

    The first start of an installation is one change, its deployment: the rest is what it began with.
    """
    for _ in range(5):
        try:
            async with store.write() as tx:
                return await _note(tx, facts, kinds)
        except (Collision, CommitUnknown, TryAgain):
            continue
    log.warning("changes_not_noted", items=len(facts))
    return 0


async def changes_between(tx: Tx, sealer: Sealer, since: int, until: int, limit: int = 50) -> list[Change]:
    """What changed from `since` up to and including `until` (microseconds), the latest first."""
    rows = await tx.fetch(
        "SELECT c.id, c.kind, c.subject, c.before, c.after, c.reason_sealed, c.at FROM changes c WHERE c.at >= :since"
        " AND c.at <= :until ORDER BY c.at DESC, c.id DESC LIMIT :most",
        {"since": since, "until": until, "most": limit},
    )
    return [
        Change(
            row["id"], Kind(row["kind"]), row["subject"], row["before"], row["after"] or None, row["at"], row["reason"]
        )
        for row in with_texts(sealer, "changes", rows, "reason")
    ]


async def _note(tx: Tx, facts: Sequence[Fact], kinds: Sequence[Kind]) -> int:
    await tx.fetch("SELECT i.id FROM installation i {lock i}")
    rows = await tx.fetch("SELECT k.kind, k.subject, k.mark FROM marks k")
    seen = {(row["kind"], row["subject"]): row["mark"] for row in rows if row["kind"] in kinds}
    now = {(fact.kind.value, fact.subject): fact.mark for fact in facts}
    differing = {subject: mark for subject, mark in now.items() if seen.get(subject) != mark}
    gone = sorted(set(seen) - set(now))
    await _keep(tx, differing, gone)
    told = [
        *((*subject, seen.get(subject), mark) for subject, mark in sorted(differing.items())),
        *((*subject, seen[subject], "") for subject in gone),
    ]
    if not rows:
        told = [row for row in told if row[0] == Kind.DEPLOYMENT]
    at = await tx.now()
    if told:
        await tx.execute(
            "INSERT INTO changes (id, kind, subject, before, after, at) SELECT r.id, r.kind, r.subject, r.before,"
            " r.after, r.at FROM {rows}",
            rows=Rows(_CHANGE, [(new_id(), *row, at) for row in told]),
        )
        log.info("changes_noted", items=len(told))
    return len(told)


async def _keep(tx: Tx, differing: Mapping[tuple[str, str], str], gone: Sequence[tuple[str, str]]) -> None:
    if differing:
        await tx.execute(
            "INSERT INTO marks (kind, subject, mark) SELECT r.kind, r.subject, r.mark FROM {rows} WHERE true"
            " ON CONFLICT (kind, subject) DO UPDATE SET mark = excluded.mark",
            rows=Rows("kind text, subject text, mark text", [(*subject, mark) for subject, mark in differing.items()]),
        )
    if gone:
        await tx.execute(
            "DELETE FROM marks WHERE (kind, subject) IN (SELECT r.kind, r.subject FROM {rows})",
            rows=Rows("kind text, subject text", gone),
        )
