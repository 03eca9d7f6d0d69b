"""What commands print on: nothing that somebody else has written moves the cursor or turns the line around."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from document_flow.controls import written_out


class Terminal(Console):
    """A console that writes control and direction signs out, in whatever it is given; its own styles stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for each in super().render(renderable, options):
            yield each if each.control else Segment(written_out(each.text), each.style)
