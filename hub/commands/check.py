"""`hub check`: everything that can be known to be wrong before the first message, in one report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import typer
from rich.markup import escape

from connectors.agencies import AGENCIES, NAMES
from hub.agencies import connect_agencies
from hub.bus.rabbitmq import RabbitBus
from hub.clock import SystemClock
from hub.commands.agency_checks import all_problems, sample_problems
from hub.commands.programme_checks import all_programme_problems, programme_names
from hub.commands.servers.running import run_or_exit
from hub.commands.servers.starting import SandboxFlag, console, settings_or_exit, spoken
from hub.documents.law.table_repository import TableRepository
from hub.errors import HubError, Words
from hub.evidence.root_key import checked_root
from hub.exchange.formats import MessageFormat
from hub.rules import OWN_FORMATS, all_formats, load_routes
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.open import database_path, open_store
from hub.store.revisions import head, is_current
from mappings.definition import FormatsRefused
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER, Destination, Route, Routes, RoutesRefused

_WELL = Words("hər şey qaydasındadır", "all is well")
_ALONE = "embedded (several processes over one database need a broker: set HUB_BROKER_URL, or start `hub run` alone)"
_EFFECTS = frozenset((REGISTER, DOCUMENTS, PROGRAMMES, MONEY))


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report: what was looked at, and everything wrong with it."""

    title: str
    seen: str
    problems: tuple[str, ...] = ()


def check(*, sandbox: SandboxFlag = False) -> None:
    """Check settings, formats, routes, connectors, database and broker; exit status 1 if anything is wrong."""
    settings = settings_or_exit(sandbox=sandbox or None)
    sections = run_or_exit(examine(settings))
    for section in sections:
        mark = "[red]✗[/red]" if section.problems else "[green]✓[/green]"
        console.print(f"{mark} {spoken(section.title)}: {escape(spoken(section.seen))}", highlight=False)
        for problem in section.problems:
            console.print(f"   • {spoken(problem)}", markup=False, highlight=False, soft_wrap=True)
    count = sum(len(section.problems) for section in sections)
    found = Words(f"tapılan problem: {count}", f"problems found: {count}") if count else _WELL
    console.print(f"hub check: {spoken(found)}", highlight=False)
    raise typer.Exit(int(count > 0))


async def examine(settings: Settings) -> list[Section]:
    """The whole report. One part that fails does not hide the others."""
    formats_section, formats = _formats(settings)
    format_names = frozenset(formats)
    routes_section, routes = _routes(settings)
    connected, known, connectors_section = await _operations(settings)
    problems = [
        problem
        for route in (routes.all if routes else ())
        for problem in route_problems(route, format_names, connected, known)
    ]
    destinations = [name for name in (routes.destinations() if routes else ()) if name in connected | _EFFECTS]
    whole = Section(routes_section.title, routes_section.seen, (*routes_section.problems, *problems))
    return [
        Section("settings", f"data {settings.data}, sandbox {'on' if settings.sandbox else 'off'}"),
        formats_section,
        whole,
        connectors_section,
        _agencies(formats),
        _programmes(format_names),
        await _database(settings),
        *await _law(settings),
        await _broker(settings, destinations),
    ]


def _agencies(formats: Mapping[str, MessageFormat]) -> Section:
    """Each agency's folder, whether it is connected here or not."""
    if not formats:
        return Section("agencies", "cannot be looked at before the formats are mended")
    return Section("agencies", ", ".join(NAMES), tuple(all_problems(formats)))


def _programmes(names: frozenset[str]) -> Section:
    """Each programme's folder."""
    if not names:
        return Section("programmes", "cannot be looked at before the formats are mended")
    return Section("programmes", ", ".join(programme_names()), tuple(all_programme_problems(names)))


def _formats(settings: Settings) -> tuple[Section, Mapping[str, MessageFormat]]:
    """What was read, nothing of it where a folder was refused."""
    title = "formats"
    try:
        formats = all_formats(settings)
    except FormatsRefused as refused:
        return Section(title, "could not be loaded", tuple(str(each) for each in refused.problems)), {}
    return Section(title, ", ".join(sorted(formats)), tuple(sample_problems(formats))), formats


def _routes(settings: Settings) -> tuple[Section, Routes | None]:
    title = "routes"
    try:
        routes = load_routes(settings)
    except RoutesRefused as refused:
        return Section(title, "contradict each other", tuple(refused.problems)), None
    except (ImportError, AttributeError) as missing:
        problem = f"HUB_ROUTES={','.join(settings.routes)}: {missing}; each must be a package with a tuple ALL"
        return Section(title, "could not be loaded", (problem,)), None
    return Section(title, ", ".join(sorted(route.name for route in routes.all))), routes


def route_problems(
    route: Route, formats: frozenset[str], connected: frozenset[str], known: frozenset[str]
) -> Iterator[str]:
    """What is wrong with one route. `connected` are operations that can be called, `known` those that could be."""
    if route.source not in formats | OWN_FORMATS:
        yield f"route {route.name}: there is no format {route.source}"
    for destination in route.destinations:
        yield from _destination_problems(f"route {route.name} -> {destination.name}", destination, formats)
        if destination.name in connected | _EFFECTS:
            continue
        if destination.name in known:
            agency = destination.name.partition(".")[0]
            yield (
                f"route {route.name} -> {destination.name}: where {agency} is, is not known; "
                f'set HUB_AGENCIES={{"{agency}": {{"url": "https://…"}}}}, or run with --sandbox'
            )
        else:
            yield f"route {route.name} -> {destination.name}: no connector has this operation, and it is no effect"


def _destination_problems(place: str, destination: Destination, formats: frozenset[str]) -> Iterator[str]:
    if destination.writes is not None and destination.writes not in formats:
        yield f"{place}: there is no format {destination.writes} to write"
    if destination.writes is None and destination.name not in _EFFECTS:
        yield f"{place}: an agency's operation needs a format to write"


async def _operations(settings: Settings) -> tuple[frozenset[str], frozenset[str], Section]:
    """Operations that can be called, those that some connector has, and what stands in the way."""
    problems: tuple[str, ...] = ()
    try:
        connected = connect_agencies(settings, lambda *_: False)  # nobody is called
    except ValueError as wrong:
        connected, problems = {}, (f"HUB_AGENCIES: {wrong}",)
    for connector in connected.values():
        await connector.aclose()
    callable_now = frozenset(name for each in connected.values() for name in each.operations)
    possible = frozenset(operation.name for agency in AGENCIES for operation in agency.operations)
    seen = ", ".join(sorted(callable_now)) or "none is configured"
    return callable_now, possible | callable_now, Section("connectors", seen, problems)


async def _database(settings: Settings) -> Section:
    title = "database"
    if settings.is_embedded and not database_path(settings).exists():
        return Section(title, f"{database_path(settings)} will be made at the first start")
    return await _asked(title, lambda: _schema(settings))


async def _schema(settings: Settings) -> tuple[str, Sequence[str]]:
    clock = SystemClock()
    async with aclosing(await open_store(settings, clock)) as store:
        if not await is_current(store):
            return store.name, ["the schema is out of date: run `hub migrate`"]
        await open_sealer(settings, store, clock)
        await checked_root(settings, store)
    return f"{store.name}, schema {head()}", []


async def _law(settings: Settings) -> list[Section]:
    """Days between two versions of a decision table that no law covers: told, and no fault of the installation."""
    if settings.is_embedded and not database_path(settings).exists():
        return []
    try:
        async with aclosing(await open_store(settings, SystemClock())) as store:
            if not await is_current(store):
                return []
            async with store.read() as tx:
                tables = await TableRepository().tables(tx)
    except HubError:
        return []
    gaps = [f"{kept.name}: {spoken(gap.words)}" for kept in tables for gap in kept.versions.gaps]
    return [Section("law", "; ".join(gaps))] if gaps else []


async def _broker(settings: Settings, destinations: Sequence[str]) -> Section:
    title = "bus"
    if settings.broker_url is None:
        return Section(title, "embedded" if settings.is_embedded else _ALONE)
    url, prefix = settings.broker_url, settings.broker_prefix
    return await _asked(title, lambda: _topology(url, prefix, destinations))


async def _topology(url: str, prefix: str, destinations: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Declaring is how RabbitMQ is asked: what exists and differs is refused by name, what is missing is made."""
    async with aclosing(RabbitBus(url, prefix=prefix)) as bus:
        await bus.declare(destinations)
    return f"RabbitMQ, {len(destinations)} queues under {prefix}.work", []


async def _asked(title: str, ask: Callable[[], Awaitable[tuple[str, Sequence[str]]]]) -> Section:
    try:
        seen, problems = await ask()
    except HubError as failed:
        return Section(title, failed.code, (spoken(failed.words),))
    return Section(title, seen, tuple(problems))
