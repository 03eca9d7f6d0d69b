"""Which figures of a table are not shown, so that no small one can be found out from the others. Pure.

Small is more than none and fewer than `least`. A small figure that is hidden alone follows from its totals by
subtraction. So each stands with others that are hidden too, chosen so that everything shown agrees with the small one
being one fewer, and with it being `least`: a rectangle of two rows and two columns, of totals too; in a table of one
column two figures. Of those that will do it is the one with the fewest people in it. What cannot be protected so is
hidden altogether.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

Cell = tuple[int, int]
Cells = Sequence[Sequence[int]]


def with_totals(rows: Cells) -> list[list[int]]:
    """The table with a last row of totals and, of several columns, a last column."""
    wide = [[*row, sum(row)] if len(row) > 1 else list(row) for row in rows]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)]]


def hidden(table: Cells, least: int) -> frozenset[Cell]:
    """Row and column of what is not shown of a table with its totals."""
    everything = frozenset(product(range(len(table)), range(len(table[0]) if table else 0)))
    small = sorted(each for each in everything if 0 < table[each[0]][each[1]] < least)
    found = set(small)
    for cell in small:
        fits = [(_people(table, others, found), others) for others in _beside(table, cell, least)]
        if not fits:
            return everything
        found.update(min(fits)[1])
    return frozenset(found)


def _people(table: Cells, cells: Sequence[Cell], found: set[Cell]) -> int:
    return sum(table[row][column] for row, column in cells if (row, column) not in found)


def _beside(table: Cells, cell: Cell, least: int) -> Iterator[tuple[Cell, ...]]:
    """Cells that leave this one free if they are hidden with it."""
    (row, column), width = cell, len(table[0])
    for other in (each for each in range(len(table)) if each != row):
        if width == 1:
            corners: list[tuple[Cell, int]] = [((other, column), -1)]
            if _leave_free(table, cell, corners, least):
                yield ((other, column),)
            continue
        for across in (each for each in range(width) if each != column):
            corners = [((row, across), -1), ((other, column), -1), ((other, across), 1)]
            if _leave_free(table, cell, corners, least):
                yield tuple(corner for corner, _ in corners)


def _leave_free(table: Cells, cell: Cell, corners: Sequence[tuple[Cell, int]], least: int) -> bool:
    """Whether none of them would be less than nothing, were the cell one fewer or anything up to `least`.

    `corners` have the way in which they move where the cell grows; a total moves with what it is the total of.
    """
    value = table[cell[0]][cell[1]]
    for (row, column), way in corners:
        moves = way * _sign(table, cell) * _sign(table, (row, column))
        if table[row][column] < (least - value if moves < 0 else 1):
            return False
    return True


def _sign(table: Cells, cell: Cell) -> int:
    """In the sums that a table states a total stands on the other side."""
    at_bottom = cell[0] == len(table) - 1
    at_right = len(table[0]) > 1 and cell[1] == len(table[0]) - 1
    return -1 if at_bottom != at_right else 1
