"""A session with an agency's SFTP server (draft-ietf-secsh-filexfer-02 over SSH, RFC 4251); nothing waits for ever.

SftpFailed "pickup.unreachable"      no connection, another host key, a refused login, silence
SftpFailed "pickup.not_allowed"      the server does not let us list, read, write or move
SftpFailed "pickup.digest_missing"   no readable `.md5` beside the file
SftpFailed "pickup.digest_differs"   the bytes are not those of the `.md5`: cut short, or still changing
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncssh

from connectors.sftp.endpoint import SftpEndpoint

CONNECT_S = 10.0
ANSWER_S = 30.0
"""How long the server may be silent before one thing."""


class SftpFailed(Exception):
    """A folder or a file cannot be used now; `code` says why, see the module."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(f"{code} {name}".strip())
        self.code = code
        self.name = name


@asynccontextmanager
async def opened(endpoint: SftpEndpoint) -> AsyncIterator[asyncssh.SFTPClient]:
    """A session over a connection of its own, which is cut at the end."""
    with told():
        async with asyncio.timeout(CONNECT_S):
            connection = await asyncssh.connect(
                endpoint.host,
                endpoint.port,
                username=endpoint.user,
                client_keys=[str(endpoint.key_file)],
                known_hosts=str(endpoint.known_hosts),
                agent_path=None,
                config=None,
                preferred_auth="publickey",
            )
    try:
        with told():
            async with asyncio.timeout(CONNECT_S):
                # A name in other letters than UTF-8 is no plain one, and must not hold up the others.
                sftp = await connection.start_sftp_client(path_errors="replace")
        yield sftp
    finally:
        connection.abort()


@contextmanager
def told(name: str = "") -> Iterator[None]:
    """What the library or the network says, as a code; never the server's own words, which may hold anything."""
    try:
        yield
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPPermissionDenied, asyncssh.SFTPFailure) as refused:
        raise SftpFailed("pickup.not_allowed", name) from refused
    except (asyncssh.Error, OSError, TimeoutError, ValueError) as gone:
        raise SftpFailed("pickup.unreachable", name) from gone
