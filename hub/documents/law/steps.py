"""One step of a decision table as it is written: the version's row, its place in the table's line, its leaf."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from document_flow.decisions.case_file import write_cases
from document_flow.decisions.dmn_writing import canonical
from document_flow.decisions.folder import cases_of, load, tables_in
from document_flow.decisions.refusal import Problem
from document_flow.decisions.versions import TableVersion, TableVersions
from hub.documents.law.table_repository import Kept, about_json, adoption_json
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.command_ledger import Entry, enter
from hub.store.ids import new_id
from hub.store.tx import Tx

_CHANGE = "name, number, version_id, kind, actor, detail, at"
_VERSION = (
    "id, name, number, hash, body, about, cases, proposed_by, created_at, status, valid_from, valid_to, adoption,"
    " adopted_by, adopted_at"
)
_Change = tuple[str, int, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that the rules allow: the version as it becomes, and what the log is to say of it beside that."""

    kind: str
    after: TableVersion
    facts: Mapping[str, str | int | None]
    cases: str | None = None
    """The test cases of a version that is new, as a file; None for one that is there already."""
    about: str = ""
    notes: tuple[Problem, ...] = ()


async def settle_tables(tx: Tx, *folders: Path) -> None:
    """Take over the versions of the tables in these folders that are not there yet, as they stand; for a sandbox.

    Samples are nobody's act, so they have no leaf in the log.
    """
    there = {(row["name"], row["number"]) for row in await tx.fetch("SELECT d.name, d.number FROM decision_tables d")}
    rows = await tx.fetch("SELECT c.name, max(c.number) AS newest FROM decision_changes c GROUP BY c.name")
    newest = Counter({row["name"]: row["newest"] for row in rows})
    now = await tx.now()
    changes: list[_Change] = []
    versions: list[tuple[object, ...]] = []
    for place in (each for folder in folders for each in tables_in(folder)):
        made = _sample(place)
        for version in made.versions:
            if (made.id, version.number) in there:
                continue
            newest[made.id] += 1
            id_, about = new_id(), about_json(made.title, version.act, version.table.labels)
            changes.append((made.id, newest[made.id], id_, "settled", version.authors[0], "{}", now))
            versions.append(_row(id_, made.id, version, about, _cases(place, version.number), now))
    await tx.write_all(("decision_changes", _CHANGE, changes), ("decision_tables", _VERSION, versions))


@cache
def _sample(folder: Path) -> TableVersions:
    """A sandbox's tables come with the code: they are read once a process."""
    return load(folder)


@cache
def _cases(folder: Path, number: int) -> str:
    return write_cases(cases_of(_sample(folder), number))


async def write_step(tx: Tx, kept: Kept, step: Step, hand: tuple[str, str | None, str | None]) -> None:
    """One step: the version's row, the step's row, its leaf. A Collision says that somebody else took it.

    `hand` is who took it, and its key and content; without a key there is no leaf.
    """
    now, after, (who, key, content) = await tx.now(), step.after, hand
    version = new_id() if step.cases is not None else kept.stored[after.number].id
    detail = json.dumps({name: value for name, value in step.facts.items() if value is not None}, sort_keys=True)
    change: _Change = (kept.name, kept.revision + 1, version, step.kind, who, detail, now)
    await tx.insert("decision_changes", _CHANGE, [change])
    if step.cases is not None:
        await tx.insert("decision_tables", _VERSION, [_row(version, kept.name, after, step.about, step.cases, now)])
    else:
        await tx.many(
            "UPDATE decision_tables SET status = $2, valid_from = $3, valid_to = $4, adoption = $5, adopted_by = $6,"
            " adopted_at = coalesce(adopted_at, $7) WHERE id = $1",
            [(version, *_standing(after, now))],
        )
    if key is not None and content is not None:
        await enter(tx, [Entry(key, content, who, version, kept.revision + 1)], now)
        leaf = make_leaf(
            f"decision.{step.kind}",
            version,
            now,
            table=kept.name,
            version=after.number,
            sha256=after.sha256,
            **step.facts,
        )
        await write_leaves(tx, [leaf])


def _row(id_: str, name: str, version: TableVersion, about: str, cases: str, now: int) -> tuple[object, ...]:
    """A new version, as _VERSION names its columns."""
    body, authors = canonical(version.table), " ".join(version.authors)
    told = (id_, name, version.number, version.sha256, body, about, cases, authors, now)
    return (*told, *_standing(version, now))


def _standing(version: TableVersion, now: int) -> tuple[object, ...]:
    """What may change in a version's row."""
    second, adopted_at = (version.adoption.second, now) if version.adoption else (None, None)
    days = (iso(version.valid_from), iso(version.valid_to))
    return (version.status, *days, adoption_json(version.adoption), second, adopted_at)


def iso(day: date | None) -> str | None:
    """The day as the store keeps it."""
    return day.isoformat() if day else None
