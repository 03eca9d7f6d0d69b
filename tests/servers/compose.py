"""Servers in containers, for machines that have Docker and not the servers themselves."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.servers.instance import free_port, wait_until, when_gone

FILE = Path(__file__).with_name("compose.yml")


@cache
def compose_works() -> bool:
    """True if `docker compose` is there and its daemon answers."""
    try:
        for command in (["docker", "compose", "version"], ["docker", "info"]):
            subprocess.run(command, check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


class ComposeInstance:
    """One service of `compose.yml` in a project of its own, on one port of 127.0.0.1 for its whole life."""

    def __init__(self, service: str, ready: Callable[[int], bool]) -> None:
        self.port = free_port()
        self._service = service
        self._ready = ready
        project = f"hub-test-{os.getpid()}-{self.port}"
        self._command = ["env", f"HUB_TEST_PORT={self.port}", "docker", "compose", "-p", project, "-f", str(FILE)]
        when_gone([*self._command, "down", "--volumes", "--timeout", "1"])

    def start(self) -> None:
        """Also pulls the image at the first start, which may take minutes."""
        self._compose("up", "--detach", self._service, seconds=900)
        wait_until(lambda: self._ready(self.port), alive=lambda: True, seconds=120, log=None)

    def stop(self, *, immediate: bool = False) -> None:
        """`immediate` sends SIGQUIT, which both servers take for a stop without saving."""
        if immediate:
            self._compose("kill", "--signal", "SIGQUIT", self._service)
        else:
            self._compose("stop", self._service)
        wait_until(lambda: not self._ready(self.port), alive=lambda: True, seconds=60, log=None)

    def kill(self) -> None:
        """SIGKILL to the container's first process ends all of them."""
        self._compose("kill", "--signal", "SIGKILL", self._service)

    def pause(self) -> None:
        """Freezes the container's control group."""
        self._compose("pause", self._service)

    def resume(self) -> None:
        """Thaws it; a service that is not paused makes Docker complain, which is no failure here."""
        subprocess.run([*self._command, "unpause", self._service], check=False, capture_output=True, timeout=60)

    def ctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` inside the container."""
        return self._compose("exec", "-T", self._service, "rabbitmqctl", "--quiet", *arguments)

    def define(self, definitions: str) -> None:
        """Import definitions; `rabbitmqctl` takes them from a file only."""
        keep_and_import = "cat > /tmp/definitions.json && rabbitmqctl --quiet import_definitions /tmp/definitions.json"
        self._compose("exec", "-T", self._service, "sh", "-c", keep_and_import, stdin=definitions)

    def _compose(self, *arguments: str, seconds: float = 60, stdin: str | None = None) -> str:
        done = subprocess.run(
            [*self._command, *arguments],
            input=stdin or "",
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"docker compose {arguments[0]} failed: {done.stderr.strip()[-1000:]}")
        return done.stdout
