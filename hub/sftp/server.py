"""The SFTP server inside a serving process: it starts, and ends when its context is left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from weakref import WeakSet

import asyncssh

from hub.access.keyring import Keyring
from hub.access.parties import sandbox_parties
from hub.access.ssh_keys import mark_of
from hub.app import Hub
from hub.errors import HubError, Words
from hub.exchange.files.inbox import Inbox, folder_of
from hub.exchange.files.outbox import Outbox
from hub.sftp.folder import Door, PartyFolder
from hub.sftp.guest import Guest
from hub.sftp.host_key import HOST_KEY, SANDBOX_KEY, kept_key, public_line
from hub.sftp.limits import LOGIN_S, Connections, Pace
from hub.sftp.tree import Tree
from hub.web.limits import Admission

_SIGNATURES = (
    "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256",
)  # fmt: skip
_ENCRYPTION = ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr")
_MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512")


def sandbox_key(data: Path) -> Path:
    """Where the key lies that opens every party of a sandbox."""
    return data / SANDBOX_KEY


@asynccontextmanager
async def serving_files(hub: Hub, host: str, port: int) -> AsyncIterator[int]:
    """Listen while the context is open; the port. On leaving, sessions are cut: what was whole stays."""
    data = hub.settings.data
    sandbox = None
    if hub.settings.sandbox:
        sandbox = mark_of(public_line(kept_key(sandbox_key(data))))
    keyring = Keyring(hub.store, hub.clock, sandbox_parties(hub.formats) if hub.settings.sandbox else {})
    folder = folder_of(data)
    tree = Tree(hub.formats, Inbox(folder, hub.sealer), Outbox(folder, hub.sealer))
    door = Door(tree, Admission(hub), Pace(hub.clock), hub.settings.max_file_bytes)
    connections, guests = Connections(), WeakSet[Guest]()

    def guest() -> Guest:
        made = Guest(keyring, connections, sandbox, partial(PartyFolder, door))
        guests.add(made)
        return made

    try:
        server = await asyncssh.listen(
            host,
            port,
            server_factory=guest,
            server_host_keys=[asyncssh.import_private_key(kept_key(data / HOST_KEY))],
            server_version="QayidisHub",
            backlog=1024,
            login_timeout=LOGIN_S,
            keepalive_interval=30,
            keepalive_count_max=3,
            password_auth=False,
            kbdint_auth=False,
            host_based_auth=False,
            gss_host=None,
            agent_forwarding=False,
            x11_forwarding=False,
            allow_pty=False,
            allow_scp=False,
            compression_algs=["none"],
            signature_algs=list(_SIGNATURES),
            encryption_algs=list(_ENCRYPTION),
            mac_algs=list(_MACS),
            config=None,
        )
    except OSError as taken:
        words = Words(
            f"{host}:{port} ünvanını dinləmək olmur ({taken.strerror}). Başqa port verin: HUB_SFTP_PORT=8023.",
            f"Cannot listen on {host}:{port} ({taken.strerror}). Name another port: HUB_SFTP_PORT=8023.",
        )
        raise HubError("hub.port_taken", words) from taken
    try:
        yield server.get_port()
    finally:
        server.close()
        for each in guests:
            each.cut()
