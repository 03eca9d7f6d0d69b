"""States as the command line shows them: the word with a colour, never the colour alone."""

from __future__ import annotations

from rich.text import Text

_STYLES = {
    "completed": "green",
    "delivered": "green",
    "in_progress": "cyan",
    "due": "cyan",
    "delivering": "cyan",
    "splitting": "cyan",
    "retrying": "yellow",
    "blocked": "yellow",
    "quarantined": "yellow",
    "unknown": "red",
    "failed": "red",
    "completed_with_failures": "red",
}


def coloured(state: str) -> Text:
    """The state's word."""
    return Text(state, style=_STYLES.get(state, "dim"))
