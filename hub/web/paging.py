"""Keyset paging, newest first: the cursor is the last id of the page before, so pages stay right while rows arrive."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from hub.clock import SECOND
from hub.errors import Refused, Words, found_or
from hub.store.ids import NEWEST, first_id_at, parse_id


class Page(BaseModel):
    """Which part of a list is wanted."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=64)


def cursor_or_422(text: str | None) -> str:
    """The id to read below."""
    if text is None:
        return NEWEST
    return found_or(parse_id(text), Refused("api.cursor", BAD_CURSOR, status=422, place="cursor"))


def id_since(moment: datetime) -> str:
    """The lowest id of that moment."""
    return first_id_at(max(0, int(moment.timestamp() * SECOND)))


BAD_CURSOR = Words("“cursor” əvvəlki səhifənin “next” qiyməti olmalıdır.", "`cursor` must be the `next` of a page.")
