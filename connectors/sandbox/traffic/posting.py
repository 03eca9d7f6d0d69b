"""Hands a parcel to the hub and does not give up while the hub is away or busy."""

from __future__ import annotations

import asyncio

import httpx

from connectors.sandbox.traffic.parcel import Parcel

_COME_BACK = {408, 425, 429, 500, 502, 503, 504}


async def post_until_answered(hub: httpx.AsyncClient, parcel: Parcel, again_s: float) -> int:
    """The hub's final status; the same bytes are sent again for as long as it could not take them."""
    headers = {
        "Authorization": f"Bearer {parcel.party}",
        "Content-Type": parcel.content_type,
        "Idempotency-Key": parcel.key,
        **parcel.headers,
    }
    while True:
        try:
            answer = await hub.post(parcel.path, content=parcel.body, headers=headers)
        except httpx.TransportError:
            await asyncio.sleep(again_s)
            continue
        if answer.status_code not in _COME_BACK or _is_question(parcel):
            return answer.status_code
        await asyncio.sleep(again_s)


def _is_question(parcel: Parcel) -> bool:
    """A question that fails is not asked again: the answer would come too late for whoever asked."""
    return parcel.path.startswith("/v1/ask/")
