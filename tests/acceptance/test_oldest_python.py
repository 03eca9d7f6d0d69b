"""The unit tests under the oldest Python that the project promises, beside the newer one that runs this.

A third of their files a day, other ones each day: what is new to that Python is found by the checks of style and types
too, which hold to it. Properties are left out: what they look for, inputs nobody thought of, is the same under every
Python. Asserts are left as they are written: what a failed one compared is told by the run under the other Python, or
by this test typed again.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.acceptance.checkout import copy_project
from tests.campaigns import SOAK

ROOT = Path(__file__).resolve().parents[2]
EVERY = 3
"""Of so many files one is tried a day."""
PLACES = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")


def oldest_promised() -> str:
    """As `3.11`, from what the project requires."""
    required = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    return str(required).removeprefix(">=")


def python_of(version: str) -> str | None:
    """One that can make an environment; a name in PATH may be a shim with nothing behind it."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *PLACES))
    for folder in path.split(os.pathsep):
        found = shutil.which(f"python{version}", path=folder)
        if found and can_make_environments(found):
            return found
    return None


def can_make_environments(python: str) -> bool:
    check = [python, "-c", "import ensurepip, ssl, sqlite3, venv"]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


def files_of_the_day(seed: int) -> list[str]:
    """The files of unit tests that this run tries: all in a soak, else so many of them, other ones each day."""
    files = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests" / "unit").rglob("test_*.py"))
    return files if SOAK else sorted(random.Random(seed).sample(files, len(files) // EVERY))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_unit_tests_pass_under_the_oldest_python_that_is_promised(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    # Given the oldest Python, and a copy of the project with an environment of its own
    version = oldest_promised()
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        pytest.skip(f"this is Python {version} already")
    python = python_of(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine, or none that makes environments")
    project = tmp_path / "project"
    copy_project(project)
    made = subprocess.run(
        ["make", f"PYTHON={python}", "install-dev"], cwd=project, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr

    # When the unit tests are run there
    done = subprocess.run(
        [
            ".venv/bin/python",
            "-m",
            "pytest",
            *files_of_the_day(pytestconfig.getoption("campaign_seed")),
            "-m",
            "not slow and not hypothesis",
            "-q",
            "--assert=plain",
            "-p",
            "no:cacheprovider",
        ],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    # Then they pass
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
