"""What a process says and does while its broker is away: who only needs the database goes on, a worker waits."""

from __future__ import annotations

import asyncio
from typing import Final

from hub.app import Hub
from hub.commands.servers.running import SAY_EVERY_S, place_of
from hub.commands.servers.starting import errors, spoken
from hub.commands.servers.stopping import Stop
from hub.errors import Words

MESSAGES_WAIT: Final = Words(
    "mesajlar qəbul olunur və bazada gözləyir", "messages are accepted and wait in the database"
)
"""What a process with a door does without the broker."""
_LOOK_EVERY_S = 0.5


def say_where_the_broker_is_away(command: str, hub: Hub, meanwhile: Words) -> None:
    """What a process that is ready without the broker does until it is back; nothing where it is there."""
    health = hub.bus.health()
    if not health.connected:
        place = place_of(hub.settings.broker_url or "")
        words = Words(
            f"hub {command}: broker cavab vermir: {place} ({health.detail}); {meanwhile.az}.",
            f"hub {command}: the broker is away: {place} ({health.detail}); {meanwhile.en}.",
        )
        errors.print(spoken(words), style="yellow", highlight=False, markup=False, soft_wrap=True)


async def has_broker(command: str, hub: Hub, stop: Stop, meanwhile: Words) -> bool:
    """Wait for the broker, however long, with a line every ten seconds; False where a stop was asked for first."""
    clock = asyncio.get_running_loop()
    say_next = clock.time()
    while not hub.bus.health().connected:
        if clock.time() >= say_next:
            say_next += SAY_EVERY_S
            say_where_the_broker_is_away(command, hub, meanwhile)
        if await stop.within(_LOOK_EVERY_S):
            return False
    return True
