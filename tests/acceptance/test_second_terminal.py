"""The README's commands of a second terminal find the running hub, at whatever port it listens."""

from __future__ import annotations

import os
import re
import socketserver
import subprocess
import sys
from pathlib import Path

import pytest

from hub.commands.servers.address import address_of, announced
from hub.settings import load_settings
from tests.acceptance.test_tutorial import ROOT, Sandbox, sandbox

__all__ = ["sandbox"]
COMMANDS = ("messages list", "failed list", "documents list", "documents inbox --as elcin")


@pytest.mark.timeout(600)
def test_the_commands_of_the_readme_find_the_hub_whose_port_was_moved(sandbox: Sandbox) -> None:
    # Given a hub that was started with HUB_PORT and HUB_SANDBOX_PORT, and a terminal in which nobody set them
    moved = ("HUB_PORT", "HUB_SANDBOX_PORT")
    terminal = {name: value for name, value in sandbox.environment().items() if name not in moved}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for command in COMMANDS:
        # When a command of the README is typed there
        assert f".venv/bin/hub {command} " in readme
        words = [sys.executable, "-m", "hub.cli", *command.split()]
        typed = subprocess.run(words, cwd=ROOT, env=terminal, capture_output=True, text=True, check=False)

        # Then it is answered
        assert typed.returncode == 0, typed.stderr


def test_what_was_set_goes_before_the_running_hub_and_that_before_the_default(tmp_path: Path) -> None:
    alone, moved = ({"HUB_DATA": str(tmp_path), **more} for more in ({}, {"HUB_PORT": "8280"}))

    with announced(load_settings(alone)[0], "http://127.0.0.1:8180"):
        assert address_of(load_settings(alone)[0]) == "http://127.0.0.1:8180"
        assert address_of(load_settings(moved)[0]) == "http://127.0.0.1:8280"

    assert address_of(load_settings(alone)[0]) == "http://127.0.0.1:8080"


def test_a_command_that_finds_the_address_of_a_killed_hub_says_so_whoever_listens_there(tmp_path: Path) -> None:
    # Given a hub that was killed, and another process at the port where it was
    settings = {"HUB_DATA": str(tmp_path), "HUB_SANDBOX": "true", "HUB_LANG": "en"}
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as other:
        url = f"http://127.0.0.1:{other.server_address[1]}"
        script = (
            "import os; from hub.commands.servers.address import announced; from hub.settings import load_settings\n"
            f"with announced(load_settings({settings!r})[0], {url!r}): os.kill(os.getpid(), 9)"
        )
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
        assert (tmp_path / "address").read_text(encoding="ascii") == url
        assert address_of(load_settings(settings)[0]) == "http://127.0.0.1:8080"

        # When a command looks for the hub
        words = [sys.executable, "-m", "hub.cli", "messages", "list"]
        environment = {**os.environ, **settings}
        typed = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    # Then it says that this one runs no more, and speaks to nobody else
    assert typed.returncode == 1
    assert f"was at {url}, and was killed" in re.sub(r"\s+", " ", typed.stderr)
