"""Rows for the reports on execution, by indexes that follow each question: never by reading the documents.

What is not executed and what was executed since a day are ranges of one index, however many were executed before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from document_flow.reports import TaskRow
from hub.store.legal_time import NO_DUE
from hub.store.tx import Row, Tx

_COLUMNS = "document_id, unit, executor, given, due, executed, controlled, extensions"


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to the day before `after`."""

    first: date
    after: date

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """A whole month."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))


async def controlled_in(tx: Tx, period: Period) -> tuple[TaskRow, ...]:
    """Resolutions under control that were open at some moment of the period."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM resolutions WHERE controlled = 1 AND executed >= :first AND given < :after",
        {"first": period.first.isoformat(), "after": period.after.isoformat()},
    )
    return _rows(rows)


async def late_on(tx: Tx, day: date) -> tuple[TaskRow, ...]:
    """Resolutions whose last day had passed, unexecuted, on that day."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM resolutions WHERE executed > :day AND due < :day AND given <= :day",
        {"day": day.isoformat()},
    )
    return _rows(rows)


async def executed_in(tx: Tx, period: Period) -> tuple[TaskRow, ...]:
    """Resolutions that were executed in the period."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM resolutions WHERE executed >= :first AND executed < :after",
        {"first": period.first.isoformat(), "after": period.after.isoformat()},
    )
    return _rows(rows)


def _rows(rows: Sequence[Row]) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(
            document=row["document_id"],
            unit=row["unit"],
            executor=row["executor"],
            given=date.fromisoformat(row["given"]),
            due=_day(row["due"]),
            executed=_day(row["executed"]),
            controlled=bool(row["controlled"]),
            extensions=row["extensions"],
        )
        for row in rows
    )


def _day(text: str) -> date | None:
    return None if text == NO_DUE else date.fromisoformat(text)
