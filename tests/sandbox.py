"""The sandbox as a test sees it: its process on a free port, its ledgers and its knobs.

with RunningSandbox.start(tmp_path) as sandbox:
    sandbox.behave("meis", fail=503, times=2)
    ...
    assert [entry["applied_count"] for entry in sandbox.ledger("meis").entries] == [1]
"""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from connectors.agencies import AGENCIES
from connectors.connector import Limits
from connectors.endpoint import AgencyEndpoint
from connectors.sandbox import hub_credentials
from hub.settings import XROAD_IN_SANDBOX
from tests.warm import WARM, WarmProcess


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class LedgerView:
    """What an agency applied, in its order, and how often it was called."""

    entries: list[dict[str, Any]]
    calls: int
    repeats: int
    conflicts: int

    @property
    def keys(self) -> list[str]:
        """The keys in the order of application."""
        return [entry["key"] for entry in self.entries]

    def subjects(self, name: str) -> list[Any]:
        """One field of every applied subject, in the order of application."""
        return [entry["subject"].get(name) for entry in self.entries]


class RunningSandbox:
    """A sandbox process; `kill` and `restart` keep its data folder and port."""

    def __init__(self, data: Path, port: int, more: tuple[str, ...] = ()) -> None:
        self.data = data
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._more = more
        self._process: WarmProcess | None = None

    @classmethod
    def start(cls, data: Path, *more: str) -> Self:
        """Start one on a free port and wait until it answers; `more` are further command line options."""
        sandbox = cls(data, free_port(), more)
        sandbox.restart()
        return sandbox

    def restart(self) -> None:
        """Start the process (again) and wait until it answers."""
        place = ("--port", str(self.port), "--data", str(self.data), "--with-parent")
        self._process = WARM.start("connectors.sandbox.__main__", *place, *self._more)
        self._await_health(20)

    def _await_health(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self._process is not None
            assert self._process.poll() is None, "the sandbox ended at its start"
            try:
                self._ask("GET", "/_sandbox/health")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the sandbox did not answer in time")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal, wait for the end, and return the exit status."""
        assert self._process is not None
        self._process.send_signal(number)
        status = self._process.wait(timeout=15)
        self._process = None
        return status

    def kill(self) -> None:
        """End the process by SIGKILL."""
        self.stop(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self.stop()

    def endpoint(self, agency: str, limits: Mapping[str, Limits] | None = None) -> AgencyEndpoint:
        """Where the agency is for a connector, with the credentials that it expects."""
        us = XROAD_IN_SANDBOX.subsystem
        return AgencyEndpoint(f"{self.url}/{agency}", hub_credentials(agency), limits or {}, xroad_client=us)

    def ledger(self, agency: str, since: int = 0) -> LedgerView:
        """What `agency` applied after sequence number `since`."""
        return LedgerView(**self._ask("GET", f"/_sandbox/{agency}/ledger?since={since}"))

    def clear(self, agency: str) -> None:
        """Empty the ledger of `agency`."""
        self._ask("DELETE", f"/_sandbox/{agency}/ledger")

    def behave(self, agency: str, **knobs: Any) -> None:
        """Set the knobs of `agency`; without any it is healthy again."""
        self._ask("PUT", f"/_sandbox/{agency}/behaviour", knobs)

    def refresh(self) -> None:
        """Every agency is healthy again, and its ledger empty."""
        for agency in AGENCIES:
            self.behave(agency.name)
            self.clear(agency.name)

    def behaviour(self, agency: str) -> dict[str, Any]:
        """The knobs that are turned."""
        shown: dict[str, Any] = self._ask("GET", f"/_sandbox/{agency}/behaviour")
        return shown

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            raw = answer.read()
            assert answer.status < 300, f"{method} {path}: {answer.status} {raw.decode()}"
            return json.loads(raw) if raw else None
        finally:
            connection.close()
