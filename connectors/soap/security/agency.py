"""How our calls to one agency are secured, and its answers checked, where the agency asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from lxml import etree

from connectors.parsing import parse_xml
from connectors.soap.envelope import HEADER, NAMESPACE, EnvelopeRefused
from connectors.soap.security.header import SECURITY, SPACES, SecurityRefused
from connectors.soap.security.signature import Signer, add_signature, check_signature
from connectors.soap.security.user import User, add_user


@dataclass(frozen=True, slots=True)
class AgencySecurity:
    """`user` and `signer` prove ourselves in a call; answers must be signed by `certificate` where there is one."""

    now: Callable[[], datetime]
    user: User | None = None
    signer: Signer | None = None
    certificate: x509.Certificate | None = None

    def secured(self, sent: bytes) -> bytes:
        """An envelope with the block `Security`; a second time with another nonce and time."""
        root = parse_xml(sent)
        if root[0].tag != HEADER:
            root.insert(0, etree.Element(HEADER))
        security = etree.Element(SECURITY, nsmap=SPACES)
        security.set(f"{{{NAMESPACE}}}mustUnderstand", "1")
        root[0].insert(0, security)
        now = self.now()
        if self.user is not None:
            add_user(security, self.user, now)
        if self.signer is not None:
            add_signature(root, security, self.signer, now)
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)

    def read(self, body: etree._Element) -> etree._Element:
        """The Body's element of an answer, as it was signed. Raises EnvelopeRefused."""
        if self.certificate is None:
            return body
        try:
            return check_signature(body.getroottree().getroot(), self.certificate, self.now()).body
        except SecurityRefused as refused:
            raise EnvelopeRefused("agency.security", refused.code) from refused
