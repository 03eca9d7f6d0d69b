"""TLS of our own server, and mutual TLS: what a client shows is checked against the authorities that we name."""

from __future__ import annotations

import ssl

import structlog

from hub.errors import HubError, Words
from hub.settings import Settings

log = structlog.get_logger("hub.access")


def server_tls(settings: Settings) -> ssl.SSLContext | None:
    """By the settings; None without a certificate. TlsRefused where the files are no use.

    A client may show a certificate, and the handshake ends where no authority of ours issued it or its time is over.
    No session is resumed: what was checked once would count for one that has expired since.
    """
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    context.num_tickets = 0
    context.sslobject_class = _Speaking
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
        if settings.tls_client_ca is not None:
            context.load_verify_locations(settings.tls_client_ca)
            context.verify_mode = ssl.CERT_OPTIONAL
    except (OSError, ValueError) as wrong:
        raise TlsRefused(type(wrong).__name__) from wrong
    return context


class _Speaking(ssl.SSLObject):
    """Says why a handshake ends: the loop would drop the alert with the connection, unsent (RFC 8446, 6.2)."""

    _refused: ssl.SSLCertVerificationError | None = None

    def do_handshake(self) -> None:
        """Once more where a certificate was refused, so that what is to be sent is sent before the end."""
        if self._refused is not None:
            raise self._refused
        try:
            super().do_handshake()
        except ssl.SSLCertVerificationError as refused:
            self._refused = refused
            log.warning("security_event", kind="client_certificate", reason=refused.verify_message)
            raise ssl.SSLWantReadError from refused


class TlsRefused(HubError):
    """The server's certificate, its key or the authorities cannot be used."""

    def __init__(self, reason: str) -> None:
        words = Words(
            f"HUB_TLS_CERTIFICATE, HUB_TLS_KEY və HUB_TLS_CLIENT_CA faylları yararsızdır ({reason}): PEM olmalı, açar "
            "sertifikata uyğun gəlməlidir.",
            f"The files of HUB_TLS_CERTIFICATE, HUB_TLS_KEY and HUB_TLS_CLIENT_CA are of no use ({reason}): they are "
            "PEM, and the key fits the certificate.",
        )
        super().__init__("hub.tls", words)
