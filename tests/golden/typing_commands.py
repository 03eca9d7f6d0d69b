"""What people type at a terminal beside the house, and what is printed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from typer.testing import CliRunner

from hub.cli import app
from tests.golden.house import House
from tests.golden.volatile import settled

LINES = """
documents list
documents list --as rauf
documents inbox --as elcin
documents inbox --as fuad
documents show {waiting}
documents show {resolved}
documents show {meeting}
documents show {appeal} --as elcin
documents history {waiting}
documents history {resolved}
documents history {meeting}
documents term {resolved}
documents term {appeal} --as elcin
documents waiting {waiting}
documents waiting {meeting}
ask questions
messages list
messages show {change}
messages show {odd}
messages show {file}
messages search fin < 7ABCD12
failed list
failed show {group}
repairs list
paths list
cases list
cases show {case}
cases show {certificate} --as elcin
""".strip().splitlines()
"""Names in braces are ids of the house; what stands after `<` is typed when the command asks."""


async def printed(house: House) -> dict[str, str]:
    """By file: each line's exit status and output, as words in English and Azerbaijani, and as JSON."""
    found: dict[str, str] = {}
    for line in LINES:
        name = line.replace("{", "").replace("}", "").replace("--", "").replace(" < ", "-").replace(" ", "-")
        for kind, more, lang in (("json", ["--json"], "en"), ("en.txt", [], "en"), ("az.txt", [], "az")):
            words, _, typed = line.format(**house.names).partition(" < ")
            found[f"commands/{name}.{kind}"] = await asyncio.to_thread(
                _run, house.served.url, [*words.split(), *more], lang, typed
            )
    return found


def _run(url: str, words: list[str], lang: str, typed: str) -> str:
    port = url.rpartition(":")[2]
    terminal = {"HUB_PORT": port, "HUB_LANG": lang, "HUB_LOG_LEVEL": "CRITICAL", "NO_COLOR": "1", "COLUMNS": "160"}
    done = CliRunner().invoke(app, words, env=terminal, input=typed)
    lines: Iterator[str] = (line.rstrip() for line in done.output.splitlines())
    return settled("\n".join([f"exit {done.exit_code}", *lines]))
