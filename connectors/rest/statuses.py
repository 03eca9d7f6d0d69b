"""What an HTTP answer without a usable body means: the part of the retry taxonomy that REST and SOAP share."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

from connectors.outcome import Breach, Busy, Outcome, Rejected, Unknown
from connectors.rest.client import Answer

MAX_RETRY_AFTER_S = 3600.0
"""Cap of what an agency may ask for; a longer wish is an outage, and outages are ours to pace."""

_BUSY = {425, 429, 503}
_NOT_FINAL = {408}
_UNAUTHORISED = {401, 403}


def retry_after(answer: Answer) -> float | None:
    """Seconds that `Retry-After` asks for (RFC 9110, 10.2.3), a date read against the agency's own `Date`; capped."""
    text = str(answer.headers.get("retry-after", "")).strip()
    if text.isascii() and text.isdigit():
        return min(float(text), MAX_RETRY_AFTER_S)
    until = _epoch(text)
    if until is None:
        return None
    now = _epoch(str(answer.headers.get("date", "")))
    return min(max(until - (time.time() if now is None else now), 0.0), MAX_RETRY_AFTER_S)


def _epoch(http_date: str) -> float | None:
    try:
        return parsedate_to_datetime(http_date).timestamp()
    except (ValueError, OverflowError):
        return None


def refusal(answer: Answer) -> Outcome | None:
    """The outcome of an answer that is no success; None for a 2xx that is worth reading."""
    status, code = answer.status, f"agency.http_{answer.status}"
    if 200 <= status < 300:
        return Unknown(answer.exchanged, "agency.html") if is_html(answer) else None
    if status in _BUSY:
        return Busy(answer.exchanged, code, retry_after=retry_after(answer))
    if status in _UNAUTHORISED:
        return Rejected(answer.exchanged, "agency.unauthorised", f"HTTP {status}")
    if status in _NOT_FINAL or status >= 500:
        return Unknown(answer.exchanged, code)
    if status >= 400:
        return Rejected(answer.exchanged, code)
    # A redirect, or an interim status as a final one: no operation of ours allows it.
    return Breach(answer.exchanged, code)


def is_html(answer: Answer) -> bool:
    """A maintenance page, by its type or its first bytes: it comes from a proxy, so the agency's word is missing."""
    if answer.content_type in {"text/html", "application/xhtml+xml"}:
        return True
    return answer.body[:256].lstrip().lower().startswith((b"<!doctype html", b"<html"))
