"""The progress of a repair as a bar: done, failed, left alone, on its way, and the rest."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

_WIDTH = 600
_PARTS = (("done", "f-ok"), ("failed", "f-need"), ("skipped", "f-edge"), ("untouched", "f-edge"), ("sent", "f-wait"))


def bar(counts: Mapping[str, int], total: int, label: str) -> Markup:
    """The drawing; anything that happened at all is at least a sliver wide."""
    parts, x = [], 0.0
    for state, tone in _PARTS:
        n = counts.get(state, 0)
        if n:
            width = max(2.0, _WIDTH * n / max(1, total))
            parts.append(Markup('<rect class="{}" x="{:.1f}" y="0" width="{:.1f}" height="8"/>').format(tone, x, width))
            x += width
    return Markup(
        '<svg class="progress" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDTH, label, Markup("").join(parts))
