"""Who receives citizens when: the body's sheet, and the days that follow."""

from __future__ import annotations

from datetime import date

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.receptions import days_ahead, hours_on, load_receptions
from document_flow.sheet import SheetRefused
from hub.documents.office.body import SAMPLES

SHEET = """receptions:
  - {official: fuad, weekday: 5, begins: "10:00", minutes: 15, places: 8}
  - {official: elcin, weekday: 3, begins: "11:50", minutes: 20, places: 2}
"""
FRIDAY = date(2026, 11, 27)


def test_places_follow_each_other_from_the_hour_on() -> None:
    rules = load_receptions(SHEET)
    found = hours_on(rules, "elcin", date(2026, 11, 25))

    assert found is not None
    assert [found.at(slot) for slot in (1, 2)] == ["11:50", "12:10"]
    assert hours_on(rules, "elcin", FRIDAY) is None


def test_days_ahead_are_working_ones_and_today_is_among_them() -> None:
    days = days_ahead(load_receptions(SHEET), "fuad", FRIDAY, WorkingCalendar())

    assert days[:2] == (FRIDAY, date(2026, 12, 4))
    assert days_ahead(load_receptions(SHEET), "nobody", FRIDAY, WorkingCalendar()) == ()


def test_the_sample_can_be_read() -> None:
    assert load_receptions((SAMPLES / "receptions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("wrong", "said"), [("25:00", "no time"), ("səhər", "no time")])
def test_what_is_no_time_is_refused_in_words(wrong: str, said: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        load_receptions(SHEET.replace("10:00", wrong))

    assert said in str(refused.value)
