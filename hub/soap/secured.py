"""WS-Security at the door: what messages of some parties must bear by `HUB_SOAP_SECURITY`, beside what they show, and
what is signed for them.

Of a signed message only what the signature covers is read on; what came once does not come again while it is fresh.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from lxml import etree

from connectors.parsing import parse_xml
from connectors.soap.security.header import FRESH, SECURITY, SPACES, SecurityRefused
from connectors.soap.security.user import User, check_user
from hub.access.parties import Party
from hub.app import Hub
from hub.clock import SECOND
from hub.errors import HubError, Words
from hub.soap.envelope import Envelope, for_us

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from connectors.soap.security.signature import Signer

log = structlog.get_logger("hub.soap")


class NotSecured(HubError):
    """The message bears no proof of its sender, or none that holds (HTTP 401); it was not read."""

    def __init__(self, code: str) -> None:
        super().__init__(code, _WORDS, status=401, side="sender", place="/Envelope/Header/Security")


@dataclass(frozen=True, slots=True)
class Demand:
    """What one party's messages must bear."""

    party: str
    certificate: Certificate | None
    user: User | None
    hub: Hub

    async def checked(self, envelope: Envelope) -> Envelope:
        """What may be read of it. Raises NotSecured."""
        from connectors.soap.security.signature import check_signature  # noqa: PLC0415  # few parties sign

        now = datetime.fromtimestamp(self.hub.clock.now() / SECOND, UTC)
        marks = []
        try:
            if self.user is not None:
                marks.append(check_user(envelope.root[0] if len(envelope.root) > 1 else None, self.user, now))
            if self.certificate is not None:
                signed = check_signature(envelope.root, self.certificate, now)
                marks.append(signed.mark)
                blocks = for_us(signed.blocks, envelope.version)
                envelope = Envelope(envelope.version, blocks, signed.body, envelope.root)
        except SecurityRefused as refused:
            log.warning("security_event", kind=refused.code, party=self.party)
            raise NotSecured(refused.code) from refused
        await self._take(marks)
        return envelope

    async def _take(self, marks: Sequence[str]) -> None:
        """NotSecured where one of them was taken before, by any process."""
        async with self.hub.store.write() as tx:
            await tx.execute(
                "DELETE FROM used_assertions WHERE party = :party AND expires_at <= hub_now()", {"party": self._list}
            )
            taken = [
                await tx.execute(
                    "INSERT INTO used_assertions (party, jti_sha256, expires_at) VALUES (:party, :mark, hub_now() +"
                    " :fresh) ON CONFLICT (party, jti_sha256) DO NOTHING",
                    self._row(mark),
                )
                for mark in marks
            ]
        if not all(taken):
            log.warning("security_event", kind="security.replayed", party=self.party)
            raise NotSecured("security.replayed")

    @property
    def _list(self) -> str:
        return f"{self.party} soap"

    def _row(self, mark: str) -> dict[str, object]:
        fresh = int(2 * FRESH.total_seconds()) * SECOND
        # A list of its own: how many messages a party signs says nothing of its tokens.
        return {"party": self._list, "mark": hashlib.sha256(mark.encode()).hexdigest(), "fresh": fresh}


@dataclass(frozen=True, slots=True)
class SignedAnswers:
    """Signs what answers a party, Faults too: Body, timestamp and all header blocks, by our key."""

    signer: Signer
    hub: Hub

    def __call__(self, content: bytes) -> bytes:
        """The envelope with the block `Security`, first in its Header."""
        from connectors.soap.security.signature import add_signature  # noqa: PLC0415  # few parties ask for it

        root = parse_xml(content)
        if len(root) == 1:
            root.insert(0, etree.Element(root[0].tag.replace("}Body", "}Header")))
        security = etree.Element(SECURITY, nsmap=SPACES)
        root[0].insert(0, security)
        add_signature(root, security, self.signer, datetime.fromtimestamp(self.hub.clock.now() / SECOND, UTC))
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)


class SoapSecurity:
    """The demands by party, and whose answers are signed; of and for a party that is not named it is neither.

    OSError or ValueError where our key or certificate cannot be used.
    """

    def __init__(self, hub: Hub) -> None:
        named, settings = hub.settings.soap_security, hub.settings
        self._demands = {
            name: Demand(name, each.read(), User(name, each.password) if each.password else None, hub)
            for name, each in named.items()
            if each.certificate is not None or each.password
        }
        self._signed = {name for name, each in named.items() if each.signed_answers}
        self._signing: SignedAnswers | None = None
        if self._signed and settings.soap_key is not None and settings.soap_certificate is not None:
            from connectors.soap.security.signature import Signer  # noqa: PLC0415  # few parties ask for it

            self._signing = SignedAnswers(Signer.of_files(settings.soap_key, settings.soap_certificate), hub)

    def of(self, party: Party) -> Demand | None:
        """What is asked of its messages."""
        return self._demands.get(party.name)

    def signing(self, party: str) -> SignedAnswers | None:
        """What signs the answers that it gets."""
        return self._signing if party in self._signed else None


_WORDS = Words(
    "Mesajın WS-Security bloku yoxdur və ya keçmədi: imza, UsernameToken, vaxt və təkrar yoxlanılır.",
    "The message's WS-Security block is missing or does not hold: signature, UsernameToken, time and repetition count.",
)
