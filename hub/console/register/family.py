"""A household drawn by generations: whom it begins with above, the head in the middle, children and theirs below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.access.masking import mask_field
from hub.console.register.labels import RELATIONS, called, full_name, written
from hub.errors import Words
from hub.register.entity import Entity

_ROW: Final[Mapping[str, int]] = {
    "grandfather": 0, "grandmother": 0, "father": 1, "mother": 1, "head": 2, "spouse": 2, "brother": 2, "sister": 2,
    "other": 2, "son": 3, "daughter": 3, "daughter_in_law": 3, "grandchild": 4,
}  # fmt: skip
_WIDTH, _HEIGHT, _GAP, _DROP = 168, 52, 12, 32
_A_ROW = 4


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member. `href` leads to the person where the register knows them; `until` marks who has left."""

    name: Words
    relation: Words
    since: Words
    until: Words | None
    href: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Box:
    """A member's place on the drawing."""

    member: MemberView
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and the lines between generations, in the units of the picture."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...]


def members_of(household: Entity, people: Mapping[str, Entity], path: str, *, shown: bool) -> list[MemberView]:
    """The members as they are shown, the oldest generation first."""
    found = []
    for member in household.attributes.get("members", ()):
        person = people.get(str(member.get("fin")))
        name = _short(person.attributes if person else {}, shown=shown)
        found.append(
            MemberView(
                name=name if name.en else _NOT_KNOWN,
                relation=called(RELATIONS, member["relation"]),
                since=_day(member, "since", shown=shown),
                until=_day(member, "until", shown=shown) if member.get("until") else None,
                href=f"{path}/register/{person.id}" if person else None,
                row=_ROW.get(member["relation"], 2),
            )
        )
    return sorted(found, key=lambda each: each.row)


def drawn(members: Sequence[MemberView]) -> Drawing:
    """Generations from top to bottom, at most four boxes beside each other."""
    boxes: list[Box] = []
    lines: list[tuple[int, int, int, int]] = []
    rows = _rows(members)
    width = max((len(row) for row in rows), default=1) * (_WIDTH + _GAP) - _GAP
    for number, row in enumerate(rows):
        left = (width - len(row) * (_WIDTH + _GAP) + _GAP) // 2
        top = number * (_HEIGHT + _DROP)
        if number and rows[number - 1][0].row != row[0].row:
            middle = width // 2
            lines.append((middle, top - _DROP, middle, top))
        boxes.extend(Box(each, left + index * (_WIDTH + _GAP), top) for index, each in enumerate(row))
    return Drawing(width, max(1, len(rows)) * (_HEIGHT + _DROP) - _DROP, tuple(boxes), tuple(lines))


def _rows(members: Sequence[MemberView]) -> list[list[MemberView]]:
    rows: list[list[MemberView]] = []
    for each in members:
        if rows and rows[-1][0].row == each.row and len(rows[-1]) < _A_ROW:
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _short(attributes: Mapping[str, Any], *, shown: bool) -> Words:
    """Surname and given name, so that it fits its box."""
    parts = {name: attributes[name] for name in ("surname", "given_name") if name in attributes}
    return full_name(parts if shown else mask_field("", parts))


def _day(member: Mapping[str, Any], name: str, *, shown: bool) -> Words:
    value = member.get(name)
    return written(name, value if shown else mask_field(name, value), shown=shown) if value else _NOT_KNOWN


_NOT_KNOWN = Words("məlum deyil", "not known")
