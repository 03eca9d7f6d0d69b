"""`hub --help`, and that of every command, as a terminal of a hundred columns shows it in each language."""

from __future__ import annotations

from collections.abc import Iterator

from typer.testing import CliRunner

from hub.cli import PLACES, app, load
from tests.golden.folder import Golden


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command and of every group of commands."""
    yield ()
    for name in PLACES:
        yield (name,)
        for inner in getattr(load(name), "commands", {}):
            yield name, inner


def help_of(words: tuple[str, ...], lang: str) -> str:
    terminal = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "HUB_LANG": lang}
    shown = CliRunner().invoke(app, [*words, "--help"], prog_name="hub", env=terminal)
    assert shown.exit_code == 0, shown.output
    return "\n".join(line.rstrip() for line in shown.output.strip().splitlines())


def test_every_command_explains_itself_as_before(golden: Golden) -> None:
    pages = [(words, lang) for words in commands() for lang in ("az", "en")]

    golden.holds("help", {f"{'-'.join(('hub', *words))}.{lang}.txt": help_of(words, lang) for words, lang in pages})
