"""Private PostgreSQL and RabbitMQ servers for tests: where they come from, and how tests kill, pause and restart them.

A server's source is the first of these that is there: the address in `HUB_TEST_DATABASE_URL` or `HUB_TEST_BROKER_URL`;
installed binaries, started on free ports in a temporary folder; as root on Debian or Ubuntu the same after `apt-get
install`; `docker compose`. Whatever was started ends with the process that started it, however that one ends.
"""

from tests.servers.instance import Instance, ServerMissing
from tests.servers.lending import Lender, Loan, borrow_postgres, borrow_rabbitmq
from tests.servers.postgres import PostgresServer
from tests.servers.rabbitmq import RabbitServer
from tests.servers.sources import install_missing, private_postgres, private_rabbitmq, shared_postgres, shared_rabbitmq

__all__ = [
    "Instance",
    "Lender",
    "Loan",
    "PostgresServer",
    "RabbitServer",
    "ServerMissing",
    "borrow_postgres",
    "borrow_rabbitmq",
    "install_missing",
    "private_postgres",
    "private_rabbitmq",
    "shared_postgres",
    "shared_rabbitmq",
]
