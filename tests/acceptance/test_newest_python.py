"""The unit tests under the newest Python of this machine, beside the one that runs this.

Properties are left out: what they look for, inputs nobody thought of, is the same under every Python. Asserts are left
as they are written: what a failed one compared is told by the run under the other Python, or by this test typed again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.checkout import copy_project

PLACES = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")
NEWEST_THOUGHT_OF = 20


def newer_python() -> str | None:
    """The newest that can make an environment; a name in PATH may be a shim with nothing behind it."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *PLACES))
    for minor in range(NEWEST_THOUGHT_OF, sys.version_info.minor, -1):
        for folder in path.split(os.pathsep):
            found = shutil.which(f"python3.{minor}", path=folder)
            if found and can_make_environments(found):
                return found
    return None


def can_make_environments(python: str) -> bool:
    check = [python, "-c", "import ensurepip, ssl, sqlite3, venv"]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_unit_tests_pass_under_the_newest_python(tmp_path: Path) -> None:
    # Given a newer Python, and a copy of the project with an environment of its own
    python = newer_python()
    if python is None:
        pytest.skip(f"there is no newer Python beside {sys.version_info.major}.{sys.version_info.minor}")
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
            "tests/unit",
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
