"""The terminal of `hub run`: the greeting stays; under it what a person must know, and one line that counts.

The log's JSON goes to a file in the data folder meanwhile.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

from rich.console import Console
from rich.text import Text

from hub.api.metrics import Known, ask_store
from hub.app import Hub
from hub.errors import HubError, Words
from hub.exchange.state_words import DELIVERY_STATES
from hub.exchange.states import DeliveryState
from hub.rules import OWN_FORMATS
from hub.settings import Settings
from hub.store.store import TryAgain
from hub.telemetry import configure_logging
from hub.telemetry.logfile import LogFile
from hub.telemetry.logs import Output
from hub.telemetry.words import sentence

LOG_NAME = "hub.log"
_EVERY_S = 1.0
_SAME_AGAIN_S = 30.0
_ACCEPTED = Words("qəbul edildi", "accepted")
_CLEAR = "\r\x1b[2K"
_STYLES = {"warning": "yellow", "error": "red", "exception": "red", "critical": "red"}
_SHOWN = (
    DeliveryState.DUE,
    DeliveryState.DELIVERING,
    DeliveryState.BLOCKED,
    DeliveryState.RETRYING,
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
)


class Screen:
    """Sentences one under the other; the last line is written over and over. Only for a terminal."""

    def __init__(self, console: Console, lang: str) -> None:
        self._console = console
        self._lang = lang
        self._last = Text()
        self._said: dict[str, float] = {}

    def show(self, line: Mapping[str, object]) -> None:
        """A log line in words, if it has any; the same sentence at most twice a minute."""
        text, now = sentence(line, self._lang), time.monotonic()
        if text is None or now - self._said.get(text, float("-inf")) < _SAME_AGAIN_S:
            return
        self._said[text] = now
        at = datetime.fromisoformat(str(line["timestamp"])).astimezone()
        said = Text.assemble((f"{at:%H:%M:%S}  ", "dim"), (text, _STYLES.get(str(line["level"]), "")))
        self._write(said, end="\n")
        self._write(self._last)

    def count(self, known: Known) -> None:
        """The last line, from what the store knows."""
        self._last = Text(summary(known, self._lang), style="bold", no_wrap=True)
        self._last.truncate(self._console.width - 1, overflow="ellipsis")
        self._write(self._last)

    def leave(self) -> None:
        """What comes next begins on a line of its own."""
        self._console.print()

    def _write(self, text: Text, end: str = "") -> None:
        self._console.file.write(_CLEAR)
        self._console.print(text, end=end, highlight=False, soft_wrap=True)
        self._console.file.flush()


def summary(known: Known, lang: str) -> str:
    """`12 accepted · 11 delivered · 1 will be sent again`: since the installation began, and what is open now."""
    accepted = sum(
        row["n"] for row in known.totals if row["kind"] == "message.accepted" and row["label"] not in OWN_FORMATS
    )
    delivered = sum(row["n"] for row in known.totals if row["kind"] == "delivery.delivered")
    open_now = [(state, sum(row["n"] for row in known.depths if row["state"] == state)) for state in _SHOWN]
    counts = [(accepted, _ACCEPTED.say(lang))]
    for state, count in ((DeliveryState.DELIVERED, delivered), *open_now):
        words = DELIVERY_STATES[state]
        if count or state is DeliveryState.DELIVERED:
            counts.append((count, words.say(lang)))
    return " · ".join(f"{count:,} {name}".replace(",", "\N{NO-BREAK SPACE}") for count, name in counts)


@contextmanager
def screen_or_log(console: Console, settings: Settings) -> Iterator[Screen | None]:
    """A screen where a person looks on, and the log in a file; else None, and the log stays on standard error."""
    if not (console.is_terminal and sys.stderr.isatty()):
        yield None
        return
    screen, file = Screen(console, settings.lang), LogFile(settings.data / LOG_NAME)
    configure_logging(settings.log_level, Output(file.write, screen.show))
    try:
        yield screen
    finally:
        screen.leave()
        configure_logging(settings.log_level)
        file.close()


@asynccontextmanager
async def counting(screen: Screen | None, hub: Hub) -> AsyncIterator[None]:
    """Keep the last line up to date while the context is open."""
    if screen is None:
        yield
        return
    task = asyncio.create_task(_count(screen, hub), name="screen")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _count(screen: Screen, hub: Hub) -> None:
    while True:
        try:
            async with hub.store.read() as tx:
                known = await ask_store(tx)
        except (HubError, TryAgain):
            pass  # what is the matter is told as a warning; the line stays as it was
        else:
            screen.count(known)
        await asyncio.sleep(_EVERY_S)
