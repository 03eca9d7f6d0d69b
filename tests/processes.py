"""The hub as processes of its own, as in production: `hub serve`, `hub relay`, `hub work`, to be killed at will."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.hubs import HASH_KEY, made_key
from tests.sandbox import free_port
from tests.warm import WARM, WarmProcess

ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Running:
    """One process and where its output goes."""

    name: str
    process: WarmProcess
    log: Path

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def wait(self, seconds: float = 30.0) -> int:
        return self.process.wait(timeout=seconds)


@dataclass(slots=True)
class HubProcesses:
    """The hub's processes over one database and broker. Leave the context to end them all."""

    data: Path
    sandbox_url: str
    database_url: str | None = None
    broker_url: str | None = None
    broker_prefix: str = "hub"
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    running: dict[str, Running] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, **extra: str) -> dict[str, str]:
        """The settings of one process; nothing of the developer's own."""
        made = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        made |= {
            "HUB_DATA": str(self.data),
            "HUB_PORT": str(self.port),
            "HUB_HASH_KEY": HASH_KEY,
            "HUB_SANDBOX": "true",
            "HUB_SANDBOX_URL": self.sandbox_url,
            "HUB_BROKER_PREFIX": self.broker_prefix,
            "HUB_MIN_FREE_BYTES": "0",
            "HUB_LOG_LEVEL": "INFO",
            "HUB_LEASE_SECONDS": "6",
            "HUB_LANG": "en",
        }
        if self.database_url is not None:
            made["HUB_DATABASE_URL"] = self.database_url
        if self.broker_url is not None:
            made["HUB_BROKER_URL"] = self.broker_url
        made |= self.more | extra
        if made["HUB_SANDBOX"] == "false":
            made["HUB_DATA_KEY_FILE"] = str(made_key(self.data))
        return made

    def run(self, command: str, name: str | None = None, *, open_files: int | None = None, **extra: str) -> Running:
        """Start `hub COMMAND` and return at once; `open_files` limits its file descriptors."""
        name = name or command
        self.data.mkdir(parents=True, exist_ok=True)
        log = self.data / f"{name}.log"
        log.unlink(missing_ok=True)
        with log.open("ab") as target:
            process = WARM.start(
                "hub.cli",
                *command.split(),
                env=self.environment(**extra),
                stdout=target,
                stderr=target,
                open_files=open_files,
            )
        self.running[name] = Running(name, process, log)
        return self.running[name]

    def migrate(self) -> None:
        """Bring the schema up to date, and wait for it."""
        assert self.run("migrate").wait(60) == 0, self.running["migrate"].log.read_text()

    def ready(self, seconds: float = 100.0) -> None:
        """Wait until the API says that it is ready and has its broker, without which no worker works."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.health() == (200, []):
                return
            time.sleep(0.1)
        logs = "\n".join(f"--- {r.name}\n{r.log.read_text()[-3000:]}" for r in self.running.values())
        raise AssertionError(f"the hub was not ready within {seconds} s\n{logs}")

    def health(self) -> tuple[int, list[str]]:
        """What the API says of itself: the status of `/health/ready`, 0 where nobody answers, and what is away."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()).get("away", [])
        except OSError:
            return 0, []
        finally:
            connection.close()

    def started(self, name: str, seconds: float = 100.0) -> None:
        """Wait until a process says that it is ready."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if "ready" in self.running[name].log.read_text():
                return
            time.sleep(0.1)
        raise AssertionError(f"{name} was not ready within {seconds} s: {self.running[name].log.read_text()[-3000:]}")

    def all_alive(self) -> bool:
        """Whether every process runs that is meant to run on."""
        return all(each.alive for name, each in self.running.items() if name != "migrate")

    def kill(self, name: str) -> None:
        """SIGKILL, as a power cut would."""
        self.running[name].signal(signal.SIGKILL)
        self.running[name].wait()

    def stop(self) -> None:
        """SIGTERM to all, then SIGKILL to what is left."""
        for each in self.running.values():
            if each.alive:
                each.signal(signal.SIGCONT)
                each.signal(signal.SIGTERM)
        for each in self.running.values():
            try:
                each.wait(25)
            except subprocess.TimeoutExpired:
                each.signal(signal.SIGKILL)
                each.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
