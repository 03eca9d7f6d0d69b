"""The sparkline of a failure group: 24 bars, the last hour at the right."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from hub.errors import Words
from hub.exchange.trends import HOURS

_WIDTH, _HEIGHT, _STEP = 96, 24, 4


def trend_words(hours: Sequence[int]) -> Words:
    """The same in a sentence, for those who do not see the drawing."""
    total, last = sum(hours), hours[-1]
    return Words(f"Son 24 saatda {total}, son saatda {last}", f"{total} in the last 24 h, {last} in the last hour")


def sparkline(hours: Sequence[int], label: str) -> Markup:
    """The drawing. Nothing in an hour leaves a hairline, so that the time axis is always seen."""
    hours = hours or [0] * HOURS
    most = max(*hours, 1)
    bars = Markup("").join(
        Markup('<rect class="{}" x="{}" y="{}" width="3" height="{}"/>').format(
            "f-edge" if n else "f-line", i * _STEP, _HEIGHT - _tall(n, most), _tall(n, most)
        )
        for i, n in enumerate(hours)
    )
    return Markup('<svg width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, _WIDTH, _HEIGHT, label, bars
    )


def _tall(n: int, most: int) -> int:
    return max(2, round(_HEIGHT * n / most)) if n else 1
