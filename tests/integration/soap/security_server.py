"""Requests as a security server of X-Road hands them on: its own key, and the header blocks of message protocol 4.0."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tests.integration.api.served import Served
from tests.integration.soap.asking import Told, ask
from tests.integration.soap.people import DISPLACED, WHY, about, envelope
from tests.xroad import in_header

KEY = "sandbox-security-server"


def handed_on(header: Mapping[str, str], body: str = about(DISPLACED), more: str = WHY, version: str = "1.1") -> bytes:
    """The envelope."""
    return envelope(body, in_header(header) + more, version)


async def by_xroad(soap: Served, raw: bytes, path: str = "/soap/idp-status", **more: str) -> Told:
    """What the hub answers to a security server."""
    return await ask(soap, raw, path, key=KEY, **more)


def echoed(told: Told) -> list[str]:
    """The local names of the answer's header blocks, in order."""
    root = told.element.getroottree().getroot()
    return [etree.QName(block).localname for block in root.iterfind("{*}Header/*")]


def block_text(told: Told, name: str) -> str | None:
    """The text of one of them."""
    return told.element.getroottree().getroot().findtext(f"{{*}}Header/{{*}}{name}")
