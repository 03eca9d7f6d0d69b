"""Trust services as the hub reaches them: time stamps and revocation over HTTP, and the authorities that it believes.

In a sandbox all of them are the test authority's, and so is the body's seal; elsewhere the settings name them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import structlog
from cryptography import x509

from connectors.agencies import PHONE
from connectors.connector import Limits
from connectors.rest.client import AgencyClient, Answer
from connectors.trust.faults import TrustServiceFailed
from connectors.trust.ocsp import CrlClient, OcspClient
from connectors.trust.service import TrustService
from connectors.trust.tsa import TsaClient
from connectors.web2app import read_pins
from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.provider import RevocationFacts
from document_flow.seals.trust import TrustStore
from hub.errors import HubError, Words
from hub.settings import Settings

log = structlog.get_logger("hub.documents")

_SANDBOX_PASSWORD = "sandbox"
_ORDER = json.dumps({"name": "Dövlət Komitəsinin möhürü", "identifier": "9900000001", "kind": "seal"}).encode()
_NOWHERE = Words(
    "Möhür açarı qurulmayıb: HUB_SEAL_FILE və HUB_SEAL_PASSWORD göstərin.",
    "No seal is set up: set HUB_SEAL_FILE and HUB_SEAL_PASSWORD.",
)
_URL, _KEY, _PINS = (f"HUB_{PHONE.upper()}_{name}" for name in ("URL", "MASTER_KEY", "PINS"))
_AWAY = Words(
    "Etibar xidməti (sertifikat, vaxt damğası) hazırda cavab vermir; bir azdan təkrar edin.",
    "The trust service (certificates, time stamps) does not answer at the moment; try again shortly.",
)


class SealUnavailable(HubError):
    """There is no seal to sign with, or the trust services are away (HTTP 503)."""

    def __init__(self, code: str, words: Words, *, retryable: bool) -> None:
        super().__init__(code, words, status=503, retryable=retryable, retry_after=5.0 if retryable else None)


def no_phone() -> SealUnavailable:
    """Nobody can be asked to sign on the phone here."""
    return SealUnavailable(
        f"signatures.no_{PHONE}",
        Words(
            f"SİMA qurulmayıb: {_URL}, {_KEY} və {_PINS} göstərin.",
            f"SİMA is not set up: set {_URL}, {_KEY} and {_PINS}.",
        ),
        retryable=False,
    )


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the trust services are."""

    tsa: str
    ocsp: str
    crl: str

    @classmethod
    def of(cls, settings: Settings) -> Addresses:
        """Those of the settings; in a sandbox those of the test authority."""
        base = settings.agencies_url if settings.sandbox else ""
        return cls(
            settings.tsa_url or f"{base}/authority/tsa",
            settings.ocsp_url or f"{base}/authority/ocsp",
            settings.crl_url or f"{base}/authority/crl",
        )


class TrustServices:
    """The clients, the pinned authorities and the body's seal; the latter two are read once, when first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pins_file: Path | None = settings.of_agency(PHONE, "pins")
        self._client = AgencyClient()
        addresses = Addresses.of(settings)
        self.stamps = TsaClient(TrustService(self._client, addresses.tsa))
        self._ocsp = OcspClient(TrustService(self._client, addresses.ocsp))
        self._crl = CrlClient(TrustService(self._client, addresses.crl))
        self._seal: Pkcs12Key | None = None
        self._trust: TrustStore | None = None
        self._pins: tuple[x509.Certificate, ...] = ()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        """What the authority says now, by OCSP, else by its list."""
        try:
            return RevocationFacts(ocsps=(await self._ocsp.ask(certificate, issuer),))
        except TrustServiceFailed as failed:
            log.warning("trust_service_failed", service="ocsp", reason=str(failed))
            return RevocationFacts(crls=(await self._crl.fetch(),))

    async def seal(self) -> Pkcs12Key:
        """The body's seal, loaded once. SealUnavailable where there is none."""
        if self._seal is None:
            self._seal = Pkcs12Key.load(*await self._seal_file())
        return self._seal

    async def trust(self) -> TrustStore:
        """The authorities that are believed."""
        if self._trust is None:
            self._trust = TrustStore.from_pem(*await self._anchors())
        return self._trust

    async def pins(self) -> tuple[x509.Certificate, ...]:
        """The issuers of persons' certificates on phones, with what is above them; read once.

        SealUnavailable where there are none.
        """
        if not self._pins:
            self._pins = read_pins(await self._pinned())
        return self._pins

    async def _pinned(self) -> bytes:
        if self._pins_file is not None:
            return self._pins_file.read_bytes()
        if not self._settings.sandbox:
            raise no_phone()
        return await self._from_authority("GET", "/authority/ca.pem", b"")

    async def _seal_file(self) -> tuple[bytes, str]:
        settings = self._settings
        if settings.seal_file is not None:
            return settings.seal_file.read_bytes(), settings.seal_password or ""
        if not settings.sandbox:
            raise SealUnavailable("signatures.no_seal", _NOWHERE, retryable=False)
        kept = settings.data / "sandbox-seal.p12"
        if not kept.exists():
            issued = await self._from_authority("POST", "/_sandbox/authority/issue", _ORDER)
            settings.data.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(issued)
        return kept.read_bytes(), _SANDBOX_PASSWORD

    async def _anchors(self) -> tuple[str, list[bytes]]:
        settings = self._settings
        if settings.trust_file is not None:
            return settings.trust_file.name, [settings.trust_file.read_bytes()]
        if not settings.sandbox:
            raise SealUnavailable("signatures.no_trust", _NOWHERE, retryable=False)
        return "sandbox", [await self._from_authority("GET", "/authority/ca.pem", b"")]

    async def _from_authority(self, method: str, path: str, body: bytes) -> bytes:
        url = f"{self._settings.agencies_url}{path}"
        headers = {"Content-Type": "application/json"} if body else {}
        answer = await self._client.exchange(method, url, headers, body, Limits(connect_s=2.0, total_s=8.0))
        if not isinstance(answer, Answer) or answer.status >= 300:
            raise SealUnavailable("signatures.trust_away", _AWAY, retryable=True)
        return answer.body
