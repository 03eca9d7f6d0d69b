"""A person's signature by SİMA: what the session shows, what the phone fetches, and what it answers.

The phone finds a session by an operation id that carries a keyed hash of it, so nobody can guess one and nothing secret
is stored. What is to be signed is fixed for the certificate that asks first. An answer is kept before the phone is
thanked, and made a signature right away or, where a trust service is away, later by the duty.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from connectors.agencies import PHONE
from connectors.endpoint import AgencyEndpoint
from connectors.web2app import Answered, Client, Held, Refused, SigningOperation, Started, Web2App
from connectors.web2app.refusal import refused
from connectors.web2app.sender import is_issued_by
from document_flow.seals.certificates import bears_name, read_certificate
from document_flow.seals.provider import Prepared, RawSignature
from hub.clock import SECOND, Clock
from hub.documents.signing.drafting import Signatory
from hub.documents.signing.session_store import ENDED, WAITING, Session
from hub.documents.signing.signing import Sessions
from hub.documents.signing.trust import TrustServices, no_phone
from hub.errors import Conflict, HubError, Words, found_or
from hub.failpoints import failpoint
from hub.settings import Settings
from hub.store.sealing import MARK, KeyedHash

log = structlog.get_logger("hub.documents")

_NAME = "Qaçqınların və Məcburi Köçkünlərin İşləri üzrə Dövlət Komitəsi"
_SESSION_CHARS = 32
_SKEW = timedelta(minutes=1)
"""How far a phone's clock may be behind ours when the link is fresh."""
_NOT_TAKEN = {"expired": "expired", "refused": "withdrawn"}
_OTHER = Words(
    "Bu imza başqa sertifikat üçün hazırlanıb; yeni imzalama sessiyası başladın.",
    "This signature was prepared for another certificate; begin a new signing session.",
)
_OTHER_NAME = Words(
    "Sertifikatdakı ad imzalayanın adı deyil; imza öz sertifikatı ilə atılır.",
    "The name in the certificate is not the signatory's; one signs with a certificate of one's own.",
)


class Phones:
    """The sessions of persons as web2app sees them: it is the connector's Operations port."""

    def __init__(
        self, settings: Settings, sessions: Sessions, trust: TrustServices, keyed: KeyedHash, clock: Clock
    ) -> None:
        self._settings = settings
        self._sessions = sessions
        self._trust = trust
        self._hash = keyed
        self._clock = clock

    async def shown(self, session: Session) -> Started | None:
        """What to show the signer, the same each time; None once the session no longer waits.

        SealUnavailable where SİMA is not set up, Conflict for a contract that no QR code holds.
        """
        if session.state != WAITING or session.provider != PHONE:
            return None
        started = (await self._web2app()).start(await self._operation(session))
        if isinstance(started, Refused):
            raise Conflict(started.code, Words(started.az, started.en))
        return started

    async def ready(self) -> None:
        """SealUnavailable where nobody can be asked to sign: better told before a session is begun."""
        await self._web2app()

    async def file_request(self, headers: Mapping[str, str], query: str) -> bytes | Refused:
        """What the phone fetches, as the JSON that it expects."""
        return await (await self._web2app()).file_request(headers, query)

    async def callback(self, headers: Mapping[str, str], body: bytes) -> Refused | None:
        """The phone's answer; None where it was taken."""
        answered = await (await self._web2app()).callback(headers, body)
        return answered if isinstance(answered, Refused) else await self._taken(answered)

    async def find(self, operation_id: str) -> Held | None:
        """The session of an operation; one that the rules would refuse by now is withdrawn."""
        session = await self._session(operation_id)
        if session is None:
            return None
        operation = await self._operation(session)
        if session.state == WAITING:
            code = await self._sessions.still_refused(session)
            if code is None:
                return Held(operation)
            if await self._sessions.rows.withdraw(session.id, code):
                log.warning("signing_refused", session=session.id, code=code)
            return Held(operation, "withdrawn")
        if session.state == "expired":
            return Held(operation)
        return Held(operation, "withdrawn" if session.state == "refused" else "answered")

    async def prepare(self, operation_id: str, certificate_der: bytes) -> bytes:
        """The signed attributes over the document, fixed for the certificate that asks first. Conflict for others."""
        session = await self._session(operation_id)
        fixed = found_or(
            await self._fixed(session, certificate_der) if session is not None else None,
            Conflict(
                f"{PHONE}.withdrawn",
                Words(
                    "Bu imza artıq gözlənilmir; sənədə yenidən baxın.",
                    "This signature is no longer awaited; look at the document.",
                ),
            ),
        )
        if fixed.certificate != certificate_der:
            raise Conflict(f"{PHONE}.other_certificate", _OTHER)
        return fixed.to_sign

    async def prepared(self, operation_id: str, certificate_der: bytes) -> bytes | None:
        """What was fixed for this certificate."""
        session = await self._session(operation_id)
        fixed = await self._sessions.rows.prepared(session.id) if session is not None else None
        return fixed.to_sign if fixed is not None and fixed.certificate == certificate_der else None

    async def _fixed(self, session: Session, certificate_der: bytes) -> Prepared | None:
        fixed = await self._sessions.rows.prepared(session.id)
        if fixed is not None:
            return fixed
        chain = issuers_of(read_certificate(certificate_der), await self._trust.pins())
        case = await self._sessions.case(session)
        if not bears_name(read_certificate(certificate_der), case.context.directory.name(session.signer)):
            raise Conflict(f"{PHONE}.other_name", _OTHER_NAME)
        signatory = Signatory(certificate_der, chain, "Elektron imza (SİMA)")
        return await self._sessions.rows.fix(
            session.id, await self._sessions.drafting.prepare(session, case, signatory)
        )

    async def _taken(self, answered: Answered) -> Refused | None:
        session = await self._session(answered.operation_id)
        answer = RawSignature(answered.signature, answered.certificate_der)
        if session is None:
            return refused("operation")
        if not await self._sessions.rows.take(session.id, answer):
            return refused(_NOT_TAKEN.get((await self._sessions.rows.get(session.id)).state, "answered"))
        await failpoint("signing.after_answer")
        try:
            session = await self._sessions.go_on(session.id)
        except HubError as away:
            # The answer is kept, and the duty goes on with it: the person has done what there was to do.
            log.warning("signing_waits", session=session.id, reason=away.code)
        return refused("withdrawn") if session.state in ENDED - {"done"} else None

    async def _session(self, operation_id: str) -> Session | None:
        session = operation_id[:_SESSION_CHARS]
        if not hmac.compare_digest(operation_id.encode(), self._operation_id(session).encode()):
            return None
        return await self._sessions.rows.find(session)

    def _operation_id(self, session: str) -> str:
        return session + self._hash(f"{PHONE}-operation", session).removeprefix(MARK)

    async def _operation(self, session: Session) -> SigningOperation:
        return SigningOperation(
            operation_id=self._operation_id(session.id),
            kind="Sign",
            content=None,
            not_before=_time(session.created_at) - _SKEW,
            expires=_time(session.expires_at),
            assignees=(await self._sessions.rows.asked(session.id),),
        )

    async def _web2app(self) -> Web2App:
        settings = self._settings
        url = settings.of_agency(PHONE, "url") or (f"http://127.0.0.1:{settings.port}" if settings.sandbox else None)
        key = settings.of_agency(PHONE, "master_key") or (f"hub-at-{PHONE}" if settings.sandbox else None)
        if url is None or key is None:
            raise no_phone()
        base = url.rstrip("/")
        client = Client(settings.of_agency(PHONE, "client_id"), _NAME, f"{base}/{PHONE}/icon.svg", "")
        endpoint = AgencyEndpoint(f"{base}/{PHONE}", key)
        return Web2App(client, endpoint, await self._trust.pins(), self, lambda: _time(self._clock.now()))


def issuers_of(certificate: x509.Certificate, pins: tuple[x509.Certificate, ...]) -> tuple[bytes, ...]:
    """The pinned certificates above this one, its own issuer first, in DER; a root ends it."""
    chain: list[bytes] = []
    below = certificate
    while (above := next((pin for pin in pins if is_issued_by(below, pin)), None)) is not None:
        der = above.public_bytes(Encoding.DER)
        if der in chain:
            break
        chain.append(der)
        below = above
    return tuple(chain)


def _time(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / SECOND, UTC)
