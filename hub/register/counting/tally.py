"""A counted question and its count: what is asked, what each adds, the table that comes of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from hub.bodies import Body
from hub.errors import Refused, Words
from hub.register.counting.dimensions import CountSheet, Dimension, Unit, count_sheet
from hub.register.counting.hiding import hidden, with_totals

UNKNOWN: Final = "?"
Counted = Literal["persons", "families"]
_Code = Annotated[str, Field(min_length=1, max_length=60)]


class CountQuestion(Body):
    """What is counted, of which groups, by which one or two dimensions, as of which day."""

    counted: Counted = "families"
    by: Annotated[tuple[_Code, ...], Field(min_length=1, max_length=2)]
    only: dict[_Code, Annotated[tuple[_Code, ...], Field(min_length=1, max_length=100)]] = Field(
        default_factory=dict, max_length=12
    )
    day: date

    def checked(self, today: date) -> CountQuestion:
        """Itself; Refused where it names what cannot be counted by."""
        known = count_sheet().dimensions
        if not known.keys() >= {*self.by, *self.only} or len(set(self.by)) < len(self.by):
            raise _refused("by", {code: each.title for code, each in known.items()})
        for name, codes in self.only.items():
            if not known[name].codes >= set(codes):
                raise _refused("only", known[name].names())
        if self.day > today:
            raise Refused("counts.future", _FUTURE, status=422, place="day")
        return self

    def tells_with(self, earlier: CountQuestion, apart_days: int) -> bool:
        """Whether its table beside the earlier one may tell what either hides: the same breakdown of the same thing,
        and one value of a filter, or the day by fewer than `apart_days`, is another.
        """
        if self.counted != earlier.counted or {*self.by} != {*earlier.by}:
            return False
        others = len(self._filter ^ earlier._filter)
        return (others, self.day == earlier.day) == (1, True) or (
            others == 0 and 0 < abs((self.day - earlier.day).days) < apart_days
        )

    @property
    def _filter(self) -> frozenset[tuple[str, str]]:
        return frozenset((name, code) for name, codes in self.only.items() for code in codes)

    @property
    def kinds(self) -> frozenset[str]:
        """Of which kinds of entities it reads beside the one that is counted."""
        known = count_sheet().dimensions
        return frozenset[str]().union(*(known[name].kinds for name in (*self.by, *self.only)))


@dataclass(slots=True)
class Tally:
    """What was counted so far: by the groups of the breakdown, which of whom it is not known whether they belong, by
    dimension, and who was left out, by reason. `read` are all that were looked at.
    """

    cells: Counter[tuple[str, ...]] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    read: int = 0

    def add(self, question: CountQuestion, units: Sequence[Unit], left_out: Mapping[str, int]) -> None:
        """Count these too."""
        known = count_sheet().dimensions
        only = [(known[name], frozenset(codes)) for name, codes in question.only.items()]
        by = [known[name] for name in question.by]
        for unit in units:
            self._count(unit, only, by, question.day)
        self.left_out.update(left_out)
        self.read += len(units) + sum(left_out.values())

    def _count(
        self, unit: Unit, only: Sequence[tuple[Dimension, frozenset[str]]], by: Sequence[Dimension], day: date
    ) -> None:
        groups = [(each.name, each.group(unit, day), wanted) for each, wanted in only]
        if any(found is not None and found not in wanted for _, found, wanted in groups):
            return
        unsure = next((name for name, found, _ in groups if found is None), None)
        if unsure is not None:
            self.unsure[unsure] += 1
        else:
            self.cells[tuple(each.group(unit, day) or UNKNOWN for each in by)] += 1


@dataclass(frozen=True, slots=True)
class CountTable:
    """What is shown: rows and columns by code with their names, and the figures with their totals.

    None is a figure that is not shown. `unsure` are those of whom it is not known whether they belong, by dimension.
    """

    rows: Sequence[tuple[str, Words]]
    columns: Sequence[tuple[str, Words]]
    figures: Sequence[Sequence[int | None]]
    unsure: Mapping[str, int | None]
    least: int
    is_assumed: bool

    @property
    def total(self) -> int | None:
        """All of them."""
        return self.figures[-1][-1]

    @property
    def hides(self) -> bool:
        """Whether something is not shown."""
        return any(each is None for row in (*self.figures, tuple(self.unsure.values())) for each in row)


def table_of(question: CountQuestion, tally: Tally, sheet: CountSheet | None = None) -> CountTable:
    """The table as it may be shown."""
    sheet = sheet or count_sheet()
    dimensions = [sheet.dimensions[name] for name in question.by]
    rows = _heads(dimensions[0], {key[0] for key in tally.cells})
    columns = _heads(dimensions[1], {key[1] for key in tally.cells}) if len(dimensions) > 1 else [("", ALL)]
    plain = [[tally.cells[_key(row, column)] for column, _ in columns] for row, _ in rows]
    counted = with_totals(plain) if plain else [[0]]
    not_shown = hidden(counted, sheet.least)
    figures = [
        [None if (at, across) in not_shown else value for across, value in enumerate(row)]
        for at, row in enumerate(counted)
    ]
    unsure = {name: count if count >= sheet.least else None for name, count in tally.unsure.items()}
    return CountTable(rows, columns, figures, unsure, sheet.least, sheet.is_assumed)


def _key(row: str, column: str) -> tuple[str, ...]:
    return (row, column) if column else (row,)


def _heads(dimension: Dimension, found: set[str]) -> list[tuple[str, Words]]:
    """The groups that somebody is in, in their order; at the end those of whom it is not known."""
    heads = [(code, name) for code, name in dimension.names().items() if code in found]
    return [*heads, (UNKNOWN, NOT_KNOWN)] if UNKNOWN in found else heads


def _refused(place: str, known: Mapping[str, Words]) -> Refused:
    """What was sent is not repeated: it may be anything. What it may be is said as pages say it, with its code."""
    each = list(known.items())[:30]
    az = ", ".join(f"{title.az} ({code})" for code, title in each)
    en = ", ".join(f"{title.en} ({code})" for code, title in each)
    words = Words(f"Ola bilər, hər biri bir dəfə: {az}.", f"It may be, each once: {en}.")
    return Refused("counts.unknown", words, status=422, place=place)


ALL: Final = Words("cəmi", "total")
NOT_KNOWN: Final = Words("məlum deyil", "not known")
_FUTURE = Words(
    "Gələcək gün üçün say yoxdur: bu günü və ya keçmiş günü seçin.",
    "There is no count of a day to come: choose today or a day that has passed.",
)
