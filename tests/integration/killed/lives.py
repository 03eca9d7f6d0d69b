"""Processes that play a story on from where it stands, one after another, each until its fate or the story's end.

In each, officials ask, and the hub's duties and workers do the rest.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from document_flow.hands import Command
from hub.aggregates.kind import Kind
from hub.app import Hub, build, on_duty, working
from hub.clock import SECOND
from hub.kinds import KINDS
from hub.lists.working import LEASE_S
from hub.settings import Settings, load_settings
from hub.store.legal_time import move_ahead, time_ahead
from tests.integration.killed.fates import VARIABLE, Fate, follow
from tests.warm import WARM

ASKED = "asked"
"""The file, in the data folder, of what officials asked and were answered."""
PATIENCE_S = 90.0
_OFTEN_S = 0.3
_A_DUTY_S = 5.0
_LIVES, _SOON = 3, 25


@dataclass(slots=True)
class AskedOnce:
    """What officials ask of aggregates, each under a key of its own, written down with what they are answered.

    What an earlier life did not live to hear is asked again under its key, word for word.
    """

    hub: Hub
    file: Path
    fate: Fate
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def of(cls, hub: Hub, file: Path, fate: Fate) -> Self:
        """With the answers to all that was asked until now."""
        asked, lines = cls(hub, file, fate), _lines(file)
        asked.answers = {what: answer for kind, what, answer, _ in lines if kind == "answer"}
        for kind, what, *said in lines:
            if kind == "ask" and what not in asked.answers:
                await asked._again(what, *said)
        return asked

    async def once(self, what: str, kind: Kind[Any], command: Command, name: str = "") -> str:
        """Ask it, unless it was asked; the id of what it was asked of, or of what it began."""
        if what not in self.answers:
            said = kind.kernel.commands.dump_json(command).decode()
            self._write("ask", what, f"{kind.room}/{name}", said)
            await self._again(what, f"{kind.room}/{name}", said)
        return self.answers[what]

    async def _again(self, what: str, where: str, said: str) -> None:
        room, _, name = where.partition("/")
        kind = KINDS[room]
        command, key = kind.kernel.commands.validate_json(said), f"key of {what}"
        self.fate.passes("answer.before")
        aggregates = self.hub.aggregates
        done = await (aggregates.act(kind, name, command, key) if name else aggregates.open(kind, command, key))
        self.fate.passes("answer.after")
        self.answers[what] = done.id
        self._write("answer", what, done.id, str(done.repeated))

    def _write(self, *words: str) -> None:
        with self.file.open("a") as file:
            file.write("\t".join(words) + "\n")


def _lines(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text().splitlines()] if file.exists() else []


async def until(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until it does."""
    deadline = time.monotonic() + PATIENCE_S
    while not await holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come about within {PATIENCE_S} s")
        await asyncio.sleep(0.05)


async def time_passes(hub: Hub, seconds: int) -> None:
    """Legal time goes on."""
    async with hub.store.write() as tx:
        await move_ahead(tx, "elcin", await time_ahead(tx) + seconds * SECOND)


async def _live(story: str) -> None:
    fate = Fate.of(os.environ.get(VARIABLE, ""))
    follow(fate)
    settings, _ = load_settings()
    async with build(settings) as hub:
        await time_passes(hub, LEASE_S + 1)  # what a killed process had in hand is anybody's
        async with hub.store.write() as tx:
            await tx.execute("DELETE FROM leaders")
        duties = hub.duties.extra
        duties[:] = [(min(every, _OFTEN_S) if every <= _A_DUTY_S else every, duty) for every, duty in duties]
        async with on_duty(hub), working(hub):
            asked = await AskedOnce.of(hub, settings.data / ASKED, fate)
            await import_module(f"{__package__}.{story}").play(hub, asked)
    print(json.dumps(fate.passed))


@dataclass(slots=True)
class Lived:
    """Where the processes of one story were killed, how many answers were lost, and what the last one passed."""

    fates: list[str] = field(default_factory=list)
    repeated: int = 0
    passed: dict[str, int] = field(default_factory=dict)


def play(story: str, settings: Settings, chance: random.Random, most: dict[str, int]) -> Lived:
    """Play it by some processes that are killed at random places, and a last one that lives to the end.

    The first is killed anywhere, another soon after it has taken over. `most` has what there is to pass.
    """
    found = Lived()
    soon = {what: min(times, _SOON) for what, times in most.items()}
    fates = [Fate.drawn(chance, soon if number else most) for number in range(chance.randint(1, _LIVES))]
    for fate in (*map(str, fates), ""):
        if not _life(story, settings, fate, found):
            return found
    raise AssertionError(f"killed without a fate after {found.fates}")


def _life(story: str, settings: Settings, fate: str, found: Lived) -> bool:
    """One life; whether it was killed."""
    environ = {
        "HUB_DATA": str(settings.data),
        "HUB_HASH_KEY": settings.hash_key or "",
        "HUB_SANDBOX": "true",
        "HUB_SANDBOX_URL": settings.sandbox_url or "",
        "HUB_MIN_FREE_BYTES": "0",
        "HUB_LEASE_SECONDS": "2",
        "HUB_LOG_LEVEL": "WARNING",
        VARIABLE: fate,
    }
    if settings.database_url:
        environ["HUB_DATABASE_URL"] = settings.database_url
    log = settings.data / "life.log"
    with log.open("ab") as target:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        process = WARM.start(__name__, story, env=kept | environ, stdout=target, stderr=target)
        status = process.wait()
    if status == -signal.SIGKILL:
        found.fates.append(fate)
        return True
    said = log.read_text().splitlines()
    assert status == 0, "\n".join([f"after {found.fates}, {fate}", *said[-80:]])
    found.passed = json.loads(said[-1])
    found.repeated = sum(repeated == "True" for *_, repeated in _lines(settings.data / ASKED))
    return False


def main() -> None:
    """Live the story that is named."""
    asyncio.run(_live(sys.argv[1]))
