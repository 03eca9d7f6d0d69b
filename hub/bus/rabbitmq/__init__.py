"""The bus over RabbitMQ 4.0 or newer, no plugin needed: the only code of the hub that speaks AMQP.

Connections are plain and rebuilt by us (`link`), not by aio-pika's robust ones: one place then knows what was declared
and who consumes, and brings all of it back after any fault. Publishing and consuming have a connection each, because a
broker in a memory or disk alarm stops reading from those that publish, acknowledgements included.
"""

from hub.bus.rabbitmq.bus import RabbitBus
from hub.bus.rabbitmq.topology import Topology

__all__ = ["RabbitBus", "Topology"]
