"""One step of a decision table as it is written: the version's row, its place in the table's line, its leaf."""

from __future__ import annotations

import json
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
from hub.documents.law.table_repository import Kept, TableRepository, about_json, adoption_json
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.command_ledger import Entry, enter
from hub.store.ids import new_id
from hub.store.tx import Tx


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


async def settle_tables(tx: Tx, folder: Path) -> None:
    """Take over the versions of the tables in a folder that are not there yet, as they stand; for a sandbox."""
    lawbook = TableRepository()
    for place in tables_in(folder):
        made = _sample(place)
        kept = await lawbook.table(tx, made.id) or Kept(TableVersions(made.id, made.title), 0, {})
        for version in made.versions:
            if version.number in kept.stored:
                continue
            about = about_json(made.title, version.act, version.table.labels)
            step = Step("settled", version, {}, _cases(place, version.number), about)
            await write_step(tx, kept, step, (version.authors[0], None, None))
            kept = Kept(kept.versions, kept.revision + 1, kept.stored)


@cache
def _sample(folder: Path) -> TableVersions:
    """A sandbox's tables come with the code: they are read once a process."""
    return load(folder)


@cache
def _cases(folder: Path, number: int) -> str:
    return write_cases(cases_of(_sample(folder), number))


async def write_step(tx: Tx, kept: Kept, step: Step, hand: tuple[str, str | None, str | None]) -> None:
    """One step: the version's row, the step's row, its leaf. A Collision says that somebody else took it.

    `hand` is who took it, and its key and content; samples are settled without a key, and are nobody's act in the log.
    """
    now, after, (who, key, content) = await tx.now(), step.after, hand
    version = new_id() if step.cases is not None else kept.stored[after.number].id
    detail = json.dumps({name: value for name, value in step.facts.items() if value is not None}, sort_keys=True)
    await tx.insert(
        "decision_changes",
        "name, number, version_id, kind, actor, detail, at",
        [(kept.name, kept.revision + 1, version, step.kind, who, detail, now)],
    )
    standing = (after.status, iso(after.valid_from), iso(after.valid_to), adoption_json(after.adoption))
    second, adopted_at = (after.adoption.second, now) if after.adoption else (None, None)
    if step.cases is not None:
        await tx.insert(
            "decision_tables",
            "id, name, number, hash, body, about, cases, proposed_by, created_at, status, valid_from, valid_to,"
            " adoption, adopted_by, adopted_at",
            [
                (
                    version,
                    kept.name,
                    after.number,
                    after.sha256,
                    canonical(after.table),
                    step.about,
                    step.cases,
                    " ".join(after.authors),
                    now,
                    *standing,
                    second,
                    adopted_at,
                )
            ],
        )
    else:
        await tx.many(
            "UPDATE decision_tables SET status = $2, valid_from = $3, valid_to = $4, adoption = $5, adopted_by = $6,"
            " adopted_at = coalesce(adopted_at, $7) WHERE id = $1",
            [(version, *standing, second, adopted_at)],
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


def iso(day: date | None) -> str | None:
    """The day as the store keeps it."""
    return day.isoformat() if day else None
