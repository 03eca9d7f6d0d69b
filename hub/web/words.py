"""Texts in both languages, as programs hand them over."""

from __future__ import annotations

from pydantic import Field

from hub.errors import Words
from hub.web.bodies import Body


class WordsBody(Body):
    """A text in both languages."""

    az: str = Field(min_length=1, max_length=300)
    en: str = Field(min_length=1, max_length=300)

    def words(self) -> Words:
        """As the rules have it."""
        return Words(self.az, self.en)
