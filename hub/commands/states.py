"""States as the command line shows them: the name with a colour, never the colour alone."""

from __future__ import annotations

from rich.text import Text

from hub.exchange.state_words import state_name

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


def coloured(state: str, lang: str) -> Text:
    """The name of a message's or a delivery's state."""
    return Text(state_name(state, lang), style=_STYLES.get(state, "dim"))
