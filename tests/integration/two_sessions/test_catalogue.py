"""The catalogue against the code: a statement that is new, gone, or without its test is seen."""

from __future__ import annotations

from pathlib import Path

from tests.integration.two_sessions.catalogue import APART, PLAYED, TESTED, UNTESTED
from tests.integration.two_sessions.scanning import HUB, of_source, places, texts_of

HERE = Path(__file__).parent


def test_every_place_is_in_the_catalogue_once() -> None:
    named = [*TESTED, *PLAYED, *APART, *UNTESTED]

    assert places() == set(named)
    assert len(named) == len(set(named))


def test_every_test_of_the_catalogue_is_there() -> None:
    written = "".join(path.read_text() for path in HERE.glob("test_*.py"))

    assert [test for test in TESTED.values() if f"async def {test}(" not in written] == []


def test_a_pair_waits_at_a_statement_of_its_place() -> None:
    elsewhere = []
    for place, at in PLAYED.items():
        file, where = place.split(": ")
        if not any(at in text for text in texts_of((HUB / file).read_text(), where)):
            elsewhere.append((place, at))

    assert elsewhere == []


def test_a_new_statement_is_found_wherever_it_is_written() -> None:
    source = """
_SQL = "SELECT 1 {lock d}"
def once():
    "FOR UPDATE in a docstring is none"
    tail = f"SELECT {_SQL} {{share d}}"
class Store:
    async def put(self):
        await tx.execute("INSERT INTO t" " ON CONFLICT DO NOTHING")
"""

    assert of_source(source) == {"_SQL", "once", "Store.put"}
