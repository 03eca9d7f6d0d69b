"""Posting an envelope, and reading what came back by its names."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from lxml import etree

from connectors.parsing import parse_xml
from tests.integration.api.served import Served
from tests.integration.soap.people import ENVELOPES, STATUS


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its status, and the only element of its Body."""

    http: httpx.Response
    element: etree._Element

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.http.status_code

    def text(self, name: str) -> str | None:
        """The text of the first element of that local name."""
        return self.element.findtext(f".//{{*}}{name}")

    @property
    def code(self) -> str | None:
        """The stable code in a Fault's detail."""
        return self.text("problem/{*}code")


async def ask(
    soap: Served,
    raw: bytes,
    path: str = STATUS,
    *,
    key: str = "sandbox-committee",
    version: str = "1.1",
    **headers: str,
) -> Told:
    """Post an envelope; header names are given with underscores."""
    sent = {"content_type": ENVELOPES[version][1], **headers}
    answer = await soap.post(path, raw, key, **sent)
    body = parse_xml(answer.content)[-1]
    return Told(answer, body[0])


async def history(soap: Served) -> list[tuple[object, ...]]:
    """The access history, oldest first."""
    async with soap.hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_party, actor_person, subject_hash, service, purpose_code, basis_code, outcome"
            " FROM access_events ORDER BY id"
        )
    return [tuple(dict(row).values()) for row in rows]


async def taken(soap: Served, format_name: str) -> int:
    """How many messages of a format were taken; what follows from the register's records is of others."""
    async with soap.hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM messages WHERE format = :format", {"format": format_name})
    return int(rows[0]["n"])
