"""A test that cannot fail proves nothing: copies of the source in which one guard is taken out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT

_PACKAGES = ("hub", "connectors", "mappings", "routes", "document_flow", "tests")
_FILES = ("pyproject.toml", "docs/verify_draw.py")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.log")


@dataclass(frozen=True)
class Mutant:
    """`guard`, which stands in `file` once or several times, is replaced by `without`."""

    file: str
    guard: str
    without: str


def plant(folder: Path, *mutants: Mutant) -> None:
    """Copy the source into an empty folder, without these guards."""
    for package in _PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=_NOT_COPIED)
    for file in _FILES:
        (folder / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, folder / file)
    for each in mutants:
        target = folder / each.file
        before = target.read_text(encoding="utf-8")
        assert each.guard in before, f"{each.file} has no such guard any more: {each.guard}"
        target.write_text(before.replace(each.guard, each.without), encoding="utf-8")


def run_in(folder: Path, code: str, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """Run Python over the copy in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command: Sequence[str] = (sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {code}")
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout_s, check=False
    )


OF_THE_EXCHANGE = {
    "no idempotency check": Mutant(
        "hub/exchange/accept.py", "if prior is not None:", "if prior is not None and prior is command:"
    ),
    "no lane check": Mutant("hub/exchange/lanes.py", "waits + (lane in occupied)", "waits"),
    "no fence": Mutant(
        "hub/exchange/settle.py", 'row["fence"] == command.attempt.fence and row["state"]', 'row["state"]'
    ),
    "commit after the call": Mutant("hub/exchange/claim.py", "        await self._write(tx, jobs, wanted, now)\n", ""),
}
