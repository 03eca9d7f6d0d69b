"""A class name stands once in a room and says what it is; words that were given up do not come back."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from hub.store.schema import metadata

ROOT = Path(__file__).parents[2]
ROOMS = tuple(
    sorted(
        str(folder.relative_to(ROOT))
        for place in ("hub", "document_flow", "connectors", "connectors/agencies")
        for folder in (ROOT / place).iterdir()
        if folder.is_dir() and list(folder.glob("*.py"))
    )
)
ROOMS += ("mappings", "routes")
"""A folder below `hub`, below a package of several rooms, and each agency's; and two packages that are one room."""
PACKAGES = ("hub", "document_flow", "connectors", "mappings", "routes", "tests")
CLASS = re.compile(r"^ *class (\w+)[(:\[]", re.MULTILINE)
GIVEN_UP = re.compile(
    r"Makeup|Means$|Wiring|Ground$|Shelf|Lawbook|Rung|Walk|Cast$|Pulse|Glance|Lookout|Facing|Scene"
    r"|Break(?!er|down)|Courtesy|Resting|^_?(?:Rest|Asked|Line|Wanted|Shown)$"
)
"""What they are called now: fingerprint, dependencies, repository, timer, step, seed, cache, view model; maintenance,
suspension and what is at stake. Who asks for what stands in the name: `WantedReplay`, `HistoryLine`.
"""
GIVEN_UP_MODULES = re.compile(
    r"makeup|means|wiring|ground|shelf|lawbook|rungs?|walk|walking|cast|pulse|glance|lookout|facing|scenes?"
    r"|courtesy|resting|asked|wanted|shown"
)
STAY = {
    "RestingView": "a schema of the API by its name, which callers generate their classes from",
    "RestingLineView": "likewise",
}
"""`rests` stays as a field of the API and of what the register is told: stored bytes and callers know it. `Instruct` is
what a bank is told, no resolution; `Covered` is what a signature covers, nothing masked. REST is a protocol.
"""
GIVEN_UP_COLUMNS = re.compile(r"breaks?|courtesy|rests?|resting|rung")
"""Of tables and columns, by words: maintenance windows and timers."""


def files_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@cache
def classes_of(room: str) -> list[str]:
    return [name for file in files_of(room) for name in CLASS.findall(file.read_text("utf-8"))]


@pytest.mark.parametrize("room", ROOMS)
def test_a_class_name_stands_once_in_a_room(room: str) -> None:
    assert [name for name, count in Counter(classes_of(room)).items() if count > 1] == []


@pytest.mark.parametrize("room", PACKAGES)
def test_no_class_has_a_name_that_was_given_up(room: str) -> None:
    assert [name for name in classes_of(room) if GIVEN_UP.search(name) and name not in STAY] == []


@pytest.mark.parametrize("room", PACKAGES)
def test_no_module_has_a_name_that_was_given_up(room: str) -> None:
    words = [(file, word) for file in files_of(room) for word in file.stem.split("_")]

    assert [str(file.relative_to(ROOT)) for file, word in words if GIVEN_UP_MODULES.fullmatch(word)] == []


def test_a_name_that_stays_is_still_there() -> None:
    assert set(STAY) - {name for room in PACKAGES for name in classes_of(room)} == set()


def test_no_table_or_column_has_a_name_that_was_given_up() -> None:
    names = {table.name for table in metadata.tables.values()} | {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c
    }
    assert len(names) > 500
    assert [name for name in sorted(names) if any(map(GIVEN_UP_COLUMNS.fullmatch, re.split(r"[._]", name)))] == []


@pytest.mark.parametrize("name", ["Means", "PathShelf", "TablePulse", "Lawbook", "Resting", "_Line", "Asked"])
def test_a_word_that_was_given_up_is_found_in_a_name(name: str) -> None:
    assert GIVEN_UP.search(name)


@pytest.mark.parametrize("name", ["Broadcast", "Background", "Meanwhile", "Breaker", "RestCaller", "HistoryLine"])
def test_a_word_that_only_ends_or_begins_like_one_is_left_alone(name: str) -> None:
    assert not GIVEN_UP.search(name)
