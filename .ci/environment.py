"""Make `.venv` from the lock: plain Python, nothing but the standard library, safe to run again at any time.

    python3 .ci/environment.py [--dev]

A stamp in `.venv` names the lock it was made from: with an equal stamp there is nothing to do. While work goes on the
stamp says so, and what an interrupted run left behind is made anew. The project is run from its checkout: a `.pth` file
puts it on the path, and `.venv/bin/hub` calls `hub.cli`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST = (3, 11)
PACKAGES = ("hub", "routes", "connectors", "mappings", "document_flow")
UNFINISHED = "unfinished\n"

HUB = """#!/bin/sh
'''exec' "$(dirname -- "$0")/python" "$0" "$@"
'''
import sys

from hub.cli import main

sys.exit(main())
"""
"""To the shell the second line starts the Python beside it, whatever its path; to Python it is a string."""


class CannotInstall(Exception):
    """Why the environment could not be made, and what to type."""


def main() -> int:
    """Make or mend the environment; the exit status says whether it is there."""
    level = "dev" if sys.argv[1:] == ["--dev"] else "runtime"
    try:
        with one_at_a_time():
            if not is_made(level):
                make(level)
    except CannotInstall as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next run goes on from here.", file=sys.stderr)
        return 130
    return 0


def is_made(level: str) -> bool:
    """True if the stamp says so. The development environment holds everything that the runtime one does."""
    stamp = stamped()
    return any(stamp == made_from(each) for each in dict.fromkeys((level, "dev")))


def stamped() -> list[str]:
    """What the stamp says; nothing where there is none."""
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def made_from(level: str) -> list[str]:
    """What the stamp says: an environment cannot be moved, so its place is part of it, and what this script does."""
    digest = hashlib.sha256(LOCKS[level].read_bytes() + Path(__file__).read_bytes()).hexdigest()
    return [level, digest, str(ROOT)]


def make(level: str) -> None:
    """From whatever is there to a stamped environment."""
    began = time.monotonic()
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise CannotInstall(f"Python {wanted} or newer is needed; name one: make PYTHON=/path/to/python3 …")
    if not works():
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        STAMP.write_text(UNFINISHED)
        say(f"Making .venv with Python {sys.version.split()[0]} ...")
        create()
    STAMP.write_text(UNFINISHED)
    install(LOCKS[level])
    join_project()
    STAMP.write_text("\n".join(made_from(level)) + "\n")
    say(f"The environment is ready after {time.monotonic() - began:.0f} s.")


def works() -> bool:
    """True if it was made here and to the end, and its Python runs and is new enough."""
    if (stamp := stamped()) and stamp[-1] != str(ROOT):
        return False
    check = f"import sys; sys.exit(sys.version_info < {OLDEST} or sys.prefix != {str(VENV)!r})"
    try:
        return subprocess.run([PYTHON, "-c", check], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def create() -> None:
    """An empty environment. pip comes from Python itself; where Debian split it off, from Debian's package."""
    if not (has("venv") and has("ensurepip")) and not (has("venv") and has("pip")):
        install_venv_package()
    pip = [] if has("ensurepip") else ["--without-pip"]
    done = subprocess.run([sys.executable, "-m", "venv", *pip, str(VENV)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotInstall(f"python -m venv failed: {done.stdout}{done.stderr}\n{how_to_get_venv()}")


def has(module: str) -> bool:
    """Asked of a fresh interpreter, since a package installed meanwhile counts too."""
    return subprocess.run([sys.executable, "-c", f"import {module}"], check=False, capture_output=True).returncode == 0


def install_venv_package() -> None:
    """As root on Debian or Ubuntu: install what they split off; elsewhere say what to install."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotInstall(how_to_get_venv())
    say(f"This Python lacks venv or pip: installing {venv_package()} with apt-get ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", venv_package()]):
        subprocess.run(["apt-get", "--quiet", *command], check=False, env=environment, stdout=subprocess.DEVNULL)
    if not (has("venv") and has("ensurepip")):
        raise CannotInstall(how_to_get_venv())


def venv_package() -> str:
    """Debian's name: one package a version."""
    return "python{}.{}-venv".format(*sys.version_info)


def how_to_get_venv() -> str:
    """What to type where we may not install."""
    return (
        f"{sys.executable} lacks the modules venv and pip. Install them and run make again:\n"
        f"  Debian, Ubuntu: sudo apt-get install {venv_package()}\n"
        "  elsewhere: the package of your system that brings Python's pip and venv"
    )


def install(lock: Path) -> None:
    """Bring in every package of the lock, each checked against its hash, with a line for each."""
    total = len(re.findall(r"^[a-z0-9]", lock.read_text(), re.MULTILINE))
    command = [*pip_command(), "install", "--require-hashes", "--no-deps", "--requirement", str(lock)]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
    say(f"Fetching {total} packages of {lock.name} ...")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as pip:
        complaints = list(follow(pip.stdout or iter(()), total))
    if pip.returncode:
        raise CannotInstall("".join(complaints[-15:]) + "pip failed; mend what it says and run make again.")


def pip_command() -> list[str]:
    """The environment's own pip, or this interpreter's pip working on the environment."""
    own = subprocess.run([PYTHON, "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0
    return [str(PYTHON), "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def follow(lines: Iterator[str], total: int) -> Iterator[str]:
    """Show how far pip is; give back what is no progress, which explains a failure."""
    seen = 0
    for line in lines:
        if match := re.match(r"(?:Collecting|Requirement already satisfied:|Ignoring) ([^ =;]+)", line):
            seen += 1
            show_step(seen, total, match[1].rstrip(":"))
        elif line.startswith("Installing collected packages"):
            end_steps()
            say("Unpacking them into .venv; this may take a minute ...")
        elif not line.startswith(("  ", "Using cached", "Successfully", "Looking in")):
            yield line
    end_steps()


def show_step(seen: int, total: int, package: str) -> None:
    """One line that changes on a terminal; elsewhere, where lines pile up, every tenth step."""
    if sys.stdout.isatty():
        print(f"\r\033[K[{seen}/{total}] {package}", end="", flush=True)
    elif seen % 10 == 0 or seen == total:
        say(f"[{seen}/{total}] {package}")


def end_steps() -> None:
    """Leave the changing line."""
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)


def join_project() -> None:
    """Put the checkout on the environment's path, and the command beside its Python."""
    packages = next((VENV / "lib").glob("python3.*/site-packages"))
    (packages / "qayidis_hub.pth").write_text(f"{ROOT}\n")
    script = VENV / "bin" / "hub"
    script.write_text(HUB)
    script.chmod(0o755)
    # Once, here: where nothing may be written later, every process would compile what it imports.
    code = [str(ROOT / each) for each in PACKAGES if (ROOT / each).is_dir()]
    subprocess.run([PYTHON, "-m", "compileall", "-q", *code], check=False, stdout=subprocess.DEVNULL)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` may start together; the second waits for the first."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another make is installing; waiting for it ...")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def say(text: str) -> None:
    """A line for the person who waits."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
