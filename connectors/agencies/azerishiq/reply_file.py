"""`azerishiq.reply-file`: hands Azərişıq the reply to one of its meter files, by PUT under the file's name.

Azərişıq takes the same bytes under the same name any number of times and refuses other bytes (RFC 9530 digest).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.connector import Limits
from connectors.outcome import Delivered, Document, Exchanged, Outcome, Rejected
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.operation import IDEMPOTENCY_KEY, no_status
from connectors.rest.statuses import refusal

FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}")


def content_digest(body: bytes) -> str:
    """The value of a `Content-Digest` header (RFC 9530, 2)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


class ReplyFile:
    """Idempotent by name and digest; the document is `{name, content_base64}`."""

    name: Final = "azerishiq.reply-file"
    agency: Final = "azerishiq"
    idempotent: Final = True
    has_status: Final = False

    def __init__(self, endpoint: AgencyEndpoint, client: AgencyClient) -> None:
        self.limits = endpoint.limits_of(self.name, Limits())
        self._client = client
        self._replies = endpoint.address("/replies/")
        self._credentials = f"Bearer {endpoint.credentials}"

    async def call(self, document: Document, key: str) -> Outcome:
        """Put the file; the reference is its name. Nothing is sent for a document that names no file: Rejected."""
        name = str(document.get("name"))
        try:
            content = base64.b64decode(str(document.get("content_base64")), validate=True)
        except binascii.Error:
            return Rejected(Exchanged(), "connector.document", "content_base64")
        if not FILE_NAME.fullmatch(name):
            return Rejected(Exchanged(), "connector.document", "name")
        headers = {
            "Authorization": self._credentials,
            "Content-Type": "text/csv",
            "Content-Digest": content_digest(content),
            IDEMPOTENCY_KEY: key,
        }
        answer = await self._client.exchange("PUT", self._replies + name, headers, content, self.limits)
        if not isinstance(answer, Answer):
            return answer
        return refusal(answer) or Delivered(answer.exchanged, name)

    async def status(self, key: str) -> Outcome:
        """There is none: sending the file again is harmless."""
        return no_status(key)
