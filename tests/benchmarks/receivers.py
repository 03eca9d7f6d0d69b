"""The receiving side of a run: the bench's own sink, or the simulated agencies in the sandbox's process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from tests.benchmarks.processes import Child, start_module, wait_until_ready
from tests.benchmarks.work import Work
from tests.servers.instance import free_port


class Receiver(Protocol):
    """Where messages arrive, as a process of its own."""

    @property
    def url(self) -> str:
        """Where the pipeline delivers."""
        ...

    @property
    def pid(self) -> int: ...

    async def start(self) -> None: ...

    async def arrived(self) -> int:
        """About how many have come; cheap."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """How often each message has come, by its work's key. A message counts once it is everywhere it should be."""
        ...

    async def stop(self) -> None: ...


MakeReceiver = Callable[[Work, Path], Receiver]


class _Process:
    """One process on a port of its own, and what it says of itself over HTTP."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._child: Child | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    async def stop(self) -> None:
        if self._child is not None:
            await self._child.end()

    async def _start(self, name: str, module: str, arguments: list[str], health: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._child = await start_module(name, module, ["--port", str(self.port), *arguments], self._folder)
        await wait_until_ready(self._child, f"http://127.0.0.1:{self.port}{health}")

    async def _ask(self, path: str) -> Any:
        async with aiohttp.request("GET", f"http://127.0.0.1:{self.port}{path}") as answer:
            return await answer.json(content_type=None)


class Sink(_Process):
    """Answers everything at once (`sink.py`)."""

    def __init__(self, work: Work, folder: Path) -> None:
        super().__init__(folder)
        self._work = work

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/persons"

    async def start(self) -> None:
        await self._start("sink", "tests.benchmarks.sink", ["--key-pattern", self._work.key_pattern], "/_count")

    async def arrived(self) -> int:
        found: int = (await self._ask("/_count"))["distinct"]
        return found

    async def counts(self) -> Mapping[str, int]:
        found: dict[str, int] = await self._ask("/_keys")
        return found


class SandboxAgencies(_Process):
    """The sandbox with its durable ledgers. `fields` names, by agency, the field of a subject that holds the key."""

    def __init__(self, work: Work, folder: Path, *, fields: Mapping[str, str]) -> None:
        del work
        super().__init__(folder)
        self._fields = fields

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        data = self._folder / "sandbox"
        data.mkdir(parents=True, exist_ok=True)
        await self._start("sandbox", "connectors.sandbox", ["--data", str(data)], "/_sandbox/health")

    async def arrived(self) -> int:
        """Calls, of the agency that had the fewest."""
        ledgers = [await self._ask(f"/_sandbox/{agency}/ledger?limit=0") for agency in self._fields]
        fewest: int = min(ledger["calls"] for ledger in ledgers)
        return fewest

    async def counts(self) -> Mapping[str, int]:
        """What every agency has applied; how often, at the one that was told most often."""
        applied = [await self._applied(agency) for agency in self._fields]
        everywhere = set.intersection(*(set(found) for found in applied))
        return {key: max(found[key] for found in applied) for key in everywhere}

    async def _applied(self, agency: str) -> Counter[str]:
        ledger = await self._ask(f"/_sandbox/{agency}/ledger")
        found: Counter[str] = Counter()
        for entry in ledger["entries"]:
            found[entry["subject"][self._fields[agency]]] += entry["applied_count"]
        return found
