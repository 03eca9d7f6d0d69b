"""What every started server can do, and the folder whose processes all end with ours."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import fcntl
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

T = TypeVar("T")

BELOW_EPHEMERAL = range(15000, 30000)
"""Where servers listen: a client's own outgoing port can never take the place of a server that is down just now."""


class ServerMissing(Exception):
    """No source has the server; the text says how to get it."""


class Instance(Protocol):
    """One server that tests may break. All calls block; in async code wrap them in `asyncio.to_thread`."""

    def start(self) -> None:
        """Start it on the same port with the same data; returns when it accepts clients, at once if it runs already."""
        ...

    def stop(self, *, immediate: bool = False) -> None:
        """Shut down in order; `immediate` makes the server skip what it would save first."""
        ...

    def kill(self) -> None:
        """SIGKILL, all its processes."""
        ...

    def pause(self) -> None:
        """SIGSTOP: connections stay open and nothing answers."""
        ...

    def resume(self) -> None:
        """SIGCONT; harmless if it was not paused."""
        ...


@cache
def servers_folder() -> Path:
    """The temporary folder of this process's servers. Whatever runs in it is killed when this process is gone."""
    folder = Path(tempfile.mkdtemp(prefix="hub-test-")).resolve()
    folder.chmod(0o711)  # servers may run under an account of their own and must reach their subfolder
    atexit.register(_Reaper.of(folder).close)
    return folder


def when_gone(command: list[str]) -> None:
    """Have `command` run once this process is gone, even if it was killed."""
    _Reaper.of(servers_folder()).add(command)


class _Reaper:
    """A child that waits for the end of its standard input, that is for our end, then kills and clears."""

    _SCRIPT = Path(__file__).with_name("reaper.py")

    def __init__(self, folder: Path) -> None:
        self._child = subprocess.Popen(
            [sys.executable, str(self._SCRIPT), str(folder)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for us; the reaper must outlive it
        )

    @classmethod
    @cache
    def of(cls, folder: Path) -> _Reaper:
        return cls(folder)

    def add(self, command: list[str]) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(command) + "\n")
        self._child.stdin.flush()

    def close(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait(timeout=60)


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on, and that no other process of a test run is given while ours lives."""
    for port in random.sample(BELOW_EPHEMERAL, 200):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if _is_ours(port):
                return port
    raise ServerMissing("no free port between 15000 and 30000")


_HELD: list[BinaryIO] = []
"""Files whose locks end with this process."""


def _is_ours(port: int) -> bool:
    """Whether nobody else was given it: a server listens a while after its port was looked for."""
    folder = Path(tempfile.gettempdir()) / f"hub-test-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    held = (folder / str(port)).open("ab")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return False
    _HELD.append(held)
    return True


def new_folder(kind: str) -> Path:
    """A fresh folder for one server under `servers_folder()`; short, since socket paths may have 107 bytes."""
    return Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=servers_folder()))


def wait_until(ready: Callable[[], bool], *, alive: Callable[[], bool], seconds: float, log: Path | None) -> None:
    """Return when `ready`; raise `ServerMissing` with the log's end when the process is gone or the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not alive() or time.monotonic() > deadline:
            tail = log.read_text(errors="replace")[-2000:] if log and log.exists() else ""
            raise ServerMissing(f"the server did not start within {seconds:.0f} s\n{tail}")
        time.sleep(0.05)


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end from synchronous code, whether or not a loop runs in this thread."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


def first_program(*candidates: str) -> Path | None:
    """The first of these programs that exists: absolute paths as they are, names by PATH."""
    found = (shutil.which(candidate) for candidate in candidates)
    return next((Path(path) for path in found if path), None)
