"""An approval path as it is handed over."""

from __future__ import annotations

from pydantic import Field

from hub.bodies import Body

MOST_SOURCE = 200_000


class PathBody(Body):
    """A path as YAML."""

    source: str = Field(max_length=MOST_SOURCE)
