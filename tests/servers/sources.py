"""Where a test server comes from: named, installed, installed now, in a container; else a text that says how."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.compose import ComposeInstance, compose_works
from tests.servers.instance import ServerMissing
from tests.servers.postgres import NOT_TO_BE_KILLED, PostgresProcess, PostgresServer, answers, installed_binaries
from tests.servers.rabbitmq import RabbitProcess, RabbitServer, installed_programs, speaks_amqp

Say = Callable[[str], None]
"""Takes a line for the person who waits."""

DATABASE_VARIABLE = "HUB_TEST_DATABASE_URL"
BROKER_VARIABLE = "HUB_TEST_BROKER_URL"

_tried: set[str] = set()
"""Packages that this process has tried to install: it does not work better the second time."""


def shared_postgres(say: Say) -> PostgresServer:
    """The named server, or a private one."""
    url = os.environ.get(DATABASE_VARIABLE)
    if not url:
        return private_postgres(say, NOT_TO_BE_KILLED)
    if not answers(url):
        raise RuntimeError(f"{DATABASE_VARIABLE} names {_place(url)}, where no PostgreSQL lets us in")
    return PostgresServer(url, None)


def shared_rabbitmq(say: Say) -> RabbitServer:
    """The named broker, or a private one."""
    url = os.environ.get(BROKER_VARIABLE)
    if not url:
        return private_rabbitmq(say)
    parts = urlsplit(url)
    if not speaks_amqp(parts.hostname or "localhost", parts.port or 5672):
        raise RuntimeError(f"{BROKER_VARIABLE} names {_place(url)}, where nobody speaks AMQP")
    return RabbitServer(url, None)


def private_postgres(say: Say, settings: Mapping[str, str] | None = None) -> PostgresServer:
    """A started server of our own, for tests that break it too."""
    instance: PostgresProcess | ComposeInstance
    if binaries := installed_binaries() or install_package("postgresql", installed_binaries, say):
        instance = PostgresProcess(binaries, settings)
    elif compose_works():
        instance = ComposeInstance("postgres", lambda port: answers(_postgres_url(port)))
    else:
        raise ServerMissing(_how_to_get("PostgreSQL", "postgresql", DATABASE_VARIABLE))
    instance.start()
    return PostgresServer(_postgres_url(instance.port), instance)


def private_rabbitmq(say: Say) -> RabbitServer:
    """A started broker of our own, for tests that break it too."""
    instance: RabbitProcess | ComposeInstance
    if programs := installed_programs() or install_package("rabbitmq-server", installed_programs, say):
        instance = RabbitProcess(programs)
    elif compose_works():
        instance = ComposeInstance("rabbitmq", lambda port: speaks_amqp("127.0.0.1", port))
    else:
        raise ServerMissing(_how_to_get("RabbitMQ", "rabbitmq-server", BROKER_VARIABLE))
    instance.start()
    return RabbitServer(f"amqp://guest:guest@127.0.0.1:{instance.port}/", instance)


def install_missing(say: Say) -> None:
    """Install the servers that are neither named nor installed, where we may."""
    if not os.environ.get(DATABASE_VARIABLE) and not installed_binaries():
        install_package("postgresql", installed_binaries, say)
    if not os.environ.get(BROKER_VARIABLE) and not installed_programs():
        install_package("rabbitmq-server", installed_programs, say)


def _postgres_url(port: int) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def install_package(package: str, found: Callable[[], Path | None], say: Say) -> Path | None:
    """As root on Debian or Ubuntu: install the package. Gives what `found` finds then, None where we may not."""
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return None
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # parallel runs wait here; the second finds the work done
        if package in _tried or found():
            return found()
        _tried.add(package)
        say(f"The tests need {package}: installing it with apt-get ...")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300"]
        install = [*apt, "install", "--yes", "--no-install-recommends", package]
        # An installation that was cut off is ended first: apt-get does nothing before.
        for command in (["dpkg", "--configure", "-a"], [*apt, "update"], install):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            say(f"apt-get install {package} failed: {done.stderr.strip()[-500:]}")
        return found()


def _how_to_get(server: str, package: str, variable: str) -> str:
    return f"{server}: install it (Debian, Ubuntu: apt-get install {package}), or Docker, or set {variable}"


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}{parts.path}"  # without the password
