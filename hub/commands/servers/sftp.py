"""The SFTP door of a serving process, where the settings name a port for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.app import Hub


@asynccontextmanager
async def sftp_door(hub: Hub) -> AsyncIterator[str | None]:
    """Open while the context is; where it listens, as people are told. None and nothing loaded where no port is set."""
    port = hub.settings.sftp_port
    if port is None:
        yield None
        return
    from hub.sftp.server import serving_files  # noqa: PLC0415  # its library is heavy, and few need it

    async with serving_files(hub, hub.settings.host, port) as listens:
        yield f"sftp://{hub.settings.host}:{listens}"
