"""The decision tables of the installation, by name: every version kept for ever, the law of a day found among them.

A version's table is kept as its canonical DMN under its SHA-256; it is read once in a process and remembered, since it
never changes. What stands beside it (status, days, signatures) is read each time, so all processes decide alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from document_flow.decisions.case_file import read_cases
from document_flow.decisions.dmn import read_dmn
from document_flow.decisions.table import Table
from document_flow.decisions.versions import Act, Adoption, Status, TableVersion, TableVersions
from document_flow.words import Words
from hub.store.tx import Row, Tx

_COLUMNS = (
    "id, name, number, hash, status, valid_from, valid_to, about, cases, proposed_by, adoption, created_at, adopted_at"
)
_STATUSES: dict[str, Status] = {
    "draft": "draft",
    "adopted": "adopted",
    "in_force": "in_force",
    "repealed": "repealed",
}


class TableDamaged(Exception):
    """What is stored under a version's hash is another table: somebody has changed the database by hand."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store knows of a version beside the law in it: its id, its test cases as a file, and when it came."""

    id: str
    cases: str
    created_at: int
    adopted_at: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A table's versions as they stand. `revision` counts the steps they took; a command names the one it has seen."""

    versions: TableVersions
    revision: int
    stored: Mapping[int, Stored]

    @property
    def name(self) -> str:
        """The table's id."""
        return self.versions.id

    def with_cases(self, number: int) -> TableVersions:
        """The versions with the test cases of one of them, which are read only when they are to be met."""
        found = read_cases(self.stored[number].cases) if number in self.stored else ()
        return replace(self.versions, cases=tuple(replace(case, version=number) for case in found))


async def steps_of(tx: Tx, version: str) -> list[tuple[str, int]]:
    """Who took a step with a version, and when, the first first."""
    sql = "SELECT actor, at FROM decision_changes WHERE version_id = :id ORDER BY number"
    return [(row["actor"], row["at"]) for row in await tx.fetch(sql, {"id": version})]


class TableRepository:
    """Finds tables."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Table] = {}

    async def table(self, tx: Tx, name: str) -> Kept | None:
        """The table of that name with all its versions."""
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM decision_tables WHERE name = :name ORDER BY number", {"name": name}
        )
        return await self._kept(tx, rows) if rows else None

    async def tables(self, tx: Tx) -> list[Kept]:
        """All tables, by their names."""
        rows = await tx.fetch(f"SELECT {_COLUMNS} FROM decision_tables ORDER BY name, number")
        return [await self._kept(tx, list(group)) for _, group in groupby(rows, key=lambda row: row["name"])]

    async def _kept(self, tx: Tx, rows: Sequence[Row]) -> Kept:
        name = rows[0]["name"]
        steps = await tx.fetch("SELECT max(number) AS newest FROM decision_changes WHERE name = :name", {"name": name})
        versions = [await self._version(tx, row) for row in rows]
        title = _words(json.loads(rows[-1]["about"])["title"])
        return Kept(
            TableVersions(name, title, tuple(versions)),
            steps[0]["newest"] or 0,
            {row["number"]: Stored(row["id"], row["cases"], row["created_at"], row["adopted_at"]) for row in rows},
        )

    async def _version(self, tx: Tx, row: Row) -> TableVersion:
        about = json.loads(row["about"])
        return TableVersion(
            row["number"],
            await self._table(tx, row, about),
            _act(about["act"]),
            tuple(row["proposed_by"].split()),
            _STATUSES[row["status"]],
            _adoption(row["adoption"]),
            _day(row["valid_from"]),
            _day(row["valid_to"]),
        )

    async def _table(self, tx: Tx, row: Row, about: Mapping[str, Any]) -> Table:
        """Its logic by the hash, its labels by the version."""
        key = row["hash"], json.dumps(about["labels"], sort_keys=True)
        if key not in self._known:
            found = await tx.fetch("SELECT body FROM decision_tables WHERE id = :id", {"id": row["id"]})
            labels = {fact: _words(label) for fact, label in about["labels"].items()}
            made, sha256 = _read(bytes(found[0]["body"]))
            if sha256 != row["hash"]:
                raise TableDamaged(f"{row['name']} {row['number']}: {row['hash']}")
            self._known[key] = replace(made, labels=labels)
        return self._known[key]


@lru_cache(maxsize=1024)
def _read(body: bytes) -> tuple[Table, str]:
    """The table of these bytes and what its canonical bytes hash to, the same for every installation of a process."""
    made = read_dmn(body)
    return made, TableVersion(0, made, _NO_ACT, ()).sha256


def about_json(title: Words, act: Act, labels: Mapping[str, Words]) -> str:
    """What people call the table and its facts, and the act behind the version."""
    stated = {
        "title": _both(title),
        "act": {"id": act.id, "title": _both(act.title), "day": act.day.isoformat() if act.day else None},
        "labels": {name: _both(label) for name, label in labels.items()},
    }
    return json.dumps(stated, ensure_ascii=False, sort_keys=True)


def adoption_json(adoption: Adoption | None) -> str | None:
    """The second person's yes."""
    if adoption is None:
        return None
    stated = {
        "second": adoption.second,
        "adopted_by": adoption.adopted_by,
        "day": adoption.day.isoformat(),
        "replay": adoption.replay,
        "signature": adoption.signature,
    }
    return json.dumps(stated, ensure_ascii=False, sort_keys=True)


_NO_ACT = Act("", Words("", ""))


def _act(stated: Mapping[str, Any]) -> Act:
    return Act(stated["id"], _words(stated["title"]), _day(stated["day"]))


def _adoption(text: str | None) -> Adoption | None:
    if text is None:
        return None
    stated = json.loads(text)
    day = date.fromisoformat(stated["day"])
    return Adoption(stated["second"], stated["adopted_by"], day, stated["replay"], stated["signature"])


def _both(words: Words) -> dict[str, str]:
    return {"az": words.az, "en": words.en}


def _words(stated: Mapping[str, str]) -> Words:
    return Words(stated["az"], stated["en"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
