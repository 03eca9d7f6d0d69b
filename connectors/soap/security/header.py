"""The block `Security`: its names, its place, and how fresh it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from lxml import etree

WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
SPACES = {"wsse": WSSE, "wsu": WSU}
SECURITY = f"{{{WSSE}}}Security"
TIMESTAMP = f"{{{WSU}}}Timestamp"
CREATED, EXPIRES = f"{{{WSU}}}Created", f"{{{WSU}}}Expires"

FRESH = timedelta(minutes=5)
"""How old a token or a signature may be, and how far ahead of our clock (UsernameToken 1.0, line 262)."""

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|\+00:00)", re.ASCII)


class SecurityRefused(ValueError):
    """A message that is not secured as it must be; `code` is stable, and no text tells a secret."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def instant(text: str) -> datetime:
    """A moment in UTC, to the second. Raises SecurityRefused."""
    found = _INSTANT.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(f"{found[1]}+00:00") if found else _no_instant()
    except ValueError:
        return _no_instant()


def _no_instant() -> datetime:
    raise SecurityRefused("security.time")


def written(moment: datetime) -> str:
    """A moment as the blocks have it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def refuse_stale(created: datetime, expires: datetime | None, now: datetime) -> None:
    """Raises SecurityRefused for what was made too long ago, lies ahead, or has ended."""
    if not now - FRESH <= created <= now + FRESH or (expires is not None and expires < now):
        raise SecurityRefused("security.stale")


def security_of(header: etree._Element | None) -> etree._Element:
    """The one block `Security` of a Header. Raises SecurityRefused for none and for two."""
    found = [] if header is None else [block for block in header if block.tag == SECURITY]
    if len(found) != 1:
        raise SecurityRefused("security.missing" if not found else "security.twice")
    return found[0]


def child_text(parent: etree._Element, tag: str) -> str:
    """The text of the one child of that name. Raises SecurityRefused."""
    found = [each for each in parent if each.tag == tag]
    if len(found) != 1 or len(found[0]):
        raise SecurityRefused("security.shape")
    return (found[0].text or "").strip()


def child(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    """A new child."""
    made = etree.SubElement(parent, tag, nsmap=SPACES)
    made.text = text or None
    return made
