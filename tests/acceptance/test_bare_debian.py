"""The README's promise, tried: on a machine with make and Python and nothing else, `make run` and the pages work."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.bare_debian import BareDebian, CannotMakeOne
from tests.sandbox import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> Iterator[BareDebian]:
    folder: Path = tmp_path_factory.mktemp("bare") / "root"
    try:
        yield BareDebian.make(folder, say)
    except CannotMakeOne as why:
        pytest.skip(str(why))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_make_run_installs_itself_and_carries_messages_till_ctrl_c(debian: BareDebian) -> None:
    # Given Python and make, and none of what a developer's machine has beside
    for program in ("curl", "git", "gcc", "pip", "psql", "rabbitmqctl"):
        assert debian.run("sh", "-c", f"command -v {program}")[0] != 0, program
    names = ("HUB_PORT", "HUB_SANDBOX_PORT", "HUB_SFTP_PORT")
    ports = {**{name: str(free_port()) for name in names}, "HUB_LANG": "en"}

    # When the first of the README's commands is typed
    with debian.start("make", "run", more=ports) as hub:
        try:
            # Then messages come in and are carried to the end, which the README's next command shows
            deadline = time.monotonic() + 600
            while "completed" not in (listed := debian.run(".venv/bin/hub", "messages", "list", more=ports)[1]):
                assert hub.poll() is None, hub.communicate()[0][-3000:]
                assert time.monotonic() < deadline, listed
                time.sleep(1)
            assert debian.run(".venv/bin/hub", "failed", "list", more=ports)[0] == 0
        finally:
            # And Ctrl-C stops all of it
            os.killpg(hub.pid, signal.SIGINT)
            printed = hub.communicate(timeout=60)[0]
    assert "Traceback" not in printed


def test_the_acceptance_tests_pass_there(debian: BareDebian) -> None:
    # Given what `make test` installs first
    status, printed = debian.run("make", "install-dev", seconds=600)
    assert status == 0, printed[-3000:]

    # When the acceptance tests are run
    status, printed = debian.run(
        ".venv/bin/python", "-m", "pytest", "tests/acceptance", "-m", "not slow", "-q", seconds=900
    )

    # Then they pass
    assert status == 0, printed[-5000:]
