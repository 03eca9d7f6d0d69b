"""A real SFTP server with an agency's folder, well-meant or not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncssh

from connectors.sandbox.authority.store import AuthorityStore
from connectors.sandbox.behaviour import Knobs
from connectors.sandbox.dropbox import FILES, leave, serve_files
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.twins.twin import Dependencies, Simulation
from connectors.sftp.endpoint import SftpEndpoint

PARTY = "azerishiq"
NAME = "AZI_MK_20260331_01.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """An agency's folder on a server that listens."""

    home: Path
    endpoint: SftpEndpoint

    def names(self, folder: str = "") -> list[str]:
        """The files that lie there."""
        return sorted(each.name for each in (self.home / folder).iterdir() if each.is_file())

    def touch(self, name: bytes) -> None:
        Path(os.fsdecode(os.fsencode(self.home) + b"/" + name)).touch()

    def leave(self, raw: bytes, name: str = NAME) -> None:
        leave(self.home.parent, PARTY, name, raw)


@asynccontextmanager
async def listening(room: Path, kind: type[asyncssh.SFTPServer] = asyncssh.SFTPServer) -> AsyncIterator[Place]:
    """A server of that kind, which knows us by our key and has told its own beforehand."""
    home = room / PARTY
    home.mkdir(parents=True)
    host, ours = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    (room / "key").write_bytes(ours.export_private_key())

    def served(channel: Any) -> asyncssh.SFTPServer:
        return kind(channel, chroot=str(home).encode())

    allowed = asyncssh.import_authorized_keys(ours.export_public_key().decode())
    server = await asyncssh.listen(
        "127.0.0.1", 0, server_host_keys=[host], authorized_client_keys=allowed, sftp_factory=served
    )
    port = server.get_port()
    (room / "hosts").write_text(f"[127.0.0.1]:{port} {host.export_public_key().decode()}")
    try:
        yield Place(home, SftpEndpoint("127.0.0.1", port, PARTY, "", room / "key", room / "hosts"))
    finally:
        server.close()


@asynccontextmanager
async def leaving_files(simulation: Simulation, room: Path) -> AsyncIterator[Ledger]:
    """The server of files and an agency that works on them, as a sandbox has both."""
    ledger = Ledger(room / "ledger.sqlite3")
    authority = AuthorityStore(room / "authority.sqlite", datetime.now(UTC))
    made = Dependencies(ledger, Knobs(), authority, room, "", letters=False)
    assert simulation.beside is not None
    tasks = [asyncio.create_task(each) for each in (serve_files(room / FILES), simulation.beside(made))]
    try:
        yield ledger
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        ledger.close()
        authority.close()
