"""The paying bank, which nobody kills: takes batches over SFTP, answers at once, counts what it was told to pay."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from connectors.agencies.xezine.agency import AGENCY, PAYMENTS
from connectors.agencies.xezine.paying import answers, read_batch
from connectors.sandbox.dropbox import FILES, leave, put_away, serve_files, whole_files

_LOOK_S = 0.05
_MISCOUNTED = 2
"""Which of a batch's four answers counts its rows wrongly, where there is one."""


@dataclass(slots=True)
class Bank:
    """`told`: what it was told to pay, in qəpik, by batch, number, FİN and account; another file's is added."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: Counter[tuple[str, int, str, str]] = field(default_factory=Counter)

    def take(self, name: str, raw: bytes) -> None:
        """A file that comes again is the same file by its name, as banks see it."""
        if name in self.files:
            assert self.files[name] == raw, f"{name} came again with other bytes"
            return
        self.files[name] = raw
        batch = read_batch(raw)
        for line in batch.lines:
            self.told[batch.number, int(line[11:17]), line[17:24], line[24:52].strip()] += int(line[87:98])


@asynccontextmanager
async def bank(data: Path) -> AsyncIterator[Bank]:
    """While the context is open it works, whatever becomes of the hub."""
    found, room = Bank(), data / "sandbox" / FILES

    async def works() -> None:
        home = room / AGENCY.name
        while True:
            for file in whole_files(home / PAYMENTS.folder):
                raw = file.read_bytes()
                found.take(file.name, raw)
                serial = int(file.stem[-2:])
                for name, content in answers(read_batch(raw), serial):
                    if int(name[-6:-4]) != 4 * (serial - 1) + _MISCOUNTED:
                        leave(room, AGENCY.name, name, content)
                put_away(file, "done")
            await asyncio.sleep(_LOOK_S)

    tasks = [asyncio.create_task(each) for each in (serve_files(room), works())]
    try:
        yield found
    finally:
        failed = [task.exception() for task in tasks if task.done() and not task.cancelled()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert not failed, failed
