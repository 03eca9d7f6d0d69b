"""Texts in both languages, as programs hand them over."""

from __future__ import annotations

from pydantic import Field

from hub.bodies import Body
from hub.errors import Words


class WordsBody(Body):
    """A text in both languages."""

    az: str = Field(min_length=1, max_length=300)
    en: str = Field(min_length=1, max_length=300)

    def words(self) -> Words:
        """As the rules have it."""
        return Words(self.az, self.en)
