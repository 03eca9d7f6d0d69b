"""`meis.person.update`: tells MEİS a person's data; the key is the body's `sorgu_id`.

MEİS may only take a request in (99); its result is then asked for at `/v3/result/{sorgu_id}`.
The person stands in the body alone: addresses end up in access logs, and no personal code may be there.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.agencies.meis.verdict import PENDING, REFUSALS, verdict
from connectors.connector import Limits
from connectors.outcome import Breach, Busy, Delivered, Document, Exchanged, Outcome, Rejected, Unknown
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.operation import IDEMPOTENCY_KEY, json_bytes

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0


class PersonUpdate:
    """Idempotent, and MEİS can be asked what became of a key."""

    name: Final = "meis.person.update"
    agency: Final = "meis"
    idempotent: Final = True
    has_status: Final = True

    def __init__(self, endpoint: AgencyEndpoint, client: AgencyClient) -> None:
        self.limits = endpoint.limits_of(self.name, Limits())
        self._client = client
        self._url = endpoint.address("/v3/person/update")
        self._results = endpoint.address("/v3/result/")
        self._headers = {"Content-Type": "application/json", "X-API-Key": endpoint.credentials}

    async def call(self, document: Document, key: str) -> Outcome:
        """Post the update; what was only taken in is asked after until the total timeout, and then is Unknown."""
        deadline = asyncio.get_running_loop().time() + self.limits.total_s
        body = json_bytes({**document, "sorgu_id": key})
        headers = {**self._headers, IDEMPOTENCY_KEY: key}
        answer = await self._client.exchange("POST", self._url, headers, body, self.limits)
        outcome = verdict(answer, key) if isinstance(answer, Answer) else answer
        if isinstance(outcome, Busy) and outcome.code == PENDING:
            return await self._await_result(key, deadline, outcome.exchanged)
        return outcome

    async def _await_result(self, key: str, deadline: float, taken_in: Exchanged) -> Outcome:
        """A question that fails changes nothing about what MEİS has taken in: only its verdict ends the wait."""
        loop = asyncio.get_running_loop()
        pause = _FIRST_PAUSE_S
        while loop.time() + pause < deadline:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)
            outcome = await self._ask(key, replace(self.limits, total_s=max(deadline - loop.time(), 0.01)))
            if isinstance(outcome, Delivered | Breach) or _refused_by_meis(outcome):
                return replace(outcome, exchanged=replace(outcome.exchanged, sent=taken_in.sent))
        return Unknown(taken_in, PENDING)

    async def status(self, key: str) -> Outcome:
        """Ask for the result of `key`; Busy `meis.taken_in` while MEİS is still at it."""
        return await self._ask(key, self.limits)

    async def _ask(self, key: str, limits: Limits) -> Outcome:
        answer = await self._client.exchange("GET", self._results + key, self._headers, b"", limits)
        return verdict(answer, key) if isinstance(answer, Answer) else answer


def _refused_by_meis(outcome: Outcome) -> bool:
    return isinstance(outcome, Rejected) and outcome.code in REFUSALS.values()
