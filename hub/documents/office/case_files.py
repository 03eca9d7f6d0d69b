"""The volumes (cild) of the nomenclature's files: opened by the first document, closed by the registry.

A volume is named by the year of its plan, the file's index and its number, as in `2026/01-05/1`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from document_flow.nomenclature import Nomenclature
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.store.tx import Row, Tx

_NAME = re.compile(r"(?P<year>[0-9]{4})/(?P<file>[^/]{1,30})/(?P<volume>[0-9]{1,6})")
_COLUMNS = "name, plan_year, file, volume, closed, not_needed, destroyed_by"


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume as it stands; `closed` is a day, `not_needed` its unit's word, `destroyed_by` an act's number."""

    name: str
    plan_year: int
    file: str
    volume: str
    closed: str | None
    not_needed: str | None
    destroyed_by: str | None


def plan_of(plans: Mapping[int, Nomenclature], year: int) -> Nomenclature | None:
    """The plan of the year; where there is none yet, the last one before it."""
    return max((plan for plan in plans.values() if plan.year <= year), key=lambda plan: plan.year, default=None)


async def file_of(tx: Tx, plans: Mapping[int, Nomenclature], wanted: str, year: int) -> str | Refusal:
    """The open volume for what belongs to that year: by the file's index, or by a volume's own name."""
    named = _NAME.fullmatch(wanted)
    index = named["file"] if named else wanted
    plan = plans.get(int(named["year"])) if named else plan_of(plans, year)
    planned = (plan or Nomenclature("", year, {})).file(index)
    if plan is None or isinstance(planned, Refusal):
        return planned if isinstance(planned, Refusal) else _no_file(wanted)
    newest = await _newest(tx, plan.year, index)
    if newest is not None and newest.closed is None:
        return newest.name if named is None or newest.name == wanted else _closed(wanted)
    number = int(newest.volume) + 1 if newest is not None else 1
    name = f"{plan.year}/{index}/{number}"
    if named is not None and name != wanted:
        return _closed(wanted)
    await tx.execute(
        "INSERT INTO case_files (name, plan_year, file, volume, opened_at)"
        " VALUES (:name, :year, :file, :volume, hub_now()) ON CONFLICT (name) DO NOTHING",
        {"name": name, "year": plan.year, "file": index, "volume": str(number)},
    )
    return name


async def volumes(tx: Tx, year: int | None = None) -> tuple[Volume, ...]:
    """All volumes, or those of one year's plan, in the order of their names."""
    if year is None:
        rows = await tx.fetch(f"SELECT {_COLUMNS} FROM case_files ORDER BY name")
    else:
        rows = await tx.fetch(f"SELECT {_COLUMNS} FROM case_files WHERE plan_year = :y ORDER BY name", {"y": year})
    return tuple(map(_volume, rows))


async def close_volume(tx: Tx, name: str, day: str) -> bool:
    """Nothing more is put into it from that day on; false where there is no such open volume."""
    closed = await tx.execute(
        "UPDATE case_files SET closed = :day WHERE name = :name AND closed IS NULL", {"name": name, "day": day}
    )
    return closed > 0


async def say_not_needed(tx: Tx, name: str, word: str) -> bool:
    """Its unit needs it no more; false where there is no such closed volume."""
    said = await tx.execute(
        "UPDATE case_files SET not_needed = :word WHERE name = :name AND closed IS NOT NULL",
        {"name": name, "word": word},
    )
    return said > 0


async def _newest(tx: Tx, year: int, index: str) -> Volume | None:
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM case_files WHERE plan_year = :year AND file = :file", {"year": year, "file": index}
    )
    return max(map(_volume, rows), key=lambda each: int(each.volume), default=None)


def _volume(row: Row) -> Volume:
    return Volume(
        row["name"], row["plan_year"], row["file"], row["volume"], row["closed"], row["not_needed"], row["destroyed_by"]
    )


def _no_file(wanted: str) -> Refusal:
    shown = wanted[:60]
    return Refusal(
        "nomenclature.no_file",
        Words(f"nomenklaturada “{shown}” işi yoxdur", f"no file plan has the file {shown!r}"),
        "invalid",
    )


def _closed(wanted: str) -> Refusal:
    return Refusal(
        "documents.volume_closed",
        Words(f"“{wanted}” cildi açıq deyil: işin indeksini göstərin", f"volume {wanted} is not open: name the file"),
        "state",
    )
