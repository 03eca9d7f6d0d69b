"""The tutorial, typed as it stands: its commands run, and what it shows of their output is what they print."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.acceptance import curl
from tests.sandbox import free_port
from tests.warm import WARM, WarmProcess

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, AZERBAIJANI = ROOT / "docs" / "tutorial.md", ROOT / "docs" / "tutorial.az.md"
_SHELL = """set -euo pipefail
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
sleep() { command sleep "$1" "$1"; }
"""
"""Other tests share the machine, so where a page waits, it is given twice as long."""
_BLOCK = re.compile(r"^```(bash|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_VARYING = (
    (re.compile(r'(?<="signature":")[^"]+'), "SIGNATURE"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "TIME"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "ID"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "GROUP"),
    (re.compile(r"#\d+"), "#N"),
    (re.compile(r"-Q[1-4]\b"), "-QN"),
    (re.compile(r"\bv\d+$"), "vN"),
    (re.compile(r"\b\d+( → \d+)*\b"), "N"),
    (re.compile(r"[├└]"), "├"),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True)
class Sandbox:
    """`hub run --sandbox` on ports of its own, with a new data folder."""

    port: int
    agencies: int
    data: Path

    def environment(self) -> dict[str, str]:
        """Nothing of the developer's own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        return kept | {
            "HUB_PORT": str(self.port),
            "HUB_SANDBOX_PORT": str(self.agencies),
            "HUB_DATA": str(self.data),
            "HUB_MIN_FREE_BYTES": "0",
        }

    def is_up(self) -> bool:
        return _answers(self.port, "/health/ready") and _answers(self.agencies, "/_sandbox/health")


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with running(tmp_path, warm=False) as made:
        yield made


@contextmanager
def running(folder: Path, *, warm: bool) -> Iterator[Sandbox]:
    """A new one that answers; with `warm` its process need not import the project."""
    made, words = Sandbox(free_port(), free_port(), folder / "data"), ("hub.cli", "run", "--sandbox")
    log = folder / "run.log"
    hub: subprocess.Popen[bytes] | WarmProcess
    with log.open("wb") as target:
        if warm:
            hub = WARM.start(*words, env=made.environment(), stdout=target, stderr=target)
        else:
            command = [sys.executable, "-m", *words]
            hub = subprocess.Popen(command, cwd=ROOT, env=made.environment(), stdout=target, stderr=target)
    try:
        deadline = time.monotonic() + 300
        while not made.is_up():
            assert hub.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.2)
        yield made
    finally:
        hub.send_signal(signal.SIGINT)
        hub.wait(120)


def blocks(tutorial: Path, language: str) -> list[str]:
    return [text for found, text in _BLOCK.findall(tutorial.read_text(encoding="utf-8")) if found == language]


def shape(line: str) -> str:
    """The line without what differs from run to run."""
    for pattern, word in _VARYING:
        line = pattern.sub(word, line)
    return line.strip()


def typed(tutorial: Path, sandbox: Sandbox, folder: Path, *, warm: bool = False) -> str:
    """All commands of the tutorial in one shell, which stops at the first that fails; what they print.

    Where the folder has a copy of the code, that is what runs; what a page has started ends with its shell. With `warm`
    its `hub` need not import the project each time.
    """
    for name, place in ((".venv", Path(sys.prefix)), *((each, ROOT / each) for each in ("document_flow", "docs"))):
        if not (folder / name).exists() and not (warm and name == ".venv"):
            (folder / name).symlink_to(place, target_is_directory=True)
    if warm:
        (folder / ".venv" / "bin").mkdir(parents=True)
        WARM.command(folder / ".venv" / "bin" / "hub", "hub.cli")
        python = folder / ".venv" / "bin" / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
    environment = sandbox.environment()
    if (folder / "hub").is_dir():
        environment["PYTHONPATH"] = str(folder)
    if shutil.which("curl") is None:
        environment["PATH"] = f"{curl.put_beside(folder / 'stand-ins')}:{environment['PATH']}"
    script = _SHELL + "\n".join(blocks(tutorial, "bash"))
    script = script.replace(":8080/", f":{sandbox.port}/").replace(":8090/", f":{sandbox.agencies}/")
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return done.stdout


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "tutorial", [pytest.param(ENGLISH, id="en"), pytest.param(AZERBAIJANI, id="az", marks=pytest.mark.slow)]
)
def test_the_tutorial_does_what_it_says(tutorial: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    # Given a hub just started, as the tutorial's first command does
    shown = [shape(line) for block in blocks(tutorial, "text") for line in block.splitlines()]

    # When all its commands are typed
    printed = typed(tutorial, sandbox, tmp_path)

    # Then every line of output that it shows was printed
    lines = {shape(line) for line in printed.splitlines()}
    assert [line for line in shown if line not in lines] == [], printed
    # And nothing was lost, doubled or overtaken
    arrived = re.findall(r'"soyad":"(\w+)"', printed)[-4:]
    assert arrived == ["Eliyev", "Memmedov", "Huseynov", "Quliyev"]


def test_both_languages_have_the_same_commands() -> None:
    english, azerbaijani = blocks(ENGLISH, "bash"), blocks(AZERBAIJANI, "bash")

    assert [block.replace("HUB_LANG=en", "HUB_LANG=az") for block in english] == azerbaijani
    assert english != azerbaijani
