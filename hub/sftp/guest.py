"""One connection over SSH: who it is of, by a registered key alone, and that it opens nothing but SFTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import asyncssh
import structlog
from asyncssh.channel import SSHChannel
from asyncssh.stream import SSHServerStreamSession

from hub.access.keyring import Keyring, TooManyTries, Unauthenticated
from hub.access.parties import Party
from hub.access.ssh_keys import fingerprint
from hub.errors import Forbidden, HubError
from hub.sftp.limits import IDLE_S, MOST_SESSIONS, MOST_TRIES, Connections
from hub.store.store import TryAgain

log = structlog.get_logger("hub.access")

VERSION = 3
"""Of SFTP: what all clients speak (draft-ietf-secsh-filexfer-02)."""
Folder = Callable[[asyncssh.SSHServerChannel[bytes], "Guest", Callable[[], bool]], asyncssh.SFTPServer]
"""Makes what a session sees; the last tells whether its client has gone."""


class _Channel(asyncssh.SSHServerChannel[bytes]):
    """Keeps nothing that a client wants to have in its environment."""

    def _process_env_request(self, packet: object) -> bool:
        del packet
        return False


class _Session(SSHServerStreamSession[bytes]):
    """Knows when its client has ended it, or is gone: what it was writing then is not whole."""

    def __init__(self, folder: Folder, guest: Guest) -> None:
        def made(channel: SSHChannel[bytes]) -> asyncssh.SFTPServer:
            return folder(cast("asyncssh.SSHServerChannel[bytes]", channel), guest, lambda: self.has_ended)

        super().__init__(None, made, VERSION, allow_scp=False)
        self._guest = guest
        self.has_ended = False

    def eof_received(self) -> bool:
        self.has_ended = True
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._guest.sessions -= 1
        super().connection_lost(exc)


class Guest(asyncssh.SSHServer):
    """The connection's life. `sandbox` is the mark of the key that opens every party of a sandbox, else None."""

    def __init__(self, keyring: Keyring, connections: Connections, sandbox: str | None, folder: Folder) -> None:
        self._keyring, self._connections, self._sandbox, self._folder = keyring, connections, sandbox, folder
        self._connection: asyncssh.SSHServerConnection | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._address = ""
        self._entered = False
        self._party: str | None = None
        self._mark = ""
        self._tries = 0
        self.name = ""
        self.sessions = 0

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Turn away who has enough of them, before any key is exchanged."""
        self._connection = conn
        self._address = str((conn.get_extra_info("peername") or ("",))[0])
        self._entered = self._connections.enter(self._address)
        if not self._entered:
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Make room for another."""
        del exc
        if self._idle is not None:
            self._idle.cancel()
        if self._entered:
            self._entered = False
            self._connections.leave(self._address, self._party)

    def begin_auth(self, username: str) -> bool:
        """Nobody comes in without a key."""
        self.name = username
        return True

    def public_key_auth_supported(self) -> bool:
        """The only way."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether the key is the party's. The library checks the signature after this, and at each key anew."""
        self._tries += 1
        self._mark = fingerprint(key.public_data)
        if self._tries > MOST_TRIES:
            self.cut()
            return False
        try:
            await self._of(username)
        except TooManyTries:
            self.cut()
            return False
        except (HubError, TryAgain):
            return False
        return True

    async def _of(self, name: str) -> Party:
        if self._sandbox is not None and self._mark == self._sandbox:
            party = await self._keyring.named(name)
            if party is not None:
                return party
        return await self._keyring.logged_in(name, self._mark, self._address)

    def auth_completed(self) -> None:
        """Let it in, unless its party has enough connections."""
        if not self._connections.log_in(self.name):
            log.warning("security_event", kind="ssh_connections", party=self.name)
            self.cut()
            return
        self._party = self.name
        self.used()

    def used(self) -> None:
        """A request came: the time without one begins anew."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_S, self.cut)

    async def party(self) -> Party:
        """The party with its rights, asked at each request: who was revoked is cut off within seconds."""
        self.used()
        try:
            return await self._of(self.name)
        except (Unauthenticated, TooManyTries) as revoked:
            self.cut()
            raise Forbidden(revoked.code, revoked.words) from revoked

    def session_requested(self) -> tuple[asyncssh.SSHServerChannel[bytes], _Session] | bool:
        """A channel for SFTP; no shell, command, terminal or environment."""
        if self.sessions >= MOST_SESSIONS or self._connection is None:
            return False
        self.sessions += 1
        channel = _Channel(
            self._connection,
            asyncio.get_running_loop(),
            allow_pty=False,
            line_editor=False,
            line_echo=False,
            line_history=0,
            max_line_length=0,
            encoding=None,
            errors="strict",
            window=1024 * 1024,
            max_pktsize=32 * 1024,
        )
        return channel, _Session(self._folder, self)

    def cut(self) -> None:
        """End the connection at once; what it was writing is not kept."""
        if self._connection is not None:
            self._connection.abort()
