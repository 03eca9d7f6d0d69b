"""The Cabinet of Ministers' yearly decision as a sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from document_flow.calendar import WorkingCalendar, load_overrides
from document_flow.sheet import SheetRefused

SHEETS = Path(__file__).parent / "sheets"
SAMPLE = Path(__file__).parents[4] / "document_flow" / "samples" / "calendar_2026.yaml"


def test_the_sample_moves_a_working_day_to_a_saturday() -> None:
    calendar = WorkingCalendar(load_overrides(SAMPLE.read_text(encoding="utf-8")))

    assert calendar.is_working(date(2026, 5, 30))
    assert not calendar.is_working(date(2026, 5, 26))
    assert calendar.why(date(2026, 5, 26)).en.startswith("day off exchanged with 30 May (NÜMUNƏ")
    moved = calendar.moved_by(date(2026, 5, 26))
    assert moved is not None
    assert not moved.working
    assert calendar.moved_by(date(2026, 5, 25)) is None


def test_all_problems_are_told_at_once_with_their_lines() -> None:
    with pytest.raises(SheetRefused) as refused:
        load_overrides((SHEETS / "wrong.yaml").read_text(encoding="utf-8"))

    assert refused.value.code == "calendar.refused"
    assert [(each.line, each.place, each.words.en) for each in refused.value.problems] == [
        (2, "act", "expected a text, in quotes where it looks like a number"),
        (4, "days[1].day", "the day is not of the year 2026"),
        (6, "days[1].reason.en", "this key is missing, add it"),
        (7, "days[2].working", "this key is missing, add it"),
        (9, "days[3].day", "this day stands twice"),
        (10, "days[3].working", "expected true or false"),
        (12, "days[4].day", "expected a day as yyyy-mm-dd"),
    ]
