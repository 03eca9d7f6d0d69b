"""The command line knows its commands without loading them, and each loads only what it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from hub.cli import PLACES, app, load

API, SCHEMA, WEB = "fastapi", "sqlalchemy", "uvicorn"
MIGRATIONS, SOAP, AGENCIES, BROKER, SPANS = "alembic", "zeep", "aiohttp", "aio_pika", "opentelemetry.sdk"
COMPOSED = "hub.app"
EVERYTHING = {COMPOSED, API, SCHEMA, WEB, MIGRATIONS, SOAP, AGENCIES, BROKER, SPANS, "asyncpg"}
LOADED = "import sys; from hub.cli import load; load({name!r}); print(*({names!r} & sys.modules.keys()))"


def loaded(name: str) -> set[str]:
    """Which of the heavy libraries, or the hub as a whole, a new process has after it has found the command."""
    code = LOADED.format(name=name, names=EVERYTHING)
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("name", PLACES)
def test_the_list_of_commands_says_of_each_what_its_own_help_begins_with(name: str) -> None:
    said = " ".join((load(name).help or "").split())

    assert said.startswith(PLACES[name][1])


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output

    assert all(name in shown for name in PLACES)


def test_a_mistyped_command_is_told_the_nearest() -> None:
    found = CliRunner().invoke(app, ["mesages"])

    assert found.exit_code == 2
    assert "messages" in found.output


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("messages", set()),
        ("failed", set()),
        ("repairs", set()),
        ("cases", set()),
        ("documents", set()),
        ("paths", set()),
        ("parties", set()),
        ("surveys", set()),
        ("treasury", set()),
        ("import", set()),
        ("map", set()),
        ("routes", set()),
        ("relay", {AGENCIES, COMPOSED}),
        ("work", {AGENCIES, COMPOSED}),
        ("serve", {AGENCIES, API, WEB, COMPOSED}),
        ("migrate", {SCHEMA, MIGRATIONS}),
    ],
)
def test_a_command_loads_only_what_it_needs(name: str, needed: set[str]) -> None:
    assert loaded(name) == needed
