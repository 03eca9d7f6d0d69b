"""What officials type into forms about a draw: lists, a line each. What cannot be read is kept as it stands, and the
rules refuse it by what it says.
"""

from __future__ import annotations

from collections.abc import Iterator

from document_flow.draws.families import LeftOut
from document_flow.draws.plan import Home, PlacedHome
from document_flow.form import Field
from document_flow.words import Words

DOCUMENT = Field(
    "document", Words("Sənədin qeydiyyat nömrəsi", "Registered number of the document"), "line", required=True
)


def chosen(name: str) -> Field:
    """Which application; a desk says from which ones to choose, by the name."""
    return Field(name, Words("Müraciət", "Application"), "choice", required=True)


def homes_in(text: str) -> tuple[Home, ...]:
    """`12A 3`: the home's number and its rooms."""
    return tuple(Home(number=number, rooms=rooms) for number, rooms in _lines(text))


def left_out_in(text: str) -> tuple[LeftOut, ...]:
    """`QM-101 the reason`: the application's number, and why the family is left out."""
    lines = (line.strip().partition(" ") for line in text.splitlines() if line.strip())
    return tuple(LeftOut(number=number, reason=reason.strip()) for number, _, reason in lines)


def placed_in(text: str) -> tuple[PlacedHome, ...]:
    """`7 2 the rule`: the home's number, its rooms, and by which rule it was placed beforehand."""
    return tuple(
        PlacedHome(number=number, rooms=whole(rooms), rule=rule)
        for number, rooms, rule in ((*line.split(maxsplit=2), "", "")[:3] for line in text.splitlines() if line.strip())
    )


def slip_in(text: str) -> tuple[int, int]:
    """`3/2`: the class and the number that stand on the slip."""
    rooms, _, number = text.partition("/")
    return whole(rooms), whole(number)


def whole(text: str) -> int:
    """The number that a text is; 0, which is none of anything, where it is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _lines(text: str) -> Iterator[tuple[str, int]]:
    for line in text.splitlines():
        if line.strip():
            number, _, rooms = line.strip().rpartition(" ")
            yield (number.strip(), whole(rooms)) if number else (rooms, 0)
