"""What every command needs first: the settings, the logs, and plain words when something cannot start."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Annotated, NoReturn

import typer

from hub.commands.servers.terminal import Terminal
from hub.commands.spoken import sentences
from hub.errors import Lang, Words
from hub.settings import Settings, SettingsRefused, load_settings
from hub.telemetry import configure_logging

_PIPED_WIDTH = 160
SandboxFlag = Annotated[
    bool, typer.Option("--sandbox", help="With simulated agencies, well-known keys and sample traffic.")
]
console = Terminal(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
errors = Terminal(stderr=True)
BAD_SETTINGS = 2
CANNOT_START = 1


@dataclass(frozen=True, slots=True)
class Root:
    """What stood before the command: `hub --lang en --url … failed list`."""

    url: str | None = None
    key: str | None = None
    as_json: bool = False
    lang: Lang | None = None


ROOT = ContextVar("ROOT", default=Root())  # noqa: B039  # frozen


def settings_or_exit(**given: object) -> Settings:
    """The settings with what the command line says; refused ones are listed, all of them, and end with status 2."""
    try:
        settings, warnings = load_settings()
    except SettingsRefused as refused:
        list_and_exit(refused.problems)
    for warning in warnings:
        errors.print(spoken(warning), style="yellow", highlight=False, markup=False)
    configure_logging(settings.log_level)
    given = {"lang": ROOT.get().lang, **given}
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


def spoken(text: Words | str) -> str:
    """The text in the reader's language: Words, or an English sentence of ours that the catalogues have."""
    lang = ROOT.get().lang or "az"
    return text.say(lang) if isinstance(text, Words) else sentences(lang).said(text)


def prompted(what: str) -> str:
    """What is typed to a question, or comes by a pipe. Of the question nothing stands in what is printed: click puts a
    blank there, with which the id of `--id` would begin.
    """
    with redirect_stdout(sys.stderr):
        return str(typer.prompt(what, err=True))


def say_error(words: Words | str, code: str) -> None:
    """One error on standard error: in the reader's language, or as the hub has said it."""
    said = spoken(words) if isinstance(words, Words) else words
    errors.print(f"{code}: {said}", style="bold red", highlight=False, markup=False)


def list_and_exit(problems: list[str]) -> NoReturn:
    """Problems, one a line, on standard error; status 2."""
    for problem in problems:
        errors.print(f"• {spoken(problem)}", style="red", highlight=False, markup=False)
    raise typer.Exit(BAD_SETTINGS)
