"""What a command needs that works on the store itself: a loop, the schema, and plain words for trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar
from urllib.parse import urlsplit

import typer
import uvloop

from hub.clock import SystemClock
from hub.commands.servers.starting import CANNOT_START, errors, list_and_exit, say_error, spoken
from hub.commands.servers.stopping import Stopped
from hub.errors import HubError, StoreUnavailable, Words
from hub.settings import Settings
from hub.store.open import database_path, open_store
from hub.store.revisions import is_current
from hub.store.store import CommitUnknown, TryAgain
from mappings.definition import FormatsRefused
from routes.route import RoutesRefused

T = TypeVar("T")

WAIT_S = 300.0
"""For how long a process waits for its database; whoever supervises it starts it again then."""
_RETRY_S = 1.0
SAY_EVERY_S = 10.0


class NotMigrated(HubError):
    """The database's schema is older than this code (exit status 1)."""

    def __init__(self) -> None:
        words = Words(
            "Verilənlər bazasının sxemi köhnədir: əvvəlcə “hub migrate” işlədin.",
            "The database's schema is out of date: run `hub migrate` first.",
        )
        super().__init__("hub.not_migrated", words)


def run_or_exit(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what it cannot do is said in words and ends with a status other than 0."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except (FormatsRefused, RoutesRefused) as refused:
        list_and_exit([str(problem) for problem in refused.problems])
    except Stopped as stopped:
        raise typer.Exit from stopped
    except HubError as error:
        say_error(error.words, error.code)
    except (TryAgain, CommitUnknown) as crossed:
        say_error(
            Words(
                "Verilənlər bazası bu işi yarımçıq saxladı; yenidən cəhd edin.", "The database gave this up; try again."
            ),
            type(crossed).__name__,
        )
    raise typer.Exit(CANNOT_START)


def loaded_or_exit(load: Callable[[], T]) -> T:
    """What is loaded from routes and formats; all their problems are listed and end with status 2."""
    try:
        return load()
    except (FormatsRefused, RoutesRefused) as refused:
        list_and_exit([str(problem) for problem in refused.problems])


async def when_the_database_answers(
    settings: Settings,
    work: Callable[[], Awaitable[T]],
    seconds: float = WAIT_S,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> T:
    """What the work gives, done again while the database is away, gives it up or has not answered its commit; what is
    wrong with the address is raised at once, and what ends a pause.
    """
    clock = asyncio.get_running_loop()
    until, say_next = clock.time() + seconds, 0.0
    while True:
        try:
            return await work()
        except (StoreUnavailable, TryAgain, CommitUnknown) as away:
            now = clock.time()
            if settings.database_url is None or now >= until:
                raise
            if now >= say_next:
                say_next = now + SAY_EVERY_S
                _say_waiting(place_of(settings.database_url), _reason(away), round(until - now))
        await pause(_RETRY_S)


def _reason(away: Exception) -> str:
    return away.detail if isinstance(away, StoreUnavailable) else str(away)


def _say_waiting(place: str, reason: str, seconds: int) -> None:
    words = Words(
        f"Verilənlər bazası gözlənilir: {place} ({reason}); ən çoxu daha {seconds} saniyə.",
        f"Waiting for the database: {place} ({reason}); for at most {seconds} s more.",
    )
    errors.print(spoken(words), style="yellow", highlight=False, markup=False, soft_wrap=True)


def place_of(url: str) -> str:
    """Hosts, ports and the path of an address: no user, no password, nothing of the query, which may hold both."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


async def ensure_schema(settings: Settings) -> None:
    """Bring the embedded database up to date; a server's is only checked, since `hub migrate` is one person's word."""
    if await _is_current(settings):
        return
    if not settings.is_embedded:
        raise NotMigrated
    from hub.store.schema import migrate  # noqa: PLC0415  # alembic is heavy, and nearly every start finds nothing to do

    await migrate(settings)


async def _is_current(settings: Settings) -> bool:
    if settings.is_embedded and not await asyncio.to_thread(database_path(settings).exists):
        return False
    async with aclosing(await open_store(settings, SystemClock())) as store:
        return await is_current(store)
