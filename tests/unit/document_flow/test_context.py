"""Legal time: days are those of Baku."""

from __future__ import annotations

from datetime import UTC, date, datetime

from document_flow.context import day_over


def test_a_day_is_over_at_midnight_in_baku() -> None:
    assert day_over(date(2026, 12, 31)) == datetime(2026, 12, 31, 20, tzinfo=UTC)
