"""Views are filled by name, and their types say how a thing is said."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Annotated

import pytest

from document_flow.people import Directory, Official
from hub.errors import Words
from hub.web.people import Reader, Who
from hub.web.views import Instant, Links, Parsed, Said, Sorted, View, from_, linked, named

TITLES = {"due": Words("növbədədir", "due")}


class Thing(View):
    title: Said
    seen_at: Instant | None = from_("at")
    state: str
    state_name: Annotated[str | None, named(TITLES.get)] = from_("state")
    marks: Sorted
    links: Annotated[Links, linked(self="/v1/things/{}")] = from_("id")


@dataclass(frozen=True)
class Stored:
    id: str
    title: Words | tuple[str, str]
    at: int | None
    state: str
    marks: frozenset[str]


STORED = Stored("a1", Words("Məktub", "Letter"), 1_000_000, "due", frozenset("ba"))


@pytest.mark.parametrize(("lang", "title", "state"), [("az", "Məktub", "növbədədir"), ("en", "Letter", "due")])
def test_a_value_is_said_in_the_readers_language(lang: str, title: str, state: str) -> None:
    found = Thing.of(STORED, lang)  # type: ignore[arg-type]

    assert found.model_dump() == {
        "title": title,
        "seen_at": "1970-01-01T00:00:01.000Z",
        "state": "due",
        "state_name": state,
        "marks": ["a", "b"],
        "links": {"self": "/v1/things/a1"},
    }


def test_what_is_not_there_stays_nothing_and_a_code_without_words_has_none() -> None:
    found = Thing.of(STORED, "az", at=None, state="other", title=("a", "b"))

    assert (found.seen_at, found.state_name, found.title) == (None, None, "a")


def test_words_without_a_reader_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="who is to read this"):
        Thing.of(STORED)


def test_a_databases_row_is_read_by_its_columns_and_what_is_joined_goes_before() -> None:
    class Counted(View):
        number: int
        arguments: Annotated[dict[str, int], Parsed]
        total: int = from_("sum.all")

    base = sqlite3.connect(":memory:")
    base.row_factory = sqlite3.Row
    row = base.execute("""SELECT 1 AS number, '{"a": 1}' AS arguments""").fetchone()
    base.close()

    found = Counted.of(row, sum={"all": 7}, number=2)

    assert found.model_dump() == {"number": 2, "arguments": {"a": 1}, "total": 7}


def test_a_person_is_shown_by_the_name_that_the_directory_has() -> None:
    class Signed(View):
        by: Who
        others: list[Who]

    directory = Directory({"ali": Official("ali", "Əli Vəliyev", Words("", ""), "unit", frozenset())})

    found = Signed.of({"by": "ali", "others": ("ali",)}, Reader("az", directory))

    assert (found.by.name, [each.login for each in found.others]) == ("Əli Vəliyev", ["ali"])


def test_the_schema_is_the_one_of_what_is_shown() -> None:
    shape = Thing.model_json_schema(mode="serialization")["properties"]

    assert shape["title"]["type"] == "string"
    assert "seen_at" in shape
    assert "at" not in shape
