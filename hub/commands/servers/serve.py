"""`hub serve`: the API alone; start as many as the load needs."""

from __future__ import annotations

from hub.commands.servers.broker import MESSAGES_WAIT, say_where_the_broker_is_away
from hub.commands.servers.process import built, ready, run_process
from hub.commands.servers.serving import listen, serving, url_of
from hub.commands.servers.sftp import sftp_door
from hub.commands.servers.starting import settings_or_exit
from hub.commands.servers.stopping import Stop
from hub.commands.servers.tls import server_tls
from hub.serving import make_api
from hub.settings import Settings


def serve() -> None:
    """The API alone, over a shared database."""
    run_process(_serve, settings_or_exit())


async def _serve(settings: Settings, stop: Stop) -> None:
    tls = server_tls(settings)
    listener = listen(settings)
    async with built(settings, stop) as hub, serving(make_api(hub), listener, tls), sftp_door(hub) as pushed:
        where = [url_of(listener, "https" if tls else "http"), *([pushed] if pushed else [])]
        ready("serve", f"{' '.join(where)} ({hub.store.name})")
        say_where_the_broker_is_away("serve", hub, MESSAGES_WAIT)
        await stop.wait()
