"""PostgreSQL for tests: a private cluster, and what a test asks of any server, private or named."""

from __future__ import annotations

import itertools
import os
import pwd
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil

from tests.servers.instance import Instance, ServerMissing, free_port, new_folder, run_async, wait_until

SETTINGS: Mapping[str, str] = {
    "fsync": "on",  # what is committed survives `kill`: the tests are about that
    "synchronous_commit": "on",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_prepared_transactions": "0",
    "log_line_prefix": "%m [%p] %d ",
}
NOT_TO_BE_KILLED: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "max_connections": "400"}
"""For a server that lives as long as the tests: nothing is lost with it but their data."""
_numbers = itertools.count(1)


def installed_binaries() -> Path | None:
    """The newest installed PostgreSQL's folder of programs, where Debian, Fedora, Homebrew and source builds put it."""
    roots = [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/pgsql/bin",
    ]
    found = [folder for root in roots for folder in Path("/").glob(root.lstrip("/")) if (folder / "initdb").exists()]
    return max(found, key=_version, default=None)


def _version(folder: Path) -> int:
    digits = "".join(filter(str.isdigit, folder.parent.name))
    return int(digits or 0)


class PostgresProcess(Instance):
    """A cluster of its own with checksums; as root it runs under an account without rights, as PostgreSQL demands."""

    def __init__(self, binaries: Path, settings: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self._binaries = binaries
        self._folder = new_folder("postgres")
        self._log = self._folder / "log"
        self._settings = {**SETTINGS, **(settings or {})}
        self._account = _account()
        self._process: subprocess.Popen[bytes] | None = None
        if self._account:
            os.chown(self._folder, pwd.getpwnam(self._account).pw_uid, -1)
        self._run("initdb", "-D", "data", "-k", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N")

    def start(self) -> None:
        if self._alive():
            return
        options = {
            **self._settings,
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._folder),
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", "data", *(f"--{key}={value}" for key, value in options.items())],
                cwd=self._folder,
                user=self._account,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        wait_until(lambda: answers(url), alive=self._alive, seconds=60, log=self._log)

    def stop(self, *, immediate: bool = False) -> None:
        if self._process:
            self.resume()
            self._process.send_signal(signal.SIGQUIT if immediate else signal.SIGINT)
            self._process.wait(timeout=60)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        if self._process:
            self._process.wait(timeout=10)

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: int) -> None:
        """Signal the postmaster first, so that it starts no more backends, then every backend."""
        if not self._alive() or self._process is None:
            return
        postmaster = psutil.Process(self._process.pid)
        backends = postmaster.children(recursive=True)
        for process in [postmaster, *backends]:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                continue
        if number == signal.SIGKILL:
            wait_until(lambda: all(map(_gone, backends)), alive=lambda: True, seconds=10, log=None)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            cwd=self._folder,
            user=self._account,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerMissing(f"{program} failed: {done.stderr.strip()[-1000:]}")


def _gone(process: psutil.Process) -> bool:
    """True once the process can hold nothing; a container's first process may never collect it."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _account() -> str | None:
    """Whose account the server runs under: ours, but for root `postgres` or, where that is missing, `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def answers(url: str) -> bool:
    """True if the server takes a query now."""

    async def ask() -> bool:
        try:
            connection = await asyncpg.connect(url, timeout=5)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            return False
        await connection.close()
        return True

    return run_async(ask())


class PostgresServer:
    """A running server and its databases. Only private ones may be stopped, killed or paused; `private` says so."""

    def __init__(self, admin_url: str, instance: Instance | None) -> None:
        self._admin_url = admin_url
        self._instance = instance
        self._prefix = f"hub_test_{os.getpid()}"
        self._copies = ""

    @property
    def private(self) -> bool:
        """True if this process started it, so that breaking it harms nobody else."""
        return self._instance is not None

    def url(self, database: str = "postgres") -> str:
        """`postgresql://…/database`, as asyncpg takes it."""
        return urlunsplit(urlsplit(self._admin_url)._replace(path=f"/{database}"))

    def create_database(self, template: str | None = None) -> str:
        """Create an empty database, or a copy of `template` (a name; nobody may be connected to it); gives its name."""
        name = f"{self._prefix}_{next(_numbers)}"
        source = f' TEMPLATE "{template}"{self._strategy()}' if template else ""
        self.execute(f'CREATE DATABASE "{name}"{source}')
        return name

    def _strategy(self) -> str:
        """Files are copied at half the price of writing the copy to the log, where no fsync makes them dear."""
        if not self._copies:
            version, fsync = self.ask("SELECT current_setting('server_version_num')::int, current_setting('fsync')")
            self._copies = " STRATEGY FILE_COPY" if version >= 150000 and fsync == "off" else " "
        return self._copies

    def drop_database(self, name: str) -> None:
        """Drop it, with whoever is still connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str, database: str | None = None) -> None:
        """Run one statement as the administrator."""
        run_async(self._fetch(statement, database))

    def ask(self, query: str) -> asyncpg.Record:
        """The first row that a query as the administrator finds."""
        return run_async(self._fetch(query))[0]

    async def _fetch(self, statement: str, database: str | None = None) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url(database) if database else self._admin_url, timeout=60)
        try:
            found: list[asyncpg.Record] = await connection.fetch(statement)
        finally:
            await connection.close()
        return found

    def start(self) -> None:
        """See `Instance.start`."""
        self._own().start()

    def stop(self, *, immediate: bool = False) -> None:
        """See `Instance.stop`; `immediate` is `pg_ctl stop -m immediate`."""
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

    def _own(self) -> Instance:
        if self._instance is None:
            raise RuntimeError("this server was named by HUB_TEST_DATABASE_URL; only private ones may be broken")
        return self._instance
