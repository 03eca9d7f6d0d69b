"""What arrives with a message at any door: its body, whole and in time, and the sender's trace."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from hub.errors import Refused, Words

_TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_SLOWEST_BODY_S = 60.0


async def read_in_time(receive: Receive, arrived: Callable[[int], None]) -> bytes:
    """The whole body, each piece told as it comes; Refused after a minute, ClientDisconnect if the sender left."""
    try:
        async with asyncio.timeout(_SLOWEST_BODY_S):
            return await _read(receive, arrived)
    except TimeoutError as slow:
        raise Refused("door.too_slow", _TOO_SLOW, status=408, place="body") from slow


async def _read(receive: Receive, arrived: Callable[[int], None]) -> bytes:
    """The whole body; its size is capped outside, and each piece is told as it comes."""
    parts = []
    while (message := await receive())["type"] == "http.request":
        piece: bytes = message.get("body", b"")
        arrived(len(piece))
        parts.append(piece)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)
    raise ClientDisconnect


def sent_trace(headers: Mapping[bytes, bytes]) -> str | None:
    """The sender's traceparent (W3C Trace Context, version 00); anything else is ignored, as the standard asks."""
    text = headers.get(b"traceparent", b"").decode("latin-1")
    return text if _TRACE.fullmatch(text) else None


_TOO_SLOW = Words(
    f"Məzmun {_SLOWEST_BODY_S:.0f} saniyə ərzində gəlmədi; heç nə saxlanmadı.",
    f"The body did not arrive within {_SLOWEST_BODY_S:.0f} seconds; nothing was stored.",
)
