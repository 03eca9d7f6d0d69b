"""RabbitMQ for tests: a private node without plugins, and what a test asks of any broker, private or named."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psutil

from tests.servers.instance import Instance, first_program, free_port, new_folder, wait_until

VHOSTS_AT_A_TIME = 20
"""One `rabbitmqctl` call takes half a second, so virtual hosts are made in advance."""

SETTLED = 1.5
"""Seconds after which a new quorum queue outlives a kill. Ra writes its directory of queues to disk every half second;
a queue declared just before a SIGKILL has no leader afterwards, for ever (measured on 4.0.5)."""


class BrokerInstance(Instance, Protocol):
    """A broker that `rabbitmqctl` reaches."""

    def ctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` on it and give what it printed; raises `RuntimeError` with its error text."""
        ...

    def define(self, definitions: str) -> None:
        """Import definitions, the JSON of `rabbitmqctl import_definitions`."""
        ...


def installed_programs() -> Path | None:
    """The folder of the unwrapped RabbitMQ scripts: Debian's wrappers in PATH insist on the account `rabbitmq`."""
    server = first_program(
        "/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server", "rabbitmq-server"
    )
    return server.parent if server and first_program("epmd") else None


class RabbitProcess(BrokerInstance):
    """A node with its own data, cookie, ports and port mapper: it knows of no other node on the machine."""

    def __init__(self, programs: Path) -> None:
        self.port = free_port()
        self._programs = programs
        self._folder = new_folder("rabbitmq")
        self._log = self._folder / "console.log"
        self._environment = _environment(self._folder, self.port)
        self._process: subprocess.Popen[bytes] | None = None
        self._port_mapper = self._start_port_mapper()

    def start(self) -> None:
        if self._alive():
            return
        self._process = self._spawn(self._programs / "rabbitmq-server")
        wait_until(lambda: speaks_amqp("127.0.0.1", self.port), alive=self._alive, seconds=90, log=self._log)

    def stop(self, *, immediate: bool = False) -> None:
        if self._alive() and self._process:
            self.resume()
            if immediate:
                self.ctl("eval", "erlang:halt().")
            else:
                self.ctl("stop")
            self._process.wait(timeout=60)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        if self._process:
            self._process.wait(timeout=10)
            wait_until(lambda: not speaks_amqp("127.0.0.1", self.port), alive=lambda: True, seconds=10, log=None)

    def pause(self) -> None:
        """Returns when all of it stands: the signal only asks, and on a busy machine a thread may go on for a while."""
        self._signal(signal.SIGSTOP)
        process = self._process
        if process is not None:
            wait_until(lambda: _stands(process.pid), alive=self._alive, seconds=10, log=self._log)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def ctl(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._programs / "rabbitmqctl", "--quiet", *arguments],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"rabbitmqctl {arguments[0]} failed: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def define(self, definitions: str) -> None:
        file = self._folder / "definitions.json"
        file.write_text(definitions)
        self.ctl("import_definitions", str(file))

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: int) -> None:
        """Signal the whole group: the script's shell and the Erlang machine beneath it."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _start_port_mapper(self) -> subprocess.Popen[bytes]:
        """Run epmd in the foreground: left alone, Erlang starts one as a daemon that outlives us."""
        mapper = self._spawn(Path("epmd"))
        port = int(self._environment["ERL_EPMD_PORT"])
        wait_until(lambda: _listens(port), alive=lambda: mapper.poll() is None, seconds=10, log=self._log)
        return mapper

    def _spawn(self, program: Path) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [program], cwd=self._folder, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )


def _environment(folder: Path, port: int) -> dict[str, str]:
    """Everything the scripts would otherwise read from the machine's own RabbitMQ."""
    (folder / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:{port}\n"
        "disk_free_limit.absolute = 50MB\n"  # the default compares with the machine's memory: an alarm on small disks
        "log.file.level = warning\n"
    )
    (folder / "enabled_plugins").write_text("[].\n")
    (folder / "rabbitmq-env.conf").write_text("")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),  # where the Erlang cookie is made
        "LANG": "C.UTF-8",
        "ERL_EPMD_PORT": str(free_port()),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": "hub-test@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_FEEDBACK": "",
    }


def speaks_amqp(host: str, port: int) -> bool:
    """True if the broker answers the protocol header: it opens its listener only when it has booted."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return connection.recv(1) == b"\x01"
    except OSError:
        return False


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


class RabbitServer:
    """A running broker. Only private ones give fresh virtual hosts and may be stopped, killed or paused."""

    def __init__(self, url: str, instance: BrokerInstance | None) -> None:
        self.url = url
        """The broker's own virtual host: `/` of a private one, the named one's as it was named."""
        self._instance = instance
        self._numbers = itertools.count(1)
        self._ready: list[str] = []

    @property
    def private(self) -> bool:
        """True if this process started it, so that breaking it harms nobody else."""
        return self._instance is not None

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.url).port or 5672

    def create_vhost(self) -> str:
        """The URL of a virtual host that nobody has used yet."""
        if not self._ready:
            self._ready = self._make_vhosts()
        return urlunsplit(urlsplit(self.url)._replace(path="/" + quote(self._ready.pop(0), safe="")))

    def rabbitmqctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` on this broker and give what it printed."""
        return self._own().ctl(*arguments)

    def define(self, definitions: str) -> None:
        """See `BrokerInstance.define`."""
        self._own().define(definitions)

    def delete_queue(self, queue: str, url: str | None = None) -> None:
        """Delete the queue as an administrator would; `url` names the virtual host, else the broker's own."""
        self.rabbitmqctl("delete_queue", queue, "--vhost", vhost_of(url or self.url))

    def queues(self, url: str | None = None) -> dict[str, int]:
        """Every queue's name and messages in it; for looking on, since the count lags behind."""
        printed = self.rabbitmqctl(
            "list_queues", "name", "messages", "--formatter", "json", "--vhost", vhost_of(url or self.url)
        )
        return {row["name"]: int(row["messages"] or 0) for row in json.loads(printed)}

    def start(self) -> None:
        """See `Instance.start`."""
        self._own().start()

    def stop(self, *, immediate: bool = False) -> None:
        """See `Instance.stop`."""
        self._own().stop(immediate=immediate)

    def kill(self) -> None:
        """See `Instance.kill`."""
        self._own().kill()

    def pause(self) -> None:
        """See `Instance.pause`."""
        self._own().pause()

    def resume(self) -> None:
        """See `Instance.resume`."""
        self._own().resume()

    def _own(self) -> BrokerInstance:
        if self._instance is None:
            raise RuntimeError("this broker was named by HUB_TEST_BROKER_URL; only private ones may be broken")
        return self._instance

    def _make_vhosts(self) -> list[str]:
        names = [f"test-{os.getpid()}-{next(self._numbers)}" for _ in range(VHOSTS_AT_A_TIME)]
        every = {"user": "guest", "configure": ".*", "write": ".*", "read": ".*"}
        definitions = {
            "vhosts": [{"name": name} for name in names],
            "permissions": [{"vhost": name, **every} for name in names],
        }
        self.define(json.dumps(definitions))
        return names


def vhost_of(url: str) -> str:
    """The virtual host that an AMQP URL names (`/` where it names none)."""
    return unquote(urlsplit(url).path[1:]) or "/"


def _stands(leader: int) -> bool:
    """Whether every thread of a process group is stopped. On Linux a thread has a number as a process has."""
    family = [psutil.Process(leader), *psutil.Process(leader).children(recursive=True)]
    group = [each for each in family if os.getpgid(each.pid) == leader]
    numbers = [thread.id for each in group for thread in each.threads()] if psutil.LINUX else []
    return all(psutil.Process(number).status() == psutil.STATUS_STOPPED for number in numbers)
