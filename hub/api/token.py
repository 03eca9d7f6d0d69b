"""POST /v1/token: OAuth 2.0 client credentials (RFC 6749, 4.4) by private_key_jwt (RFC 7523), and where to find it.

The client is a party, by a public key that two administrators registered. Whatever is wrong with a client is one
answer, `invalid_client`: who asks learns neither which parties there are nor what keys they have; the log has why.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from hub.access.assertions import LONGEST, Assertion, AssertionRefused, check, party_of
from hub.access.buckets import Buckets
from hub.access.credentials import ALGORITHMS
from hub.access.keyring import Unauthenticated
from hub.access.presented import PRESENTED, Presented
from hub.access.tokens import LASTS_S, Replayed, TooMany, issue_token, keys_of, use_up
from hub.app import Hub
from hub.clock import Clock
from hub.errors import Words
from hub.web.context import HubDep, address_of, keyring_of
from hub.web.problem import language

log = structlog.get_logger("hub.access")
router = APIRouter(tags=["token"])

PATH: Final = "/v1/token"
_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_FORM: Final = "application/x-www-form-urlencoded"
_MOST_BYTES: Final = LONGEST + 4 * 1024
_MOST_PARAMETERS: Final = 10
_SLOWEST_S: Final = 10.0
_TEXT: Final[dict[str, Any]] = {"type": "string"}
_ASKED: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["grant_type", "client_assertion_type", "client_assertion"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "client_assertion_type": {"type": "string", "enum": [_TYPE]},
        "client_assertion": {"type": "string", "maxLength": LONGEST},
        "client_id": _TEXT,
    },
}


class TokenView(BaseModel):
    """A token (RFC 6749, 5.1), good for `expires_in` seconds; bound to the certificate that it was asked for with."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = LASTS_S


class RefusedView(BaseModel):
    """Why there is no token (RFC 6749, 5.2)."""

    error: Literal[
        "invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type", "temporarily_unavailable"
    ]
    error_description: str


class ServerView(BaseModel):
    """Authorization server metadata (RFC 8414)."""

    issuer: str
    token_endpoint: str
    grant_types_supported: list[str] = ["client_credentials"]
    response_types_supported: list[str] = []
    token_endpoint_auth_methods_supported: list[str] = ["private_key_jwt"]
    token_endpoint_auth_signing_alg_values_supported: list[str] = list(ALGORITHMS)
    tls_client_certificate_bound_access_tokens: bool = True


class _NoToken(Exception):
    """An answer of RFC 6749, 5.2."""

    def __init__(self, error: str, words: Words, status: int = 400, after_s: int | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.words = words
        self.status = status
        self.headers = {} if after_s is None else {"retry-after": str(after_s)}


class WrongAssertions:
    """How many assertions that prove nothing an address may send."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets = Buckets(burst=30, per_second=1.0)

    def note(self, address: str) -> None:
        """One more; _NoToken where there were many."""
        if not self._buckets.take(address, self._clock.monotonic()):
            raise _NoToken("temporarily_unavailable", _TOO_MANY, 429, 1)


@router.post(
    PATH,
    response_model=TokenView,
    responses={400: {"model": RefusedView}, 401: {"model": RefusedView}, 429: {"model": RefusedView}},
    openapi_extra={"requestBody": {"required": True, "content": {_FORM: {"schema": _ASKED}}}},
)
async def token(hub: HubDep, request: Request) -> Response:
    """A short-lived access token for a party that proves itself by its registered key; each assertion once."""
    presented: Presented | None = request.scope.get(PRESENTED)
    try:
        try:
            given = await _parameters(request)
            text = await _issued(hub, request, given, presented)
        except (AssertionRefused, Replayed) as refused:
            reason = refused.reason if isinstance(refused, AssertionRefused) else "replayed"
            log.warning("security_event", kind="client_assertion", reason=reason)
            request.app.state.wrong_assertions.note(address_of(request))
            raise _NoToken("invalid_client", _INVALID, 401) from refused
    except _NoToken as none:
        lang = language(request.headers.get("accept-language"))
        body = RefusedView.model_validate({"error": none.error, "error_description": none.words.say(lang)})
        return _answer(body, none.status, none.headers)
    return _answer(TokenView(access_token=text), 200, {})


@router.get("/.well-known/oauth-authorization-server")
async def server(hub: HubDep) -> ServerView:
    """Where tokens are given and how clients prove themselves."""
    issuer = hub.settings.own_url
    return ServerView(issuer=issuer, token_endpoint=f"{issuer}{PATH}")


async def _issued(hub: Hub, request: Request, given: Mapping[str, str], presented: Presented | None) -> str:
    """The text of a token; AssertionRefused, Replayed, or _NoToken for what is not about the client."""
    _refuse_unfit(given)
    text = given.get("client_assertion", "")
    party = party_of(text)
    if given.get("client_id", party) != party or not await _is_owner(request, party, presented):
        raise AssertionRefused("client")
    assertion = await _checked(hub, party, text)
    async with hub.store.write() as tx:
        try:
            await use_up(tx, party, assertion)
        except TooMany as many:
            raise _NoToken("temporarily_unavailable", _MANY, 429, LASTS_S) from many
        return await issue_token(tx, party, assertion.key.id, presented.x5t if presented else None)


def _refuse_unfit(given: Mapping[str, str]) -> None:
    if given.get("grant_type") != "client_credentials":
        raise _NoToken("unsupported_grant_type", _GRANT)
    if given.get("scope"):
        raise _NoToken("invalid_scope", _SCOPE)
    if given.get("client_assertion_type") != _TYPE:
        raise _NoToken("invalid_client", _INVALID, 401)


async def _is_owner(request: Request, party: str, presented: Presented | None) -> bool:
    """Whether a certificate that is shown is that party's."""
    if presented is None:
        return True
    try:
        return (await keyring_of(request).owner(presented, address_of(request))).name == party
    except Unauthenticated:
        return False


async def _checked(hub: Hub, party: str, text: str) -> Assertion:
    async with hub.store.read() as tx:
        keys, now = await keys_of(tx, party), await tx.now()
    issuer = hub.settings.own_url
    return check(text, party, keys, (issuer, f"{issuer}{PATH}"), now)


async def _parameters(request: Request) -> Mapping[str, str]:
    """Each once, as the form has them; nothing beyond the cap is read."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise _NoToken("invalid_request", _FORM_WORDS)
    raw = bytearray()
    try:
        async with asyncio.timeout(_SLOWEST_S):
            async for piece in request.stream():
                raw += piece
                if len(raw) > _MOST_BYTES:
                    raise _NoToken("invalid_request", _FORM_WORDS)
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_PARAMETERS
        )
    except (ValueError, TimeoutError) as wrong:
        raise _NoToken("invalid_request", _FORM_WORDS) from wrong
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NoToken("invalid_request", _FORM_WORDS)
    return found


def _answer(body: BaseModel, status: int, headers: Mapping[str, str]) -> Response:
    """RFC 6749, 5.1: never kept on the way."""
    text = json.dumps(body.model_dump(), ensure_ascii=False)
    kept = {"cache-control": "no-store", "pragma": "no-cache", **headers}
    return Response(text, status, kept, "application/json")


_INVALID = Words(
    "Müraciət edən tanınmadı: təsdiq açarı, ünvanı (aud), müddəti, təkrarlanmayan jti və sertifikatı yoxlayın.",
    "The client is not known by this: check the assertion's key, aud, times, its jti that is used once, and the "
    "certificate.",
)
_GRANT = Words("Yalnız grant_type=client_credentials var.", "There is grant_type=client_credentials alone.")
_SCOPE = Words("Hüquqlar tərəfindir; scope göndərilmir.", "Rights are the party's; no scope is sent.")
_MANY = Words(
    "Bu tərəf çox token alıb; bir token on dəqiqə qüvvədədir. Retry-After qədər gözləyin.",
    "This party has asked for too many tokens; one is good for ten minutes. Wait for Retry-After.",
)
_FORM_WORDS = Words(
    f"Parametrlər bir dəfə, {_FORM} şəklində, ən çoxu {_MOST_BYTES} baytda göndərilir.",
    f"Parameters are sent once each, as {_FORM}, in {_MOST_BYTES} bytes at most.",
)
_TOO_MANY = Words(
    "Bu ünvandan çox yanlış təsdiq gəlir. Bir azdan yenidən yoxlayın.",
    "Too many wrong assertions come from this address. Try again in a while.",
)
