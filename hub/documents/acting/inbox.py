"""What waits for a person: one row a task, written with the event that made it, so a list is one indexed read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.store.legal_time import NO_DUE
from hub.store.sealing import Sealer
from hub.store.tx import Rows, Tx

_IS_THEIRS = (
    "NOT EXISTS (SELECT 1 FROM document_barred b WHERE b.login = :eyes AND b.document_id = i.document_id)"
    " AND (i.login = :eyes OR (i.task <> 'acquaint' AND NOT EXISTS (SELECT 1 FROM inbox o WHERE o.login = :eyes"
    " AND o.document_id = i.document_id AND o.task = i.task AND o.due <= i.due)))"
)
"""A pool's task that is about whoever looks is not theirs, nor counted for them. Nor is another's that nobody does for
another, or that is the person's own too: one visa suffices, and both may be given at the document."""
_OF_ONE = (
    "SELECT * FROM (SELECT i.login, i.document_id, i.task, i.due, i.since FROM inbox i"
    " WHERE i.login = (SELECT r.login FROM {rows} WHERE r.number = %d)"
    f" AND (i.due, i.document_id, i.task, i.login) > (:due, :document, :task, :whom) AND {_IS_THEIRS}"
    " ORDER BY i.due, i.document_id, i.task LIMIT :most) AS of_%d"
)
"""The first tasks of one actor: as many entries of the index are read, however many tasks a pool has."""
_LIST = (
    "SELECT f.login, f.document_id, f.task, f.due, f.since, d.kind, d.status, d.access, d.reg_no, d.version,"
    " d.state_sealed FROM (SELECT * FROM (%s) AS e ORDER BY e.due, e.document_id, e.task, e.login LIMIT :most) AS f"
    " JOIN documents d ON d.id = f.document_id ORDER BY f.due, f.document_id, f.task, f.login"
)
POOL = "@"
"""Before a role's name: a task for whoever of the role takes it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `for_whom` is a login, another's whose stand-in one is, or `@role`; `due` is a day or None."""

    for_whom: str
    document: str
    task: str
    due: str | None
    since: int
    kind: str
    status: str
    access: str
    reg_no: str | None
    version: int
    state: bytes


@dataclass(frozen=True, slots=True)
class Cursor:
    """The task that ended a page of an inbox; two may be of one document."""

    due: str = ""
    document: str = "0" * 32
    task: str = ""
    for_whom: str = ""


async def tasks_of(tx: Tx, sealer: Sealer, actors: Sequence[str], after: Cursor, most: int) -> tuple[Task, ...]:
    """The tasks of these logins and pools, what is due first in front. The first of the actors is who looks."""
    logins = tuple(dict.fromkeys(actors))
    rows = await tx.fetch(
        _LIST % " UNION ALL ".join(_OF_ONE % (number, number) for number in range(len(logins))),
        {
            "due": after.due,
            "document": after.document,
            "task": after.task,
            "whom": after.for_whom,
            "most": most,
            "eyes": actors[0],
        },
        Rows("login text, number int", [(login, number) for number, login in enumerate(logins)]),
    )
    return tuple(
        Task(
            row["login"],
            row["document_id"],
            row["task"],
            None if row["due"] == NO_DUE else row["due"],
            row["since"],
            row["kind"],
            row["status"],
            row["access"],
            row["reg_no"],
            row["version"],
            sealer.unseal("documents.state", row["document_id"], row["state_sealed"], row["version"]),
        )
        for row in rows
    )


async def counts_of(tx: Tx, actors: Sequence[str], today: str) -> tuple[int, int]:
    """How many tasks wait for these logins and pools, and how many of them are overdue. Actors as of `tasks_of`."""
    found = await tx.fetch(
        "SELECT count(*) AS n, coalesce(sum(CASE WHEN i.due < :today THEN 1 ELSE 0 END), 0) AS late"
        f" FROM {{rows}} JOIN inbox i ON i.login = r.login WHERE {_IS_THEIRS}",
        {"today": today, "eyes": actors[0]},
        Rows("login text", [(actor,) for actor in dict.fromkeys(actors)]),
    )
    return found[0]["n"], found[0]["late"]


async def counts_by_term(tx: Tx, actors: Sequence[str], today: str, week: str) -> dict[str, int]:
    """How many of them are overdue, due today, due until the day `week`, later, and without a term."""
    found = await tx.fetch(
        "SELECT CASE WHEN i.due < :today THEN 'overdue' WHEN i.due = :today THEN 'today'"
        " WHEN i.due <= :week THEN 'week' WHEN i.due < :none THEN 'later' ELSE 'none' END AS term, count(*) AS n"
        f" FROM {{rows}} JOIN inbox i ON i.login = r.login WHERE {_IS_THEIRS} GROUP BY 1",
        {"today": today, "week": week, "none": NO_DUE, "eyes": actors[0]},
        Rows("login text", [(actor,) for actor in dict.fromkeys(actors)]),
    )
    return dict.fromkeys(("overdue", "today", "week", "later", "none"), 0) | {row["term"]: row["n"] for row in found}
