"""Processes that start warm: forked from one that has imported the project, which by itself takes seconds each time.

process = WARM.start("hub.cli", "serve", env=environment, stdout=log, stderr=log)
process.terminate()
assert process.wait(30) == 0

A process is as one that was started cold: its own environment, folder, output, signals and exit status. It may be asked
for what `subprocess.Popen` is asked for. Whatever is about starting itself starts cold.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any

PRELOADED = ("hub.app", "hub.serving", "connectors.sandbox.server", "typer", "rich.console")
"""What nearly every process imports; nothing that reads its environment while it is imported."""
ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 1 << 20
_SENT = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class WarmProcess:
    """One that was forked; what `subprocess.Popen` is asked for, as far as tests ask."""

    def __init__(self, answers: socket.socket, args: list[str]) -> None:
        self.args = args
        self.returncode: int | None = None
        self._answers = answers
        self._read = b""
        pid = self._line(60)
        assert pid is not None, "the warm process did not fork in time"
        self.pid = pid

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, negative for a signal; `subprocess.TimeoutExpired` after so many seconds."""
        status = self._ended(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, seconds: float | None) -> int | None:
        if self.returncode is None:
            self.returncode = self._line(seconds)
            if self.returncode is not None:
                self._answers.close()
        return self.returncode

    def _line(self, seconds: float | None) -> int | None:
        """The next number that is told of it; None if there is none in time."""
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._read:
            self._answers.settimeout(None if end is None else max(0.0, end - time.monotonic()))
            try:
                more = self._answers.recv(64)
            except (TimeoutError, BlockingIOError):
                return None
            assert more, f"whoever started {self.args} has ended"
            self._read += more
        line, _, self._read = self._read.partition(b"\n")
        return int(line)


class Warm:
    """The process that others are forked from; started at the first that is asked for."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Path()

    @property
    def place(self) -> str:
        """Where it listens, in a folder that it removes at its end."""
        return str(self._folder / "socket")

    def start(
        self,
        module: str,
        *args: str,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        stdout: IO[Any] | int = 1,
        stderr: IO[Any] | int = 2,
        open_files: int | None = None,
    ) -> WarmProcess:
        """Start the `main` of a module with these arguments, as `python -m` does; with a limit of open files."""
        self.begin()
        with Path(os.devnull).open("rb") as nothing:
            files = [each if isinstance(each, int) else each.fileno() for each in (nothing, stdout, stderr)]
            asked = {
                "module": module,
                "args": args,
                "env": dict(os.environ if env is None else env),
                "cwd": str(cwd),
                "open_files": open_files,
            }
            return WarmProcess(ask(self.place, asked, files), [module, *args])

    def command(self, file: Path, module: str) -> None:
        """Write a command that a shell starts, as `hub`, which runs the module."""
        self.begin()
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -ISE "{__file__}" "{self.place}" {module} "$@"\n')
        file.chmod(0o755)

    def run(
        self, module: str, *args: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Start it and wait for its end; with what it printed."""
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
            process = self.start(module, *args, env=env, cwd=cwd, stdout=printed, stderr=said)
            try:
                status = process.wait(timeout)
            finally:
                process.kill()
            for file in (printed, said):
                file.seek(0)
            out, errors = printed.read().decode(), said.read().decode()
        return subprocess.CompletedProcess(process.args, status, out, errors)

    def begin(self) -> None:
        """Have it listen."""
        if self._process is None:
            self._folder = Path(tempfile.mkdtemp(prefix="warm-"))
            self._process = subprocess.Popen([sys.executable, "-m", "tests.warm", self.place], cwd=ROOT)
            atexit.register(self.end)
        deadline = time.monotonic() + 60
        while not Path(self.place).exists():
            assert self._process.poll() is None, "the process that others are forked from ended at its start"
            assert time.monotonic() < deadline, "the process that others are forked from did not start in time"
            time.sleep(0.02)

    def end(self) -> None:
        """End it, and count what it and its children have used."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


WARM = Warm()
"""The test session's."""


def ask(place: str, asked: Mapping[str, Any], files: list[int]) -> socket.socket:
    """Ask for a process; where its pid and later its exit status are told, each a line."""
    answers = socket.socket(socket.AF_UNIX)
    answers.connect(place)
    socket.send_fds(answers, [b"."], files)
    answers.sendall(json.dumps(asked).encode() + b"\n")
    return answers


def be(place: str, module: str, args: list[str]) -> int:
    """Stand for a process that is forked: with the same files, signals and exit status, as a shell counts them."""
    asked = {"module": module, "args": args, "env": dict(os.environ), "cwd": str(Path.cwd()), "open_files": None}
    signal.pthread_sigmask(signal.SIG_BLOCK, _SENT)  # until there is somebody to pass them on to
    process = WarmProcess(ask(place, asked, [0, 1, 2]), [module, *args])
    for number in _SENT:
        signal.signal(number, lambda number, _: os.kill(process.pid, number))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SENT)
    status = process.wait()
    return status if status >= 0 else 128 - status


def main(place: str) -> None:
    """Import, listen, fork; what a child does comes after the loop, so that it ends as every Python does."""
    for name in PRELOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    run = _Parent(Path(place)).listen()
    if run is not None:
        sys.exit(run())


class _Parent:
    """Forks what is asked for, and tells whoever asked of its end."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._door = socket.socket(socket.AF_UNIX)
        self._signals, self._told = socket.socketpair()
        self._signals.setblocking(False)
        self._running: dict[int, socket.socket] = {}

    def listen(self) -> Callable[[], str | int | None] | None:
        """Until SIGTERM, or till whoever has started it has ended; in a child, what it is to do."""
        parent = os.getppid()
        signal.set_wakeup_fd(self._signals.fileno())
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, _note)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        new = self._place.with_suffix(".new")
        self._door.bind(str(new))
        self._door.listen(64)
        new.rename(self._place)
        while os.getppid() == parent:
            heard, _, _ = select.select((self._door, self._told), (), (), 1.0)
            if self._told in heard and signal.SIGTERM in self._told.recv(4096):
                break
            self._reap()
            if self._door in heard and (run := self._fork()) is not None:
                return run
        self._end()
        return None

    def _fork(self) -> Callable[[], str | int | None] | None:
        """The child, told to whoever asked; in it, what it is to do."""
        caller, _ = self._door.accept()
        asked, files = _asked(caller)
        signal.pthread_sigmask(signal.SIG_BLOCK, _SENT)  # what is sent to the child at once waits until it minds it
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SENT)
            for each in (self._door, self._signals, self._told, caller, *self._running.values()):
                each.close()
            return _become(asked, files)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SENT)
        for file in files:
            os.close(file)
        self._running[pid] = caller
        _tell(caller, pid)
        return None

    def _reap(self) -> None:
        while self._running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self._running.pop(pid) as caller:
                _tell(caller, os.waitstatus_to_exitcode(status))

    def _end(self) -> None:
        """What still runs ends too, and is waited for, so that what it has used is counted; nothing is left behind."""
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        shutil.rmtree(self._place.parent, ignore_errors=True)


def _asked(caller: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """What a caller asks for, and its three files."""
    _, files, _, _ = socket.recv_fds(caller, 1, 3)
    raw = b""
    while not raw.endswith(b"\n"):
        raw += caller.recv(_LONGEST)
    return json.loads(raw), files


def _become(asked: dict[str, Any], files: list[int]) -> Callable[[], str | int | None]:
    """Be the process that is asked for, up to its `main`."""
    for number, file in enumerate(files):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    if limit := asked["open_files"]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    module = asked["module"]
    sys.argv = [module, *asked["args"]]

    def run() -> str | int | None:
        status: str | int | None = importlib.import_module(module).main()
        return status

    return run


def _tell(caller: socket.socket, number: int) -> None:
    with suppress(OSError):  # whoever asked may have ended
        caller.sendall(b"%d\n" % number)


def _note(number: int, frame: FrameType | None) -> None:
    """Only so that the number is written where the loop wakes by it."""


if __name__ == "__main__":
    if sys.argv[2:]:
        sys.exit(be(sys.argv[1], sys.argv[2], sys.argv[3:]))
    main(sys.argv[1])
