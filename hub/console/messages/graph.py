"""What a message came from and what followed from it, as a small drawing from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.console.messages.message_page import MessagePage

MOST = 6
WIDTH, HEIGHT = 240, 34
_COLUMN, _ROW, _TOP = 300, 44, 4


@dataclass(frozen=True, slots=True)
class Node:
    """A message in the drawing."""

    x: int
    y: int
    id: str
    format: str
    state: str
    is_here: bool = False

    @property
    def middle(self) -> int:
        """Where its lines join."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Graph:
    """Before, here, after; `more` that followed are not drawn."""

    nodes: Sequence[Node]
    lines: Sequence[tuple[int, int, int, int]]
    width: int
    height: int
    more: int


def neighbours(it: MessagePage) -> Graph | None:
    """None for a message that neither came from another nor made one."""
    view, cause = it.view, it.stored.cause if it.view.cause is not None else None
    after = view.follow_ups[:MOST]
    if cause is None and not after:
        return None
    column = 1 if cause is not None else 0
    y = _TOP + _ROW * max(0, len(after) - 1) // 2
    here = Node(column * _COLUMN, y, view.id, view.format, view.state, is_here=True)
    before = [Node(0, y, cause["id"], cause["format"], cause["state"])] if cause is not None else []
    later = [
        Node((column + 1) * _COLUMN, _TOP + _ROW * index, each.id, each.format, each.state)
        for index, each in enumerate(after)
    ]
    pairs = [(each, here) for each in before] + [(here, each) for each in later]
    lines = [(left.x + WIDTH, left.middle, right.x, right.middle) for left, right in pairs]
    columns = column + (2 if later else 1)
    height = _TOP * 2 + _ROW * max(1, len(later))
    return Graph(
        [*before, here, *later], lines, columns * _COLUMN - (_COLUMN - WIDTH), height, len(view.follow_ups) - len(after)
    )
