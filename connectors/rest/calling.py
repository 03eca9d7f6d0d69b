"""Calls a REST operation by its value: sends a document under its key and reads the answer by the operation's table."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from connectors.connector import HEADER, Limits
from connectors.endpoint import AgencyEndpoint
from connectors.operations import RestOperation
from connectors.outcome import Breach, Busy, Delivered, Document, Outcome, Unknown
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.reading import not_asked, read_answer
from connectors.rest.statuses import refusal
from connectors.xroad.faults import xroad_outcome
from connectors.xroad.going import XroadWay
from connectors.xroad.rest import HASH, PREFIX, other_echo, path_of, write_headers

IDEMPOTENCY_KEY = "Idempotency-Key"
_XROAD = "x-road-"
_HASH = re.compile(r"[A-Za-z0-9+/]{86}==")

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0


def json_bytes(document: Document) -> bytes:
    """Compact UTF-8 in the order of the document, so that a resend is equal to the byte."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def content_digest(body: bytes) -> str:
    """The value of a `Content-Digest` header (RFC 9530, 2)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


class RestCaller:
    """The Operation of a RestOperation; the client's owner closes it.

    Keys go into headers, bodies and the address of a status question; what is personal into bodies alone, since
    addresses end up in access logs.
    """

    def __init__(
        self,
        agency: str,
        operation: RestOperation,
        endpoint: AgencyEndpoint,
        client: AgencyClient,
        way: XroadWay | None = None,
    ) -> None:
        self.agency, self.name, self.idempotent = agency, operation.name, operation.idempotent
        self.has_status = bool(operation.status_path)
        self.limits = endpoint.limits_of(operation.name, operation.limits)
        self._operation, self._client, self._way = operation, client, way
        base = "" if way is None else f"{PREFIX}{path_of(way.service)}"
        self._url, self._results = (endpoint.address(base + path) for path in (operation.path, operation.status_path))
        self._headers = {"Content-Type": "application/json", **operation.headers}
        if endpoint.credentials:
            scheme = "Bearer " if operation.credential == "Authorization" else ""
            self._headers[operation.credential] = scheme + endpoint.credentials

    async def call(self, document: Document, key: str) -> Outcome:
        """Send once. What was only taken in is asked after until the total timeout, and then is Unknown."""
        deadline = asyncio.get_running_loop().time() + self.limits.total_s
        sent = self._body(document, key)
        headers = {**self._headers, IDEMPOTENCY_KEY: key}
        given = {**document.get(HEADER, {}), "key": key}
        method, url, raw = "POST", self._url, json_bytes(sent)
        if self._operation.path_field:
            named = quote(str(sent[self._operation.path_field]), safe="")
            method, url, raw = "GET", f"{self._url}/{named}", b""
        answer = await self._exchange(method, url, headers, raw, (given, self.limits))
        outcome = self._read(answer, sent) if isinstance(answer, Answer) else answer
        if isinstance(outcome, Busy) and self._means(outcome) == "taken_in":
            return await self._await_result(key, deadline, outcome)
        return outcome

    def _read(self, answer: Answer, sent: Document) -> Outcome:
        """By X-Road an applied call has for its detail the hash by which its answer says what it answers; over REST a
        client does not see what was hashed, so it is kept and not checked (PR-REST 4.7).
        """
        outcome = read_answer(self._operation, answer, sent)
        hashed = str(answer.headers.get(HASH, ""))
        if self._way is None or not isinstance(outcome, Delivered) or not _HASH.fullmatch(hashed):
            return outcome
        return replace(outcome, detail=f"{HASH} {hashed}")

    def _body(self, document: Document, key: str) -> Document:
        operation = self._operation
        body = {name: value for name, value in document.items() if name != HEADER}
        if operation.key_field:
            body[operation.key_field] = key
        given = defaultdict(str, {**document.get(HEADER, {}), "key": key})
        return body | {name: template.format_map(given) for name, template in operation.asks.items()}

    async def status(self, key: str) -> Outcome:
        """What became of a key; the hub does not ask where `has_status` is False."""
        return await self._ask(key, self.limits) if self.has_status else not_asked(key)

    async def _ask(self, key: str, limits: Limits) -> Outcome:
        answer = await self._exchange("GET", self._results + key, self._headers, b"", ({"key": key}, limits))
        if not isinstance(answer, Answer):
            return answer
        asked: dict[str, Any] = {self._operation.key_field: key} if self._operation.key_field else {}
        return read_answer(self._operation, answer, asked, is_status=True)

    async def _await_result(self, key: str, deadline: float, taken_in: Busy) -> Outcome:
        """A question that fails changes nothing about what was taken in: only the agency's verdict ends the wait."""
        loop = asyncio.get_running_loop()
        pause = _FIRST_PAUSE_S
        while loop.time() + pause < deadline:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)
            outcome = await self._ask(key, replace(self.limits, total_s=max(deadline - loop.time(), 0.01)))
            if isinstance(outcome, Delivered | Breach) or self._means(outcome) == "refused":
                return replace(outcome, exchanged=replace(outcome.exchanged, sent=taken_in.exchanged.sent))
        return Unknown(taken_in.exchanged, taken_in.code)

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, by: tuple[Mapping[str, str], Limits]
    ) -> Answer | Outcome:
        """One exchange, by X-Road as the call that `by` makes: a security server's failure, or an answer that is not
        that call's, is an outcome.
        """
        given, limits = by
        if self._way is None:
            return await self._client.exchange(method, url, headers, body, limits)
        call = self._way.call(defaultdict(str, given))
        answer = await self._client.exchange(method, url, {**headers, **write_headers(call)}, body, limits)
        if not isinstance(answer, Answer):
            return answer
        failed = answer.headers.get("X-Road-Error")
        if failed is not None:
            outcome = xroad_outcome(failed.strip(), answer.exchanged)
            return outcome or Unknown(answer.exchanged, "agency.xroad_failed")
        if not any(name.startswith(_XROAD) for name in answer.repeated) and (outcome := refusal(answer)):
            return (
                outcome  # of whoever stands before the security server: its status speaks for it, its body for nobody
            )
        other = other_echo(call, answer.repeated)
        return Breach(answer.exchanged, "agency.xroad_other_call", other) if other else answer

    def _means(self, outcome: Outcome) -> str:
        """What the agency's own word behind an outcome means; "" where the outcome is not by its word."""
        return next((row.means for row in self._operation.says.values() if row.cause.code == outcome.code), "")
