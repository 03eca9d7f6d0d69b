"""A process that is forked from a warm one is as one that was started cold."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.warm import WARM

MODULE = "timeit"
"""One with a `main` that runs what it is told."""
ONCE = ("-n", "1", "-r", "1")
SLEEPS = ("import time", "print('begun', flush=True)", "time.sleep(60)")


def test_it_has_its_own_environment_folder_and_limit_and_says_how_it_ended(tmp_path: Path) -> None:
    says = "import os, resource; print(dict(os.environ), os.getcwd(), resource.getrlimit(resource.RLIMIT_NOFILE))"
    with (tmp_path / "said").open("w+b") as said:
        process = WARM.start(MODULE, *ONCE, says, env={"NAME": "Ağalı"}, cwd=tmp_path, stdout=said, open_files=77)

        assert process.wait(60) == 0
        said.seek(0)
        assert said.read().decode().startswith(f"{{'NAME': 'Ağalı'}} {tmp_path} (77, 77)\n")
    failed = WARM.run(MODULE, "--nothing-such")
    assert (failed.returncode, "--nothing-such" in failed.stderr + failed.stdout) == (2, True)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_signal_ends_it_and_is_told(number: signal.Signals) -> None:
    process = WARM.start(MODULE, *ONCE, *SLEEPS)

    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    process.send_signal(number)

    assert process.wait(60) == -number
    process.kill()  # what has ended is not looked for among other processes
    assert process.poll() == -number


def test_a_command_of_a_shell_passes_on_files_status_and_signals(tmp_path: Path) -> None:
    command = tmp_path / "timed"
    WARM.command(command, MODULE)

    done = subprocess.run([command, *ONCE, "print('here')"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("here\n")
    assert subprocess.run([command, "--nothing-such"], capture_output=True, check=False).returncode == 2

    with subprocess.Popen([command, *ONCE, *SLEEPS], stdout=subprocess.PIPE) as sleeping:
        assert sleeping.stdout is not None
        assert sleeping.stdout.readline() == b"begun\n"
        sleeping.terminate()
        assert sleeping.wait(60) == 128 + signal.SIGTERM
        assert sleeping.stdout.read() == b""


def test_many_at_once_are_told_apart() -> None:
    processes = {code: WARM.start(MODULE, *ONCE, f"import os; os._exit({code})") for code in range(3, 23)}

    assert {code: process.wait(60) for code, process in processes.items()} == {code: code for code in processes}
    assert len({process.pid for process in processes.values()} | {os.getpid()}) == 21
