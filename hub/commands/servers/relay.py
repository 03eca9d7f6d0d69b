"""`hub relay`: the duties of which one process at a time is in charge."""

from __future__ import annotations

from hub.app import on_duty
from hub.commands.servers.broker import say_where_the_broker_is_away
from hub.commands.servers.process import built, ready, run_process
from hub.commands.servers.starting import settings_or_exit
from hub.commands.servers.stopping import Stop
from hub.errors import Words
from hub.settings import Settings

_WITHOUT_BROKER = Words(
    "növbədəkilər bazada gözləyir, qalan işlər görülür", "what is due waits in the database, all else goes on"
)


def relay() -> None:
    """Relay, sweeper and evidence sequencer; several may run, one leads."""
    run_process(_relay, settings_or_exit())


async def _relay(settings: Settings, stop: Stop) -> None:
    async with built(settings, stop) as hub, on_duty(hub):
        ready("relay", hub.store.name)
        say_where_the_broker_is_away("relay", hub, _WITHOUT_BROKER)
        await stop.wait()
