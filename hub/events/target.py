"""Where a webhook may go: a guard against requests forged through us (SSRF).

A name is resolved anew for every attempt, all its addresses are judged, and the connection is made to the judged
address itself, so that a name cannot answer differently the second time.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from functools import cache

import httpx

from hub.errors import Refused, Words

_LONGEST = 2000
_METADATA = ipaddress.ip_network("169.254.0.0/16"), ipaddress.ip_network("fe80::/10")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")
_NOT_OF_HOSTS = (
    ipaddress.ip_network("192.88.99.0/24"),  # the relay of 6to4, RFC 7526
    ipaddress.ip_network("3fff::/20"),  # documentation, RFC 9637
    ipaddress.ip_network("5f00::/16"),  # segment routing, RFC 9602
)
"""What the registries of special addresses (RFC 6890) call not global, and this Python's copy of them does not know."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@cache
def trust() -> ssl.SSLContext:
    """The authorities that this machine believes, read once: there are hundreds."""
    return ssl.create_default_context()


class TargetRefused(Refused):
    """The URL cannot be a webhook's."""

    def __init__(self, words: Words) -> None:
        super().__init__("events.url_refused", words, status=422, place="/url")


@dataclass(frozen=True, slots=True)
class Target:
    """A judged place to post to: the URL with the address in it, and the host that it is asked as."""

    url: httpx.URL
    host: str
    name: str


def checked_url(text: str, *, sandbox: bool) -> httpx.URL:
    """The URL if its form is allowed: https, and in the sandbox http as well. Raises TargetRefused."""
    try:
        url = httpx.URL(text) if len(text) <= _LONGEST else None
        host = url.host if url else ""  # a name that is no name in Unicode (`xn--`) fails here
    except (httpx.InvalidURL, ValueError):
        url, host = None, ""
    schemes = ("https", "http") if sandbox else ("https",)
    if url is None or url.scheme not in schemes or not host or url.userinfo or url.fragment:
        raise TargetRefused(_FORM)
    return url


async def resolved(text: str, *, sandbox: bool) -> Target:
    """Resolve and judge. Raises TargetRefused where any address of the name is not one of the open internet."""
    url = checked_url(text, sandbox=sandbox)
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        async with asyncio.timeout(3.0):
            found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError) as unknown:
        raise TargetRefused(Words("Ünvandakı ad tapılmadı.", "The name in the URL does not resolve.")) from unknown
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    if not addresses or not all(is_allowed(address, sandbox=sandbox) for address in addresses):
        raise TargetRefused(_INSIDE)
    return Target(url.copy_with(host=str(addresses[0])), url.netloc.decode("ascii"), url.host)


def is_allowed(address: Address, *, sandbox: bool) -> bool:
    """Global unicast only; in the sandbox also loopback and private, but never link-local (cloud metadata)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_allowed(inner, sandbox=sandbox)
        if any(address in network for network in _TRANSLATED):
            return False
    if address.is_multicast or address.is_unspecified or address.is_reserved:
        return False
    if any(address in network for network in (*_METADATA, *_NOT_OF_HOSTS) if network.version == address.version):
        return False
    return sandbox or address.is_global


_FORM = Words(
    "Ünvan https:// ilə başlamalı, istifadəçi adı, parol və # hissəsi olmamalıdır (sınaq rejimində http:// də olar).",
    "The URL must be https, without user, password or fragment (in the sandbox http will do).",
)
_INSIDE = Words(
    "Ünvan daxili şəbəkəyə aparır; yalnız açıq internet ünvanlarına göndərilir.",
    "The URL leads into an internal network; webhooks go to addresses of the open internet only.",
)
