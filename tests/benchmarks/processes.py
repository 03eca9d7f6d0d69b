"""Child processes of a run: started with a log file each, watched while they should live, ended for certain."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

READY_TIMEOUT_S = 120.0
END_TIMEOUT_S = 20.0
LOOK_EVERY_S = 0.05


class ProcessEnded(RuntimeError):
    """A process of the run ended before its time; the text holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Child:
    """A started process and where it writes."""

    name: str
    process: asyncio.subprocess.Process
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def check(self) -> None:
        """Raise ProcessEnded if it is gone."""
        if self.process.returncode is not None:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise ProcessEnded(f"{self.name} ended with status {self.process.returncode}:\n{tail}")

    async def end(self) -> None:
        """Ask it to stop, and kill it if it does not within END_TIMEOUT_S."""
        if self.process.returncode is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(END_TIMEOUT_S):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


async def start_module(
    name: str, module: str, arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Child:
    """Run `python -m module arguments` with its output in `folder`; without `environment` it inherits ours."""
    log = folder / f"{name}.log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments, stdout=output, stderr=output, env=environment
        )
    return Child(name, process, log)


async def wait_until_ready(child: Child, url: str) -> None:
    """Return once `url` answers 200 and names nothing as away.

    Raises if the process ends or READY_TIMEOUT_S passes first.
    """
    async with asyncio.timeout(READY_TIMEOUT_S), aiohttp.ClientSession() as session:
        while not await _answers(session, url):
            child.check()
            await asyncio.sleep(LOOK_EVERY_S)


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as answer:
            return answer.status == 200 and b'"away":["' not in await answer.read()
    except aiohttp.ClientConnectionError:
        return False
