"""From which address a request comes, where proxies stand before the hub (RFC 7239, and X-Forwarded-For as before it).

A header is believed from a peer within `HUB_TRUSTED_PROXIES` alone. Each proxy adds on the right whom it heard, so the
sender is the rightmost address that is no trusted proxy; what stands further left anybody may have written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Network = IPv4Network | IPv6Network
_Address = IPv4Address | IPv6Address
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ELEMENT = re.compile(rf'(?:[^",]|{_QUOTED})+')
_FOR = re.compile(rf'(?:^|;)\s*for=({_QUOTED}|[^";\s]*)\s*(?:;|$)', re.IGNORECASE)
_LONGEST = 1_000
"""Characters of a header; a longer one is no list of proxies, and would take long to read."""
_ONE_SUBSCRIBER = 64
"""Bits of an IPv6 address by which networks are given out (RFC 6177): whoever has one has all addresses in it."""


class Proxies:
    """Knows which peers are ours."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = trusted

    def are_peer(self, scope: Scope) -> bool:
        """Whether the connection itself comes from a proxy of ours."""
        client = scope.get("client")
        peer = _address(client[0]) if client is not None else None
        return peer is not None and self._trusts(peer)

    def sender(self, scope: Scope) -> str:
        """The address that limits count by: an IPv4 address, or an IPv6 network of 64 bits; empty if there is none."""
        client = scope.get("client")
        if client is None:
            return ""
        peer = _address(client[0])
        if peer is None:
            return str(client[0])
        return _counted(self._behind(peer, scope["headers"]) if self._trusts(peer) else peer)

    def _behind(self, peer: _Address, headers: Iterable[tuple[bytes, bytes]]) -> _Address:
        """Where both headers are there and differ, one of them is the sender's own word: neither is believed."""
        given = {b"forwarded": "", b"x-forwarded-for": ""}
        for name, value in headers:
            if name in given:
                given[name] = f"{given[name]},{value.decode('latin-1')}"
        found = {
            self._walked(peer, [read(part) for part in _ELEMENT.findall(given[name]) if part.strip()])
            if len(given[name]) <= _LONGEST
            else peer
            for name, read in ((b"forwarded", _forwarded_for), (b"x-forwarded-for", _address))
            if given[name]
        }
        return found.pop() if len(found) == 1 else peer

    def _walked(self, peer: _Address, hops: Sequence[_Address | None]) -> _Address:
        """From the right while it is ours; a hop that cannot be read hides what is before it."""
        here = peer
        for hop in reversed(hops):
            if hop is None or not self._trusts(here):
                break
            here = hop
        return here

    def _trusts(self, address: _Address) -> bool:
        return any(address in network for network in self._trusted)


def _forwarded_for(element: str) -> _Address | None:
    """Of one element of Forwarded; None for `unknown`, hidden names and what is malformed."""
    found = _FOR.search(element)
    return _address(found[1].strip('"')) if found else None


@lru_cache(maxsize=1024)
def _address(text: str) -> _Address | None:
    """Of `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`; IPv4 in IPv6 is IPv4."""
    text = text.strip()
    bare, _, _port = text[1:].partition("]") if text.startswith("[") else (text, "", "")
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    with suppress(ValueError):
        found = ip_address(bare)
        return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
    return None


def _counted(address: _Address) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _ONE_SUBSCRIBER), strict=False))
    return str(address)
