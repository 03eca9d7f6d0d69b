"""JSON log lines, one a line on standard error unless told otherwise, in which no personal value can stand.

Keys pass by an allow-list; values are scanned for what looks like a FIN, a phone number or an e-mail address. JSON
escapes control characters, which renderers for people would let through.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from hub.errors import HubError
from hub.telemetry.catalogue import KEYS
from hub.telemetry.measures import measure

_PERSONAL = re.compile(
    r"\b(?=[A-Z]*[0-9])(?=[0-9]*[A-HJ-NP-Z])[0-9A-HJ-NP-Z]{7}\b"  # FIN: 7 of A-Z without I and O, and digits
    r"|\bQ[0-9]{9}\b"  # the register's number of who has no FIN
    r"|(?<![0-9A-Za-z])(?:\+|00)?994[ ()-]*(?:[0-9][ ()-]*){9}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])0(?:[0-9][ ()-]*){9}(?![0-9A-Za-z])"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
)
_SCRUBBED = "[scrubbed]"
_OWN = frozenset({"event", "level", "logger", "timestamp", "error", "text"})
_QUIET = ("zeep", "asyncssh", "aio_pika", "aiormq", "httpx", "httpcore", "alembic", "asyncio", "sqlalchemy")
_FRAMES = 4
_LONGEST = 2000

Line = MutableMapping[str, Any]


CACHE_LOGGERS = True
"""Loggers keep the chain that they first wrote to; tests, which change it within a process, say no."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where lines go: `show` sees each as a mapping, scrubbed, and may tell a person; `write` takes it as JSON."""

    write: Callable[[str], None]
    show: Callable[[Line], None] | None = None

    def take(self, line: Line) -> None:
        """Both, for a line that has passed the filters."""
        if self.show is not None:
            self.show(line)
        self.write(str(_render(None, "", line)))


def write_to_standard_error(line: str) -> None:
    """As it is now. One that is closed or full of nobody's reading stops no work."""
    with suppress(ValueError, OSError):
        print(line, file=sys.stderr, flush=True)


def configure_logging(level: str = "INFO", output: Output = Output(write_to_standard_error)) -> None:
    """Once, at the start of a process. Lines below `level` are not written, but what they tell is still measured."""
    lowest = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, measure, _Threshold(lowest), *_SHARED, _as_argument],
        wrapper_class=structlog.make_filtering_bound_logger(min(lowest, logging.INFO)),
        logger_factory=lambda *_: _Logger(output),
        cache_logger_on_first_use=CACHE_LOGGERS,
    )
    logging.basicConfig(handlers=[_Libraries(output)], level=lowest, force=True)
    for name in _QUIET:  # their DEBUG and INFO lines hold whole envelopes and URLs
        logging.getLogger(name).setLevel(max(lowest, logging.WARNING))
    logging.getLogger("aiormq.connection").addFilter(_is_no_network_trouble)


def _is_no_network_trouble(record: logging.LogRecord) -> bool:
    """What ends a connection to the broker is an error of it at every attempt; we say it once (`bus_connection_lost`).
    What it warns of besides, such as a broker in an alarm, only it says.
    """
    return record.levelno < logging.ERROR and not record.exc_info


class _Logger:
    """The end of structlog's chain."""

    def __init__(self, output: Output) -> None:
        self.debug = self.info = self.warning = self.error = self.exception = self.critical = output.take


def _as_argument(_logger: object, _method: str, line: Line) -> tuple[tuple[Line], dict[str, Any]]:
    """The whole line as the logger's one argument."""
    return (line,), {}


def scrubbed(text: str) -> str:
    """The text without what looks personal, of bounded length."""
    return _PERSONAL.sub(_SCRUBBED, text[:_LONGEST])


class _Threshold:
    """Drops lines below the level, after they were measured."""

    def __init__(self, lowest: int) -> None:
        self._levels = {name: number >= lowest for name, number in _LEVELS.items()}

    def __call__(self, _logger: object, method: str, line: Line) -> Line:
        if not self._levels.get(method, True):
            raise structlog.DropEvent
        return line


_LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR,
    "exception": logging.ERROR, "critical": logging.CRITICAL,
}  # fmt: skip


def _name_error(_logger: object, _method: str, line: Line) -> Line:
    """An exception as its type, the hub's code and the places it passed: its message may hold anything."""
    failed = line.pop("exc_info", None)
    if failed is True:
        failed = sys.exc_info()[1]
    elif isinstance(failed, tuple):
        failed = failed[1]
    if isinstance(failed, BaseException):
        line["error"] = described(failed)
    return line


def described(failed: BaseException) -> str:
    """`KeyError in settle.py:88 < worker.py:120`; of a group, its first member too."""
    frames = traceback.extract_tb(failed.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    name = failed.code if isinstance(failed, HubError) else type(failed).__name__
    inner = f"; {described(failed.exceptions[0])}" if isinstance(failed, BaseExceptionGroup) else ""
    return f"{name} in {places or 'no frame'}{inner}"


def _only_allowed(_logger: object, _method: str, line: Line) -> Line:
    return {
        key: [_safe(each) for each in value] if isinstance(value, list) else _safe(value)
        for key, value in line.items()
        if key in KEYS or key in _OWN
    }


def _safe(value: object) -> object:
    if isinstance(value, str):
        return scrubbed(value)
    return value if value is None or isinstance(value, bool | int | float) else type(value).__name__


_SHARED: list[structlog.typing.Processor] = [
    _name_error,
    _only_allowed,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_render = structlog.processors.JSONRenderer(ensure_ascii=False)


class _Libraries(logging.Handler):
    """Lines of libraries, in the same form and through the same filter."""

    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises: `handleError` is logging's own way with a record that cannot be formatted."""
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            self.handleError(record)
            return
        line: Line = {
            "event": "library",
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": text,
            "exc_info": record.exc_info,
        }
        for step in _SHARED:
            line = step(None, record.levelname.lower(), line)  # type: ignore[assignment]  # steps return the line
        self._output.take(line)


def place_of(error: HubError) -> str | None:
    """Where it is; the JSON pointer of the whole document is empty, which reads like nothing."""
    return "document" if error.place == "" else error.place and scrubbed(error.place)
