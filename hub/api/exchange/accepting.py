"""POST /v1/messages/{format}: the door over HTTP, as a bare ASGI endpoint, since every message passes here."""

from __future__ import annotations

import asyncio
import json
import re

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from hub.access.keyring import Keyring
from hub.access.parties import Party
from hub.api.exchange.refusals import note_refusal
from hub.app import Hub
from hub.errors import Conflict, HubError, Lang, Refused, Words
from hub.evidence.receipt import Promises
from hub.exchange.door import Acceptance, Submission
from hub.telemetry import span
from hub.web.context import as_caller, require_service
from hub.web.intake import Intake, IntakeLimits, TooFast, TooMuchAtOnce
from hub.web.issues import IssueView
from hub.web.limits import turn_away
from hub.web.problem import language, problem

log = structlog.get_logger("hub.api")

_TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_CHARSET = re.compile(rb"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_SLOWEST_BODY_S = 60.0
_SLOWLY_S = 1.0
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class AcceptEndpoint:
    """Answers 202 with a receipt only after the commit; what is refused is noted and answered with code and place."""

    def __init__(self, hub: Hub, keyring: Keyring) -> None:
        self._hub = hub
        self._keyring = keyring
        self._intake = Intake(hub.clock, IntakeLimits())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        lang = language(_text(headers.get(b"accept-language")))
        client = scope.get("client")
        party = await self._keyring.party(_text(headers.get(b"authorization")), client[0] if client else "")
        name = scope["path_params"]["format"]
        raw: bytes | None = None
        try:
            self._check(party, name, headers)
            with self._intake.body(party.name, self._length(headers)) as hold:
                raw = await _read_in_time(receive)
                hold(len(raw))
                sent, key = _trace(headers), _text(headers.get(b"idempotency-key"))
                with span("message.accept", sent, format=name) as trace:
                    acceptance = await self._hub.door.accept(Submission(party.name, name, raw, key, trace or sent))
        except (TooFast, TooMuchAtOnce) as turned_away:
            # Told slowly, and unread meanwhile: who asks on at once must not live of the answers.
            await asyncio.sleep(min(turned_away.retry_after or 0.0, _SLOWLY_S))
            await turn_away(turned_away, scope, receive, send)
            return
        except HubError as refused:
            await self._note(party, name, refused, raw)
            await problem(refused, lang)(scope, receive, send)
            return
        body = _encode(_answer(acceptance, lang, self._hub.promises)).encode()
        length = str(len(body)).encode()
        await send(
            {
                "type": "http.response.start",
                "status": 202,
                "headers": [(b"content-type", b"application/json"), (b"content-length", length)],
            }
        )
        await send({"type": "http.response.body", "body": body})

    def _check(self, party: Party, name: str, headers: dict[bytes, bytes]) -> None:
        """Everything that can be known without the body."""
        made, _ = self._hub.door.known(name)
        require_service(as_caller(party, "en"), name)
        if made.syntax == "csv":
            raise Refused("door.is_file", _file_words(name), place="path")
        charset = _CHARSET.search(headers.get(b"content-type", b""))
        if charset is not None and charset[1].lower() not in (b"utf-8", b"utf8"):
            raise Refused("door.charset", _CHARSET_WORDS, status=415, place="Content-Type")

    def _length(self, headers: dict[bytes, bytes]) -> int:
        """What the body may come to: what it says, else as much as is allowed."""
        stated = headers.get(b"content-length")
        return int(stated) if stated is not None else self._hub.settings.max_body_bytes

    async def _note(self, party: Party, name: str, refused: HubError, raw: bytes | None) -> None:
        if isinstance(refused, Conflict):
            log.warning("security_event", kind=refused.code, party=party.name, format=name)
        if refused.status < 500:
            shown = name if name in self._hub.formats else "?"
            await note_refusal(self._hub.store, self._hub.hash, party.name, shown, refused, raw)


async def _read_in_time(receive: Receive) -> bytes:
    try:
        async with asyncio.timeout(_SLOWEST_BODY_S):
            return await _read(receive)
    except TimeoutError as slow:
        raise Refused("door.too_slow", _TOO_SLOW, status=408, place="body") from slow


async def _read(receive: Receive) -> bytes:
    """The whole body; its size is capped outside."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        whole: bytes = message.get("body", b"")
        return whole
    parts = []
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()
    raise ClientDisconnect


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value is not None else None


def _trace(headers: dict[bytes, bytes]) -> str | None:
    """The sender's traceparent (W3C Trace Context, version 00); anything else is ignored, as the standard asks."""
    text = _text(headers.get(b"traceparent"))
    return text if text is not None and _TRACE.fullmatch(text) else None


def _answer(acceptance: Acceptance, lang: Lang, promises: Promises) -> dict[str, object]:
    accepted = acceptance.accepted
    return {
        "message_id": accepted.message_id,
        "state": accepted.state,
        "receipt": promises.of(accepted.message_id, accepted.digest, accepted.leaf_hash, accepted.accepted_at),
        "issues": [each.model_dump() for each in IssueView.each(acceptance.issues, lang)],
        "links": {
            "self": f"/v1/messages/{accepted.message_id}",
            "receipt": f"/v1/messages/{accepted.message_id}/receipt",
        },
    }


def _file_words(name: str) -> Words:
    return Words(
        f"“{name}” fayl formatıdır: POST /v1/files/{name} ünvanına göndərin.",
        f"{name} is a format of files: send it to POST /v1/files/{name}.",
    )


_TOO_SLOW = Words(
    f"Məzmun {_SLOWEST_BODY_S:.0f} saniyə ərzində gəlmədi; heç nə saxlanmadı.",
    f"The body did not arrive within {_SLOWEST_BODY_S:.0f} seconds; nothing was stored.",
)
_CHARSET_WORDS = Words(
    "Content-Type başlığında yalnız charset=utf-8 ola bilər; XML öz kodlaşdırmasını özü elan edir.",
    "Content-Type may name charset=utf-8 only; XML declares its encoding itself.",
)
