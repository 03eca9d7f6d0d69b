"""POST /v1/messages/{format}: the door over HTTP, as a bare ASGI endpoint, since every message passes here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

from hub.access.keyring import Keyring
from hub.access.parties import Party
from hub.access.presented import PRESENTED
from hub.access.quotas import MESSAGES, OverQuota, Quotas
from hub.access.signatures import HEADERS
from hub.app import Hub
from hub.errors import HubError, Lang, Refused, Words
from hub.evidence.receipt import Promises
from hub.exchange.door import Acceptance, Submission
from hub.telemetry import span
from hub.web.arriving import read_in_time, sent_trace
from hub.web.context import VOUCHED, Vouched
from hub.web.intake import Intake, TooFast, TooMuchAtOnce, in_time
from hub.web.issues import IssueView
from hub.web.limits import Admission, TooMuchOfOne, turn_away_slowly
from hub.web.problem import language, problem
from hub.web.submitting import note_refused, refuse_unfit

_CHARSET = re.compile(rb"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class AcceptEndpoint:
    """Answers 202 with a receipt only after the commit; what is refused is noted and answered with code and place."""

    def __init__(self, hub: Hub, keyring: Keyring, intake: Intake, quotas: Quotas, admission: Admission) -> None:
        self._hub = hub
        self._keyring = keyring
        self._intake = intake
        self._quotas = quotas
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        lang = language(_text(headers.get(b"accept-language")))
        party = await self._party(scope, headers)
        name = scope["path_params"]["format"]
        raw: bytes | None = None
        try:
            async with self._intake.request(party.name, int(headers.get(b"content-length", 0))) as arrived:
                self._check(party, name, headers)
                self._admission.check_share(party.name)
                if party.limits:
                    await self._quotas.take(party, MESSAGES)
                raw = await read_in_time(receive, arrived)
                sent, key = sent_trace(headers), _text(headers.get(b"idempotency-key"))
                signature = _text(headers.get(HEADERS.get(party.name, b"")))
                with span("message.accept", sent, format=name) as trace:
                    acceptance = await self._hub.door.accept(
                        Submission(party.name, name, raw, key, trace or sent, signature)
                    )
        except (TooFast, TooMuchAtOnce, TooMuchOfOne, OverQuota) as turned_away:
            await turn_away_slowly(turned_away, scope, receive, send)
            return
        except HubError as refused:
            await note_refused(self._hub, party, name, refused, raw)
            raw = None
            await in_time(refused)
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

    async def _party(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Party:
        client = scope.get("client")
        vouched: Vouched | None = scope.get(VOUCHED)
        shown, address = _text(headers.get(b"authorization")), client[0] if client else ""
        return vouched.party if vouched else await self._keyring.party(shown, address, scope.get(PRESENTED))

    def _check(self, party: Party, name: str, headers: dict[bytes, bytes]) -> None:
        """Everything that can be known without the body."""
        refuse_unfit(self._hub, party, name)
        charset = _CHARSET.search(headers.get(b"content-type", b""))
        if charset is not None and charset[1].lower() not in (b"utf-8", b"utf8"):
            raise Refused("door.charset", _CHARSET_WORDS, status=415, place="Content-Type")


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value is not None else None


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


_CHARSET_WORDS = Words(
    "Content-Type başlığında yalnız charset=utf-8 ola bilər; XML öz kodlaşdırmasını özü elan edir.",
    "Content-Type may name charset=utf-8 only; XML declares its encoding itself.",
)
