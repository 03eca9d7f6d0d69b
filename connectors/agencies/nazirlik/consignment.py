"""`nazirlik.send_document` and `nazirlik.send_notice`: hand over one consignment by POST; 202 with its receipt number.

The consignment's own id stays the same over all attempts, so a ministry that has it already says Duplicate, and that is
as good as its receipt. What became of a call can be asked by our key.
"""

from __future__ import annotations

from typing import Final

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.agencies.nazirlik.verdict import state, verdict
from connectors.connector import Limits
from connectors.outcome import Document, Outcome
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.operation import IDEMPOTENCY_KEY, json_bytes

DOCUMENTS, NOTICES = "/v1/documents", "/v1/notices"

# A document may be 10 MB: few at a time, and a minute for each.
_LIMITS = Limits(parallel=2, first_byte_s=40.0, total_s=60.0)


class Consignment:
    """Idempotent by the consignment's id, with a status service by our key."""

    agency: Final = "nazirlik"
    idempotent: Final = True
    has_status: Final = True

    def __init__(self, name: str, path: str, endpoint: AgencyEndpoint, client: AgencyClient) -> None:
        self.name = name
        self.limits = endpoint.limits_of(name, _LIMITS)
        self._client = client
        self._url = endpoint.address(path)
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {endpoint.credentials}"}

    async def call(self, document: Document, key: str) -> Outcome:
        """Hand it over; the reference is the receipt's number."""
        headers = {**self._headers, IDEMPOTENCY_KEY: key}
        answer = await self._client.exchange("POST", self._url, headers, json_bytes(document), self.limits)
        return verdict(answer, document.get("consignmentId")) if isinstance(answer, Answer) else answer

    async def status(self, key: str) -> Outcome:
        """Ask what became of `key`."""
        answer = await self._client.exchange("GET", f"{self._url}/{key}", self._headers, b"", self.limits)
        return state(answer) if isinstance(answer, Answer) else answer
