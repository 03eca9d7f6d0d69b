"""Where an agency leaves its files; apart from the client, whose library is heavy and which few processes load."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HUB_KEY, KNOWN_HOSTS, PLACE = "hub_key", "known_hosts", "place.json"
"""What the sandbox's server writes into its folder: our private key, its public one, and its port once it listens."""


@dataclass(frozen=True, slots=True)
class SftpEndpoint:
    """Where an agency's folder is. The host's key must stand in `known_hosts`; we log in with `key_file` alone."""

    host: str
    port: int
    user: str
    folder: str
    key_file: Path = field(repr=False)
    known_hosts: Path


@dataclass(frozen=True, slots=True)
class Pickup:
    """Where an agency leaves files; `where` gives None while there is no such place.

    A file is of the first format whose rule its name follows: `format`, or one of `others`.
    """

    party: str
    format: str
    where: Callable[[], SftpEndpoint | None]
    others: tuple[str, ...] = ()


def sandbox_endpoint(room: Path, agency: str, host: str) -> SftpEndpoint | None:
    """Where the simulated agency leaves its files, as the sandbox's server says in its folder; None before it does."""
    try:
        port = int(json.loads((room / PLACE).read_text())["port"])
    except (OSError, ValueError, KeyError):
        return None
    return SftpEndpoint(host, port, agency, "", room / HUB_KEY, room / KNOWN_HOSTS)
