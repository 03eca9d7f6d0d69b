"""One question to a trust service: POST or GET, a body back, or TrustServiceFailed."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.connector import Limits
from connectors.outcome import Breach, Rejected, Unavailable
from connectors.rest.client import AgencyClient, Answer
from connectors.trust.faults import TrustServiceFailed

LIMITS = Limits(connect_s=2.0, first_byte_s=5.0, total_s=8.0)
"""A person waits for a signature: better told soon than late."""


@dataclass(frozen=True, slots=True)
class TrustService:
    """An address and what it may bear; the client belongs to whoever made it."""

    client: AgencyClient
    url: str
    limits: Limits = LIMITS

    async def post(self, body: bytes, content_type: str, expected: str) -> Answer:
        """Ask; the answer has status 200 and the expected media type."""
        return await self._ask("POST", {"Content-Type": content_type, "Accept": expected}, body, expected)

    async def get(self, expected: str) -> Answer:
        """Fetch what lies at the address."""
        return await self._ask("GET", {"Accept": expected}, b"", expected)

    async def _ask(self, method: str, headers: dict[str, str], body: bytes, expected: str) -> Answer:
        answer = await self.client.exchange(method, self.url, headers, body, self.limits)
        if not isinstance(answer, Answer):
            raise TrustServiceFailed(answer)
        if answer.status >= 500:
            raise TrustServiceFailed(Unavailable(answer.exchanged, "trust.http", str(answer.status)))
        if answer.status != 200:
            raise TrustServiceFailed(Rejected(answer.exchanged, "trust.http", str(answer.status)))
        if answer.content_type != expected:
            raise TrustServiceFailed(Breach(answer.exchanged, "trust.unreadable", answer.content_type))
        return answer


def breach(answer: Answer, code: str) -> TrustServiceFailed:
    """An answer that is not one to our question."""
    return TrustServiceFailed(Breach(answer.exchanged, code))
