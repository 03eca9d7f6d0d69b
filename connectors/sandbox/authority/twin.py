"""The test authority over HTTP: `/authority/...` for everybody, `/_sandbox/authority/...` for who steers it.

    GET  /authority/ca.pem                  root and issuing certificate       GET /authority/crl   of the issuing one
    GET  /authority/root.crl                of the root                        POST /authority/ocsp RFC 6960
    POST /authority/tsa                     RFC 3161
    POST /_sandbox/authority/issue          {"name", "identifier", "kind", "password", "key", "days"} -> a PKCS#12 file
    POST /_sandbox/authority/revoke         {"serial"} in hexadecimal

Its codes in `PUT /_sandbox/authority/behaviour`: 1 answers with another nonce, 2 with another imprint, any other code
refuses the request. The knobs of all agencies (`down`, `latency_ms`, `fail`) work as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from connectors.sandbox.authority.issuing import SUBSCRIBER_DAYS, KeyKind, Kind, Subscriber, to_pkcs12
from connectors.sandbox.authority.revocation import crl, ocsp_answer
from connectors.sandbox.authority.stamping import Wrong, stamp
from connectors.sandbox.authority.store import AuthorityStore
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.twins.twin import Service

CA, CRL, ROOT_CRL = "/authority/ca.pem", "/authority/crl", "/authority/root.crl"
OCSP, TSA = "/authority/ocsp", "/authority/tsa"
WRONG_NONCE, WRONG_IMPRINT = 1, 2

_OCSP_TYPE, _TSA_TYPE = "application/ocsp-response", "application/timestamp-reply"
_CRL_TYPE, _PEM_TYPE = "application/pkix-crl", "application/x-pem-file"
_NOT_A_REQUEST = b"\x30\x00"


class Issue(BaseModel):
    """An order for a certificate; names and identifiers are invented ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=64)
    identifier: str = Field(pattern=r"^[0-9A-Z]{5,16}$")
    kind: Kind
    password: str = "sandbox"
    key: KeyKind = "rsa"
    days: PositiveInt = SUBSCRIBER_DAYS


class Revoke(BaseModel):
    """The serial number in hexadecimal, as certificate viewers show it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    serial: str = Field(pattern=r"^[0-9a-fA-F]{1,40}$")


class Authority:
    """A twin like the agencies'; it applies nothing, so it has no ledger."""

    agency = "authority"

    def __init__(self, store: AuthorityStore, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._clock = clock

    def service(self, request: Request) -> Service | Reply:
        """One of the five addresses."""
        match request.method, request.path:
            case "GET", "/authority/ca.pem":
                return Service("authority.ca", lambda: Reply(200, self._store.hierarchy.pem, _PEM_TYPE))
            case "GET", ("/authority/crl" | "/authority/root.crl") as path:
                return Service("authority.crl", lambda: self._crl(path))
            case "POST", "/authority/ocsp":
                return Service("authority.ocsp", lambda: self._ocsp(request, wrong_nonce=False))
            case "POST", "/authority/tsa":
                return Service("authority.tsa", lambda: self._stamp(request))
            case _:
                return problem(404, "authority.no_such_service")

    async def steer(self, what: str, request: Request) -> Reply:
        """Issue or revoke."""
        if request.method != "POST":
            return problem(405, "sandbox.method")
        try:
            match what:
                case "issue":
                    return self._issue(Issue.model_validate_json(request.body))
                case "revoke":
                    return self._revoke(Revoke.model_validate_json(request.body))
                case _:
                    return problem(404, "sandbox.no_such_control")
        except ValidationError as error:
            return json_reply(400, {"status": 400, "code": "authority.order", "detail": str(error)})

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A wrong nonce or imprint, else a refusal in the protocol that was spoken."""
        wrong: Wrong | None = {WRONG_NONCE: "nonce", WRONG_IMPRINT: "imprint"}.get(behaviour.code or 0)  # type: ignore[assignment]
        match request.path:
            case "/authority/tsa" if wrong is not None:
                return self._stamp(request, wrong)
            case "/authority/tsa":
                return self._stamp(Request("POST", TSA, {}, {}, _NOT_A_REQUEST))
            case "/authority/ocsp":
                asked = request if wrong == "nonce" else Request("POST", OCSP, {}, {}, _NOT_A_REQUEST)
                return self._ocsp(asked, wrong_nonce=wrong == "nonce")
            case _:
                return problem(500, "authority.told_to_fail")

    def wrong_element(self) -> Reply:
        """A success that is no ASN.1."""
        return json_reply(200, {"netice": "OK"})

    def _ocsp(self, request: Request, *, wrong_nonce: bool) -> Reply:
        register = self._store.register()
        answer = ocsp_answer(self._store.hierarchy, register, request.body, self._now(), wrong_nonce=wrong_nonce)
        return Reply(200, answer, _OCSP_TYPE)

    def _stamp(self, request: Request, wrong: Wrong | None = None) -> Reply:
        now = self._now()
        answer = stamp(self._store.hierarchy, request.body, now, serial=self._store.next_stamp(now), wrong=wrong)
        return Reply(200, answer, _TSA_TYPE)

    def _crl(self, path: str) -> Reply:
        issuer = self._store.hierarchy.root if path == ROOT_CRL else self._store.hierarchy.issuing
        return Reply(200, crl(issuer, self._store.register(), self._now()), _CRL_TYPE)

    def _issue(self, order: Issue) -> Reply:
        subscriber = Subscriber(order.name, order.identifier, order.kind, order.key, order.days)
        pair = self._store.issue(subscriber, self._now())
        pkcs12 = to_pkcs12(pair, self._store.hierarchy, order.password)
        serial = f"{pair.certificate.serial_number:x}"
        return Reply(201, pkcs12, "application/x-pkcs12", {"x-serial": serial})

    def _revoke(self, order: Revoke) -> Reply:
        known = self._store.revoke(int(order.serial, 16), self._now())
        return Reply(204) if known else problem(404, "authority.no_such_certificate")

    def _now(self) -> datetime:
        """Whole seconds: X.509 times have no more."""
        return self._clock().replace(microsecond=0)
