"""What has no place on its form is refused to whoever wants it printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from document_flow.rendering.refusals import RenderRefused
from hub.errors import Refused


@contextmanager
def refusing_unprintable() -> Iterator[None]:
    """Raises Refused (HTTP 422) in the place of RenderRefused."""
    try:
        yield
    except RenderRefused as refused:
        raise Refused(refused.code, refused.words, status=422, place=refused.place) from refused
