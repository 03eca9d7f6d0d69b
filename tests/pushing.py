"""A party that pushes files over SFTP, well-meant or not, and the door that it knocks at."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from hub.access.credentials import add_credential
from hub.access.ssh_keys import read_ssh_key
from hub.app import Hub
from hub.clock import SECOND
from hub.exchange.files.inbox import folder_of
from hub.sftp.server import serving_files
from hub.store.ids import new_id

DAY = 24 * 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Pusher:
    """Who has a key and knows where the door is and by which key it proves itself."""

    name: str
    key: asyncssh.SSHKey
    port: int
    host_key: str

    @asynccontextmanager
    async def connected(self, name: str | None = None) -> AsyncIterator[asyncssh.SSHClientConnection]:
        """A connection by the key alone."""
        async with asyncssh.connect(
            "127.0.0.1",
            self.port,
            username=name or self.name,
            client_keys=[self.key],
            known_hosts=asyncssh.import_known_hosts(f"[127.0.0.1]:{self.port} {self.host_key}"),
            agent_path=None,
            config=None,
        ) as connection:
            yield connection

    @asynccontextmanager
    async def session(self) -> AsyncIterator[asyncssh.SFTPClient]:
        """SFTP over a connection of its own."""
        async with self.connected() as connection, connection.start_sftp_client() as sftp:
            yield sftp


async def put(sftp: asyncssh.SFTPClient, path: str, raw: bytes) -> None:
    """One file as it is."""
    async with sftp.open(path, "wb") as target:
        await target.write(raw)


async def push(sftp: asyncssh.SFTPClient, folder: str, name: str, raw: bytes, md5: str | None = None) -> None:
    """A file, its MD5, and the `.ok` last."""
    await put(sftp, f"{folder}/{name}", raw)
    digest = md5 or hashlib.md5(raw, usedforsecurity=False).hexdigest()
    await put(sftp, f"{folder}/{name}.md5", f"{digest}  {name}\n".encode())
    await put(sftp, f"{folder}/{name}.ok", b"")


async def register(hub: Hub, party: str, key: asyncssh.SSHKey) -> str:
    """The key is the party's from now on; its mark."""
    async with hub.store.write() as tx:
        now = await tx.now()
        made = read_ssh_key(key.export_public_key().decode(), now, now + DAY)
        await add_credential(tx, new_id(), party, made, "samir", "nermin")
    return made.mark


@asynccontextmanager
async def door(hub: Hub) -> AsyncIterator[tuple[int, str]]:
    """Port and public key of a door that is open."""
    async with serving_files(hub, "127.0.0.1", 0) as port:
        host_key = asyncssh.import_private_key((hub.settings.data / "sftp_host_key").read_text())
        yield port, host_key.export_public_key().decode().strip()


def on_disk(hub: Hub, party: str) -> list[str]:
    """All files of a party's inbox, as paths below it."""
    root = folder_of(hub.settings.data) / party
    return sorted(str(each.relative_to(root)) for each in root.rglob("*") if each.is_file())


def fresh_key() -> asyncssh.SSHKey:
    """A key that nobody knows yet."""
    return asyncssh.generate_private_key("ssh-ed25519")


def leftovers(folder: Path) -> list[Path]:
    """What a dropped upload would leave."""
    return list(folder.rglob("parts/*"))
