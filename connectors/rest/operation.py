"""A REST operation declared in a line: POST of the document as JSON under an `Idempotency-Key`, 2xx means applied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from connectors.connector import Limits
from connectors.outcome import Delivered, Document, Exchanged, Outcome, Rejected, Unknown
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.json_answer import json_object
from connectors.rest.statuses import refusal

IDEMPOTENCY_KEY = "Idempotency-Key"
NOT_APPLIED = "status.not_applied"
"""The agency's own word that it never applied a key; no HTTP status alone stands for it."""


def json_bytes(document: Document) -> bytes:
    """Compact UTF-8 in the order of the document, so that a resend is equal to the byte."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True, slots=True)
class RestOperation:
    """One POST service without a dialect of its own.

    `accepted` says what 202 means there: "delivered" where taking it in is the agency's promise to apply it,
    "unknown" where only a later question tells. `credentials` go out as a bearer token. The client's owner closes it.
    """

    name: str
    agency: str
    url: str
    client: AgencyClient
    limits: Limits = field(default_factory=Limits)
    idempotent: bool = True
    credentials: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    accepted: Literal["delivered", "unknown"] = "delivered"
    has_status: Literal[False] = False
    _headers: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bearer = {"Authorization": f"Bearer {self.credentials}"} if self.credentials else {}
        object.__setattr__(self, "_headers", {"Content-Type": "application/json", **bearer, **self.headers})

    async def call(self, document: Document, key: str) -> Outcome:
        """Post `document`; the reference is the answer's `reference` or `id`, where it names one."""
        answer = await self.client.exchange(
            "POST", self.url, {**self._headers, IDEMPOTENCY_KEY: key}, json_bytes(document), self.limits
        )
        return self._read(answer) if isinstance(answer, Answer) else answer

    def _read(self, answer: Answer) -> Outcome:
        if answer.status == 202 and self.accepted == "unknown":
            return Unknown(answer.exchanged, "agency.accepted")
        refused = refusal(answer)
        if refused is not None:
            return refused
        if not answer.body or "json" not in answer.content_type:
            return Delivered(answer.exchanged)
        document = json_object(answer)
        if not isinstance(document, dict):
            return document
        reference = document.get("reference", document.get("id"))
        return Delivered(answer.exchanged, reference if isinstance(reference, str) else None, document)

    async def status(self, key: str) -> Outcome:
        """There is none: the hub does not ask where `has_status` is False."""
        return no_status(key)


def no_status(key: str) -> Unknown:
    """The answer of an operation whose agency cannot be asked."""
    return Unknown(Exchanged(), "status.unsupported", f"no status service for {key}")


def not_applied(answer: Answer) -> Rejected:
    """The agency says that it never applied the key."""
    return Rejected(answer.exchanged, NOT_APPLIED)
