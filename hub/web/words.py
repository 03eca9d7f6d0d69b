"""Texts in both languages, as programs hand them over."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from hub.errors import Words


class WordsBody(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    az: str = Field(min_length=1, max_length=300)
    en: str = Field(min_length=1, max_length=300)

    def words(self) -> Words:
        """As the rules have it."""
        return Words(self.az, self.en)
