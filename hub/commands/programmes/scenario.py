"""`hub scenario certificate`: a programme played from application to paper in a sandbox of its own, thrown away after.

Everything goes by the doors that agencies and officials use. What it prints was counted from the store, and each line
says whether it adds up; one that does not ends with status 1.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from hub.app import Hub, build, on_duty, working
from hub.commands.programmes.agali_story import agali_story
from hub.commands.programmes.allowance_story import allowance_story
from hub.commands.programmes.certificate_story import certificate_story
from hub.commands.programmes.status_story import status_story
from hub.commands.programmes.story import Count, Story
from hub.commands.programmes.utilities_story import utilities_story
from hub.commands.programmes.waves_story import waves_story
from hub.commands.servers.agencies import simulated_agencies
from hub.commands.servers.running import run_or_exit
from hub.commands.servers.serving import listen
from hub.commands.servers.starting import console, errors, settings_or_exit, spoken
from hub.errors import HubError, Words
from hub.settings import Settings
from hub.store.schema import migrate
from hub.telemetry.logs import configure_logging

_PERSONS = 9
STORIES: Mapping[str, Callable[[Story], Awaitable[None]]] = {
    "agali": agali_story,
    "allowance": allowance_story,
    "certificate": certificate_story,
    "status": status_story,
    "utilities": utilities_story,
}
WHOLE: Mapping[str, Callable[[Story], Awaitable[None]]] = {"agali": waves_story}
"""Played where nobody says how many apply."""


def scenario(
    name: Annotated[str, typer.Argument(help=", ".join(STORIES))],
    persons: Annotated[
        int | None,
        typer.Option(
            min=6,
            max=600,
            help="How many people apply; of agali and utilities, families. By default 9; of agali all its six waves.",
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The legal day on which it begins; by default tomorrow."),
    ] = None,
) -> None:
    """Play a programme from application to paper, with counts that add up."""
    if name not in STORIES:
        raise typer.BadParameter(", ".join(STORIES), param_hint="NAME")
    settings = settings_or_exit(sandbox=True)
    configure_logging("ERROR")
    story = WHOLE.get(name, STORIES[name]) if persons is None else STORIES[name]
    folder = Path(tempfile.mkdtemp(prefix="qayidis-"))
    stopped: HubError | None = None
    try:
        counts, stopped = run_or_exit(_played(story, persons or _PERSONS, on and on.date(), (settings, folder)))
    finally:
        if stopped is None:
            shutil.rmtree(folder)
    for each in counts:
        mark = "[green]✓[/green]" if each.adds_up else "[red]✗[/red]"
        console.print(mark, each.said(settings.lang), highlight=False)
    if stopped is not None:
        said = spoken(_with_place(stopped.words, folder))
        errors.print(f"{stopped.code}: {said}", style="bold red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1)
    raise typer.Exit(int(not all(each.adds_up for each in counts)))


def _with_place(words: Words, folder: Path) -> Words:
    """A line of what it is, and one of where to look: what was played is kept, and opens as any sandbox does."""
    opens = f"HUB_DATA={folder} .venv/bin/hub run --sandbox"
    return Words(f"{words.az}\nBaxmaq üçün: {opens}", f"{words.en}\nTo look: {opens}")


async def _played(
    play: Callable[[Story], Awaitable[None]], persons: int, on: date | None, place: tuple[Settings, Path]
) -> tuple[list[Count], HubError | None]:
    """What was counted, and what stopped it before its end."""
    async with _sandbox(*place) as (hub, agencies):
        story = Story(hub, persons, console)
        try:
            await story.until(agencies, Words("qurumlar cavab verir", "the agencies answer"))
            await story.begins_on(on)
            await play(story)
        except HubError as stopped:
            return story.counts, stopped
        return story.counts, None


@asynccontextmanager
async def _sandbox(settings: Settings, folder: Path) -> AsyncIterator[tuple[Hub, Callable[[], Awaitable[str]]]]:
    """A hub with its simulated agencies on free ports, on the embedded default, with nothing of what is here; and
    whether these are there: until then every one of them would be silent.
    """
    ports = [_free_port(settings) for _ in range(2)]
    given = {"data": folder, "port": ports[0], "sandbox_port": ports[1], "database_url": None, "broker_url": None}
    own = settings.model_copy(update={**given, "sandbox_url": None, "public_url": None})
    await migrate(own)
    async with (
        build(own) as hub,
        simulated_agencies(own, f"http://127.0.0.1:{ports[0]}", traffic=False),
        on_duty(hub),
        working(hub),
    ):
        yield hub, partial(_silent, ports[1])


async def _silent(port: int) -> str:
    """Empty once somebody listens."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError as nobody:
        return str(nobody)
    writer.close()
    return ""


def _free_port(settings: Settings) -> int:
    with listen(settings.model_copy(update={"host": "127.0.0.1", "port": 0})) as listener:
        port: int = listener.getsockname()[1]
        return port
