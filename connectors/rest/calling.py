"""Calls a REST operation by its value: sends a document under its key and reads the answer by the operation's table."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from connectors.connector import Limits
from connectors.endpoint import AgencyEndpoint
from connectors.operations import RestOperation
from connectors.outcome import Breach, Busy, Delivered, Document, Exchanged, Outcome, Rejected, Unknown
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.reading import not_asked, read_answer

IDEMPOTENCY_KEY = "Idempotency-Key"
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}")

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

    def __init__(self, agency: str, operation: RestOperation, endpoint: AgencyEndpoint, client: AgencyClient) -> None:
        self.agency, self.name, self.idempotent = agency, operation.name, operation.idempotent
        self.has_status = bool(operation.status_path)
        self.limits = endpoint.limits_of(operation.name, operation.limits)
        self._operation, self._client = operation, client
        self._url, self._results = endpoint.address(operation.path), endpoint.address(operation.status_path)
        self._headers = {"Content-Type": "application/json", **operation.headers}
        if endpoint.credentials:
            scheme = "Bearer " if operation.credential == "Authorization" else ""
            self._headers[operation.credential] = scheme + endpoint.credentials

    async def call(self, document: Document, key: str) -> Outcome:
        """Send once. What was only taken in is asked after until the total timeout, and then is Unknown."""
        if self._operation.sends == "file":
            return await self._put(document, key)
        deadline = asyncio.get_running_loop().time() + self.limits.total_s
        sent = {**document, self._operation.key_field: key} if self._operation.key_field else document
        headers = {**self._headers, IDEMPOTENCY_KEY: key}
        answer = await self._client.exchange("POST", self._url, headers, json_bytes(sent), self.limits)
        outcome = read_answer(self._operation, answer, sent) if isinstance(answer, Answer) else answer
        if isinstance(outcome, Busy) and self._means(outcome) == "taken_in":
            return await self._await_result(key, deadline, outcome)
        return outcome

    async def status(self, key: str) -> Outcome:
        """What became of a key; the hub does not ask where `has_status` is False."""
        return await self._ask(key, self.limits) if self.has_status else not_asked(key)

    async def _ask(self, key: str, limits: Limits) -> Outcome:
        answer = await self._client.exchange("GET", self._results + key, self._headers, b"", limits)
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

    def _means(self, outcome: Outcome) -> str:
        """What the agency's own word behind an outcome means; "" where the outcome is not by its word."""
        return next((row.means for row in self._operation.says.values() if row.cause.code == outcome.code), "")

    async def _put(self, document: Document, key: str) -> Outcome:
        """Put a file under its name, which is the reference; a document that names none is Rejected, nothing sent."""
        name = str(document.get("name"))
        try:
            content = base64.b64decode(str(document.get("content_base64")), validate=True)
        except binascii.Error:
            return Rejected(Exchanged(), "connector.document", "content_base64")
        if not FILE_NAME.fullmatch(name):
            return Rejected(Exchanged(), "connector.document", "name")
        about = {"Content-Type": "text/csv", "Content-Digest": content_digest(content), IDEMPOTENCY_KEY: key}
        headers = {**self._headers, **about}
        answer = await self._client.exchange("PUT", self._url + name, headers, content, self.limits)
        return read_answer(self._operation, answer, {"name": name}) if isinstance(answer, Answer) else answer
