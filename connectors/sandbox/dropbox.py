"""The SFTP server of the simulated agencies: each has a folder, where it leaves the files that the hub takes.

In its room, a folder: `<agency>/` is all that the hub sees when it logs in under that agency's name; beside it lie the
keys of both sides, the same over restarts, and the port once the server listens.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import asyncssh

from connectors.sftp.endpoint import HUB_KEY, KNOWN_HOSTS, PLACE
from connectors.sftp.pickup import DIGEST, READY

FILES = "sftp"
"""The folder, in the sandbox's own, that is this server's room."""
_HOST_KEY = "host_key"
_LOOK_S = 0.5


class _KeysOnly(asyncssh.SSHServer):
    """Nobody comes in without the hub's key."""

    def begin_auth(self, username: str) -> bool:
        del username
        return True


async def serve_files(room: Path, host: str = "127.0.0.1") -> None:
    """Until cancelled; on a port of the system's choice, which `place.json` tells. Its key holds under every name."""
    host_key, hub_key = _key(room / _HOST_KEY), _key(room / HUB_KEY)

    def folder_of(channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        home = room / Path(str(channel.get_extra_info("username"))).name
        home.mkdir(exist_ok=True)
        return asyncssh.SFTPServer(channel, chroot=str(home).encode())

    allowed = asyncssh.import_authorized_keys(hub_key.export_public_key().decode())
    server = await asyncssh.listen(
        host,
        0,
        server_factory=_KeysOnly,
        server_host_keys=[host_key],
        authorized_client_keys=allowed,
        sftp_factory=folder_of,
    )
    port = server.get_port()
    (room / KNOWN_HOSTS).write_text(f"[*]:{port} {host_key.export_public_key().decode()}")
    _replace(room / PLACE, json.dumps({"port": port}).encode())
    async with server:
        await server.wait_closed()


def leave(room: Path, agency: str, name: str, raw: bytes) -> None:
    """Put a file into the agency's folder as the agency does: its bytes, their MD5, and the `.ok` last."""
    home = room / agency
    home.mkdir(parents=True, exist_ok=True)
    _replace(home / name, raw)
    digest = hashlib.md5(raw, usedforsecurity=False).hexdigest()
    _replace(home / f"{name}{DIGEST}", f"{digest}  {name}\n".encode())
    _replace(home / f"{name}{READY}", b"")


async def take_files(folder: Path, read: Callable[[str, bytes], None]) -> None:
    """As an agency takes what the hub put into its folder, without end: what is whole is read and then put away, so a
    killed agency reads it again.
    """
    while True:
        for file in whole_files(folder):
            read(file.name, await asyncio.to_thread(file.read_bytes))
            put_away(file, "done")
        await asyncio.sleep(_LOOK_S)


def whole_files(folder: Path) -> list[Path]:
    """Those with an `.ok`, by name."""
    return [ready.with_suffix("") for ready in sorted(folder.glob(f"*{READY}"))]


def put_away(file: Path, to: str) -> None:
    """The `.ok` first: cut off in between, what is left is no whole file."""
    folder = file.parent / to
    folder.mkdir(exist_ok=True)
    for each in (file.with_name(f"{file.name}{READY}"), file.with_name(f"{file.name}{DIGEST}"), file):
        if each.exists():
            each.replace(folder / each.name)


def _key(path: Path) -> asyncssh.SSHKey:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = asyncssh.generate_private_key("ssh-ed25519")
        path.touch(mode=0o600)
        path.write_bytes(made.export_private_key())
    return asyncssh.read_private_key(path)


def _replace(path: Path, raw: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(raw)
    fresh.replace(path)
