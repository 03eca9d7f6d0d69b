"""Legal time: days are those of Baku."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context, day_over
from document_flow.people import Directory, Official
from document_flow.words import Words


def test_a_day_is_over_at_midnight_in_baku() -> None:
    assert day_over(date(2026, 12, 31)) == datetime(2026, 12, 31, 20, tzinfo=UTC)


def test_of_one_thing_is_told_by_the_names_of_its_first_act() -> None:
    ali = Official("ali", "Ali", Words("vəzifə", "position"), "law", frozenset())
    directory = Directory({"ali": ali}, former={"ali": ((10, "Alı"),)})
    context = Context(datetime(2026, 12, 31, tzinfo=UTC), WorkingCalendar(), directory)

    assert context.told_of([("ali", 5)]).directory.name("ali") == "Alı"
    assert context.told_of([("ali", 15)]).directory.name("ali") == "Ali"
    unchanged = replace(context, directory=Directory({"ali": ali}))
    assert unchanged.told_of([("ali", 5)]) is unchanged
