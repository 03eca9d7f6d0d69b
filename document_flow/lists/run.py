"""A run (gedişat): what all lists of one programme and period are cut by. It is fixed once and never changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal
from uuid import UUID, uuid5

from document_flow.lists.refusals import refusal
from document_flow.outcome import Refusal

RunKind = Literal["regular", "correction", "arrears"]
"""Regular is the period's own; a correction has signed differences to what was issued, arrears what earlier periods
still owe.
"""
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?")


def is_within(day: date, period: str) -> bool:
    """Whether a day is of the period: of the month 2026-03, the quarter 2026-Q1, the year 2026."""
    return period in (f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRun:
    """One run. `id` is a UUID, `period` a month (2026-03), a quarter (2026-Q1) or a year (2026).

    `legal_day` is the day whose law and rights it lists, `known_at` the moment up to which the register's knowledge
    counts; whoever reads waits until every transaction begun before it has ended. `tables` are the SHA-256 of its
    decision tables by name. `parties` all approve each list: groups of the directory.
    """

    id: str
    programme: str
    period: str
    kind: RunKind
    legal_day: date
    known_at: datetime
    tables: Mapping[str, str]
    parties: tuple[str, ...]

    @property
    def slot(self) -> str:
        """What its first issued list takes, and no other run can: the period, of a regular one.

        A store keeps it unique, so that two runs never issue side by side.
        """
        return f"{self.programme}:{self.period}" if self.kind == "regular" else self.id

    def unsound(self, now: datetime) -> Refusal | None:
        """Why nothing can be cut by it."""
        if not _PERIOD.fullmatch(self.period):
            return refusal("lists.period", period=self.period)
        if self.known_at > now:
            return refusal("lists.not_known_yet", moment=self.known_at.isoformat())
        if not self.parties or len(set(self.parties)) < len(self.parties):
            return refusal("lists.parties", parties=", ".join(self.parties) or "–")
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One list of a run: of an origin district and a place of settlement, by their codes.

    `starts` are the persons with whom its chunks begin, the first one empty: together they leave nobody out.
    """

    run: ListRun
    origin: str
    settlement: str
    starts: tuple[str, ...] = ("",)

    @property
    def list_id(self) -> str:
        """The same whoever asks, however often."""
        return str(uuid5(UUID(self.run.id), f"{self.origin}\n{self.settlement}"))

    @property
    def is_whole(self) -> bool:
        """Whether the chunks follow each other from the first person to the last."""
        return self.starts[:1] == ("",) and all(left < right for left, right in pairwise(self.starts))


NO_CUT = Cut(
    run=ListRun(
        id="",
        programme="",
        period="",
        kind="regular",
        legal_day=date.min,
        known_at=datetime.min.replace(tzinfo=UTC),
        tables={},
        parties=(),
    ),
    origin="",
    settlement="",
)
"""Before a list is cut."""
