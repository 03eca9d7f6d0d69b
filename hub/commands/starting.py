"""What every command needs first: the settings, the logs, and plain words when something cannot start."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import typer
import uvloop
from rich.console import Console

from hub.clock import SystemClock
from hub.errors import HubError, Words
from hub.settings import Settings, SettingsRefused, load_settings
from hub.store.open import open_store
from hub.store.schema import is_current, migrate
from hub.store.store import CommitUnknown, TryAgain
from hub.telemetry import configure_logging
from mappings.definition import FormatsRefused
from routes.route import RoutesRefused

T = TypeVar("T")
_PIPED_WIDTH = 160
console = Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
errors = Console(stderr=True)
BAD_SETTINGS = 2
CANNOT_START = 1


class NotMigrated(HubError):
    """The database's schema is older than this code (exit status 1)."""

    def __init__(self) -> None:
        words = Words(
            "Verilənlər bazasının sxemi köhnədir: əvvəlcə “hub migrate” işlədin.",
            "The database's schema is out of date: run `hub migrate` first.",
        )
        super().__init__("hub.not_migrated", words)


def settings_or_exit(**given: object) -> Settings:
    """The settings with what the command line says; refused ones are listed, all of them, and end with status 2."""
    try:
        settings, warnings = load_settings()
    except SettingsRefused as refused:
        _list_and_exit(refused.problems)
    for warning in warnings:
        errors.print(warning, style="yellow", highlight=False, markup=False)
    configure_logging(settings.log_level)
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


def run_or_exit(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what it cannot do is said in words and ends with a status other than 0."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except (FormatsRefused, RoutesRefused) as refused:
        _list_and_exit([str(problem) for problem in refused.problems])
    except HubError as error:
        say_error(error.words, error.code)
    except (TryAgain, CommitUnknown) as crossed:
        say_error(_CROSSED, type(crossed).__name__)
    raise typer.Exit(CANNOT_START)


def loaded_or_exit(load: Callable[[], T]) -> T:
    """What is loaded from routes and formats; all their problems are listed and end with status 2."""
    try:
        return load()
    except (FormatsRefused, RoutesRefused) as refused:
        _list_and_exit([str(problem) for problem in refused.problems])


def say_error(words: Words, code: str) -> None:
    """One error in both languages, on standard error."""
    errors.print(f"{code}: {words.az}", style="bold red", highlight=False, markup=False)
    errors.print(words.en, style="red", highlight=False, markup=False)


async def ensure_schema(settings: Settings) -> None:
    """Bring the embedded database up to date; a server's is only checked, since `hub migrate` is one person's word."""
    if settings.is_embedded:
        await migrate(settings)
        return
    store = await open_store(settings, SystemClock())
    try:
        if not await is_current(store):
            raise NotMigrated
    finally:
        await store.aclose()


def _list_and_exit(problems: list[str]) -> NoReturn:
    for problem in problems:
        errors.print(f"• {problem}", style="red", highlight=False, markup=False)
    raise typer.Exit(BAD_SETTINGS)


_CROSSED = Words("Verilənlər bazası bu işi yarımçıq saxladı; yenidən cəhd edin.",
                 "The database gave this up; try again.")  # fmt: skip
