"""`hub work`: a worker; start as many as the load needs."""

from __future__ import annotations

from hub.app import working
from hub.commands.servers.broker import has_broker
from hub.commands.servers.process import built, ready, run_process
from hub.commands.servers.starting import settings_or_exit, spoken
from hub.commands.servers.stopping import Stop
from hub.errors import Words
from hub.settings import Settings

_DESTINATIONS = Words("ünvanlar", "destinations")
_WITHOUT_BROKER = Words(
    "işin harada olduğunu o bilir: çatdırılası mesajlar bazada gözləyir",
    "it tells where work is: what is to be delivered waits in the database",
)


def work() -> None:
    """A worker: delivers what is due."""
    run_process(_work, settings_or_exit())


async def _work(settings: Settings, stop: Stop) -> None:
    async with built(settings, stop) as hub, working(hub):
        if await has_broker("work", hub, stop, _WITHOUT_BROKER):
            ready("work", f"{spoken(_DESTINATIONS)}: {len(hub.routes.destinations())} ({hub.store.name})")
            await stop.wait()
