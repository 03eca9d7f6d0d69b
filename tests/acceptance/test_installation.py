"""`make install` on a machine that has Python and make: from the lock, once, and mended after an interruption."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Makefile", ".ci", "requirements.lock", "requirements-dev.lock", "hub")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What installing needs, in a folder with a blank in its name."""
    folder = tmp_path / "my hub"
    folder.mkdir()
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    return folder


def start_make(checkout: Path) -> subprocess.Popen[str]:
    """`make install` with nothing of this shell's Python; the ways to a package index stay."""
    kept = ("PIP_", "SSL_", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    environment = {name: value for name, value in os.environ.items() if name.upper().startswith(kept)}
    environment |= {"PATH": os.environ["PATH"], "HOME": str(checkout.parent)}
    return subprocess.Popen(
        ["make", "install"],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_an_interrupted_installation_is_made_anew_and_a_finished_one_left_alone(checkout: Path) -> None:
    # Given an installation that was interrupted half-way
    with start_make(checkout) as first:
        assert first.stdout is not None
        while not first.stdout.readline().startswith("[20/"):
            assert first.poll() is None
        os.killpg(first.pid, signal.SIGTERM)  # SIGINT is ignored by what was started in the background
        rest = first.stdout.read()
    assert first.returncode != 0
    assert "Traceback" not in rest

    # When make is run again
    with start_make(checkout) as second:
        said = second.communicate(timeout=600)[0]

    # Then the environment is whole
    assert second.returncode == 0, said
    check = "import aio_pika, asyncpg, fastapi, lxml.etree, zeep, hub; print(hub.__file__)"
    python = checkout / ".venv/bin/python"
    done = subprocess.run([python, "-c", check], cwd=checkout.parent, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(checkout / "hub" / "__init__.py"), done.stderr
    assert os.access(checkout / ".venv/bin/hub", os.X_OK)

    # And a third run has nothing to do and says nothing
    with start_make(checkout) as third:
        assert third.communicate(timeout=60)[0] == ""
