"""One PostgreSQL and one RabbitMQ for all parallel workers: the run's controller starts and owns them, workers borrow.

A server starts when the first worker asks for it. What a borrower may not do to a server that others use (stop, kill,
pause) it is told; tests that break servers take private ones.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from subprocess import SubprocessError
from threading import Thread
from typing import Any, NoReturn

from tests.servers.instance import ServerMissing, servers_folder
from tests.servers.postgres import PostgresServer
from tests.servers.rabbitmq import BrokerInstance, RabbitServer

Loan = tuple[str, bytes]
"""Where the lender listens, and the secret that it asks for."""


class Lender:
    """Answers workers until the controller ends, each on a connection and in a thread of its own."""

    def __init__(self, postgres: Callable[[], PostgresServer], broker: Callable[[], RabbitServer]) -> None:
        self._key = secrets.token_bytes(32)
        self._listener = Listener(str(servers_folder() / "lender"), family="AF_UNIX", authkey=self._key)
        self._does: dict[str, Callable[..., Any]] = {
            "postgres": lambda: postgres().url(),
            "broker": lambda: (broker().url, broker().private),
            "rabbitmqctl": lambda *arguments: broker().rabbitmqctl(*arguments),
            "define": lambda definitions: broker().define(definitions),
        }
        self._closed = False
        Thread(target=self._accept, name="lender", daemon=True).start()

    @property
    def loan(self) -> Loan:
        """What a worker must know to borrow."""
        return str(self._listener.address), self._key

    def close(self) -> None:
        """Lend no more; what was lent ends with the controller."""
        self._closed = True
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                connection = self._listener.accept()
            except (EOFError, OSError, AuthenticationError):
                continue  # a worker that died while it asked, or the end
            Thread(target=self._answer, args=(connection,), name="lending", daemon=True).start()

    def _answer(self, connection: Connection) -> None:
        with connection:
            name, arguments = connection.recv()
            try:
                connection.send((None, self._does[name](*arguments)))
            except (ServerMissing, RuntimeError, OSError, SubprocessError) as trouble:
                connection.send((trouble, None))


def borrow_postgres(loan: Loan) -> PostgresServer:
    """The run's PostgreSQL; raises what starting it raised."""
    return PostgresServer(_ask(loan, "postgres"), None)


def borrow_rabbitmq(loan: Loan) -> RabbitServer:
    """The run's RabbitMQ, with virtual hosts of one's own if it is private."""
    url, private = _ask(loan, "broker")
    return RabbitServer(url, _Borrowed(loan) if private else None)


class _Borrowed(BrokerInstance):
    """Reaches the broker's administration through the controller."""

    def __init__(self, loan: Loan) -> None:
        self._loan = loan

    def ctl(self, *arguments: str) -> str:
        return str(_ask(self._loan, "rabbitmqctl", *arguments))

    def define(self, definitions: str) -> None:
        _ask(self._loan, "define", definitions)

    def start(self) -> NoReturn:
        raise RuntimeError("this broker serves all workers; a test that breaks it takes `killable_broker`")

    def stop(self, *, immediate: bool = False) -> NoReturn:
        self.start()

    kill = pause = resume = start


def _ask(loan: Loan, name: str, *arguments: str) -> Any:
    address, key = loan
    with Client(address, family="AF_UNIX", authkey=key) as connection:
        connection.send((name, arguments))
        trouble, answer = connection.recv()
    if trouble is not None:
        raise trouble
    return answer
