"""`hub run`: everything in one process."""

from __future__ import annotations

from contextlib import nullcontext

from hub.app import on_duty, working
from hub.commands.servers.address import announced
from hub.commands.servers.agencies import simulated_agencies
from hub.commands.servers.broker import MESSAGES_WAIT, say_where_the_broker_is_away
from hub.commands.servers.desk_seeds import seed_desks
from hub.commands.servers.greeting import greet
from hub.commands.servers.process import built, run_process, settle_memory
from hub.commands.servers.screen import LOG_NAME, Screen, counting, screen_or_log
from hub.commands.servers.serving import listen, serving, url_of
from hub.commands.servers.sftp import sftp_door
from hub.commands.servers.signing_keys import seed_signing_keys
from hub.commands.servers.starting import SandboxFlag, console, settings_or_exit
from hub.commands.servers.stopping import Stop
from hub.commands.servers.tls import server_tls
from hub.serving import make_api
from hub.settings import Settings


def run(*, sandbox: SandboxFlag = False) -> None:
    """Everything in one process, on the embedded default."""
    settings = settings_or_exit(sandbox=sandbox or None)
    with screen_or_log(console, settings) as screen:
        run_process(lambda settings, stop: _run(settings, stop, screen), settings)


async def _run(settings: Settings, stop: Stop, screen: Screen | None) -> None:
    """Left in reverse: no more is accepted, what is in hand is finished, then the agencies may go."""
    tls = server_tls(settings)
    listener = listen(settings)
    url = url_of(listener, "https" if tls else "http")
    agencies = simulated_agencies(settings, url) if settings.sandbox else nullcontext()
    async with built(settings, stop) as hub:
        if settings.sandbox:
            await seed_signing_keys(hub)
        async with (
            agencies,
            on_duty(hub),
            working(hub),
            serving(make_api(hub), listener, tls),
            sftp_door(hub) as pushed,
        ):
            if settings.sandbox:
                await seed_desks(hub)
            greet(console, settings, url, settings.data / LOG_NAME if screen else None, pushed)
            say_where_the_broker_is_away("run", hub, MESSAGES_WAIT)
            settle_memory()
            with announced(settings, url):
                async with counting(screen, hub):
                    await stop.wait()
