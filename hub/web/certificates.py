"""A client's certificate from the proxy that ended its TLS (RFC 9440): believed over a guarded channel alone.

The proxy is one of `HUB_TRUSTED_PROXIES` and knows `HUB_PROXY_SECRET`. From anybody else a header that speaks of a
certificate is an attempt to be somebody, and the request is refused; behind this point no request has such a header.
"""

from __future__ import annotations

import hmac
from typing import Final

import structlog
from starlette.types import Scope

from hub.access.presented import PRESENTED, of_header
from hub.errors import Refused, Words
from hub.web.proxies import Proxies

log = structlog.get_logger("hub.access")

CERTIFICATE: Final = b"client-cert"
SECRET: Final = b"hub-proxy-secret"
_SPEAKING: Final = frozenset(
    (CERTIFICATE, SECRET, b"client-cert-chain", b"x-client-cert", b"x-ssl-client-cert", b"ssl-client-cert",
     b"x-forwarded-client-cert", b"x-forwarded-tls-client-cert", b"x-ssl-cert", b"x-client-certificate")
)  # fmt: skip
"""What proxies are known to name it; some of these are taken from nobody."""


class ProxyCertificates:
    """Takes the certificate out of a request's headers."""

    def __init__(self, proxies: Proxies, secret: str | None) -> None:
        self._proxies = proxies
        self._secret = secret.encode() if secret else None

    def taken(self, scope: Scope) -> Scope:
        """The request without such headers, with what they say where it is believed; else Refused."""
        speaking = [(name, value) for name, value in scope["headers"] if name in _SPEAKING]
        if not speaking:
            return scope
        given = dict(speaking)
        if len(given) != len(speaking) or not given.keys() <= {CERTIFICATE, SECRET} or not self._believes(scope, given):
            log.warning("security_event", kind="certificate_header")
            raise Refused("access.certificate_header", _NOT_BELIEVED, place="Client-Cert")
        scope = {**scope, "headers": [each for each in scope["headers"] if each[0] not in _SPEAKING]}
        if given.get(CERTIFICATE):
            try:
                scope[PRESENTED] = of_header(given[CERTIFICATE])
            except ValueError as wrong:
                raise Refused("access.certificate_header", _UNREADABLE, place="Client-Cert") from wrong
        return scope

    def _believes(self, scope: Scope, given: dict[bytes, bytes]) -> bool:
        told = given.get(SECRET, b"")
        is_known = self._secret is not None and hmac.compare_digest(told, self._secret)
        return is_known and self._proxies.are_peer(scope)


_NOT_BELIEVED = Words(
    "Sertifikat barədə başlıq yalnız etibar edilən proksidən gizli sözlə qəbul edilir; onsuz göndərin.",
    "A header about a certificate is taken from the trusted proxy with its secret alone; send without it.",
)
_UNREADABLE = Words("“Client-Cert” başlığı sertifikat deyil.", "The header Client-Cert is no certificate.")
