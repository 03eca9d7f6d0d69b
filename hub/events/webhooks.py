"""Telling events by webhook: in order for each subscription, signed, retried with a growing wait that is stored."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import structlog

from hub.access.grants import over_exchange, rights_in_force
from hub.access.parties import sandbox_parties
from hub.clock import SECOND, Clock
from hub.events.occurrence import AgencyOf, Occurrence, audible, read_page
from hub.events.signing import headers
from hub.events.subscriptions import Subscription, due, move, postpone, secret_of
from hub.events.target import TargetRefused, resolved, trust
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Tx

log = structlog.get_logger("hub.events")

PAGE = 200
ROUND_S = 5.0
"""How long one subscription may keep a round busy, so that a slow one does not hold up the others."""
_POST_S = 5.0
_FIRST_WAIT_S = 2.0
_LONGEST_WAIT_S = 900.0
_SEE_ALL = frozenset(("operate", "approve", "committee"))
_SANDBOX_ROLES: Mapping[str, frozenset[str]] = {party.name: party.roles for party in sandbox_parties(()).values()}


@dataclass(frozen=True, slots=True)
class Posting:
    """What webhooks are told with. `agency_of` names the party of a destination, `source` this installation."""

    store: Store
    clock: Clock
    sealer: Sealer
    source: str
    agency_of: AgencyOf
    sandbox: bool


class Webhooks:
    """Tells every subscription what it has not heard yet. Two at once tell some events twice and skip none."""

    def __init__(self, posting: Posting) -> None:
        self._p = posting
        self._room = asyncio.Semaphore(8)

    async def deliver(self) -> int:
        """One round over all subscriptions that are due; how many events were taken by their receivers."""
        async with self._p.store.read() as tx:
            waiting = await due(tx)
        if not waiting:
            return 0
        async with self._client() as client:
            told = await asyncio.gather(*(self._serve(client, each) for each in waiting), return_exceptions=True)
        for each in told:
            if isinstance(each, BaseException):
                raise each
        return sum(each for each in told if isinstance(each, int))

    def _client(self) -> httpx.AsyncClient:
        """No redirects, no proxies of the environment."""
        return httpx.AsyncClient(verify=trust(), follow_redirects=False, trust_env=False, timeout=_POST_S)

    async def _serve(self, client: httpx.AsyncClient, subscription: Subscription) -> int:
        async with self._room:
            deadline = self._p.clock.monotonic() + ROUND_S
            async with self._p.store.read() as tx:
                page = await read_page(tx, subscription.next_seq, PAGE, self._p.source)
                heard = await self._heard(tx, subscription, page.occurrences)
            told, position, trouble = 0, subscription.next_seq, None
            for number, each in enumerate(heard, start=1):
                trouble = await self._post(client, subscription, each)
                if trouble is not None:
                    break
                # Two may stand at one place of the log: it is passed once both were told.
                is_last = number == len(heard) or heard[number].seq > each.seq
                told, position = told + 1, each.seq + is_last
                if self._p.clock.monotonic() > deadline:
                    break
            else:
                position = page.next_seq
            await self._remember(subscription, position, trouble)
            return told

    async def _heard(self, tx: Tx, subscription: Subscription, found: tuple[Occurrence, ...]) -> list[Occurrence]:
        wanted = [each for each in found if each.event.type in subscription.types]
        if not wanted:
            return []
        if _SEE_ALL.isdisjoint(await self._roles(tx, subscription.party)):
            return await audible(tx, wanted, subscription.party, self._p.agency_of)
        return wanted

    async def _roles(self, tx: Tx, party: str) -> frozenset[str]:
        """As they are now: a right that was taken away counts at once."""
        if self._p.sandbox and party in _SANDBOX_ROLES:
            return _SANDBOX_ROLES[party]
        return over_exchange(await rights_in_force(tx, party))

    async def _post(self, client: httpx.AsyncClient, subscription: Subscription, each: Occurrence) -> str | None:
        """What went wrong, or None. The answer's body is not read."""
        body = each.event.to_json()
        signed = headers(secret_of(subscription, self._p.sealer), each.event.id, self._p.clock.now() // SECOND, body)
        try:
            target = await resolved(subscription.url, sandbox=self._p.sandbox)
            async with asyncio.timeout(_POST_S):
                async with client.stream(
                    "POST",
                    target.url,
                    content=body,
                    extensions={"sni_hostname": target.name},
                    headers={**signed, "host": target.host, "content-type": "application/cloudevents+json"},
                ) as answer:
                    return None if answer.is_success else f"http_{answer.status_code}"
        except TargetRefused as refused:
            return refused.code
        except (httpx.HTTPError, TimeoutError, OSError) as failed:
            return type(failed).__name__

    async def _remember(self, subscription: Subscription, position: int, trouble: str | None) -> None:
        if trouble is None and position == subscription.next_seq:
            return
        async with self._p.store.write() as tx:
            if trouble is None:
                await move(tx, subscription, position)
            else:
                await postpone(tx, subscription, position, _wait(subscription.tries), trouble)
        if trouble is not None:
            log.warning("webhook_failed", subscription=subscription.id, party=subscription.party, reason=trouble)


def _wait(tries: int) -> int:
    """Microseconds until the next attempt: doubling, with half of it by chance."""
    longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(tries, 20))
    return int(longest * (0.5 + random.random() / 2) * SECOND)  # noqa: S311  # jitter
