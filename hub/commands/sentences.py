"""What Typer shows, in one language: texts of our declarations and its own, by the catalogues of `locale`.

A text is looked up a paragraph at a time, however its lines are folded. A sentence with `{holes}` says every text that
fills them without a colon; what fills them is looked up itself, and so is what stands on each side of a colon, unless
it is one word: that is a name of a file, a key, a setting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from typer import rich_utils

from hub.errors import Lang
from hub.web.catalogue import Catalogue, catalogue

LOCALE = Path(__file__).parent / "locale"
FIXED = {
    name: str(getattr(rich_utils, name))
    for name in (
        "ABORTED_TEXT",
        "ARGUMENTS_PANEL_TITLE",
        "COMMANDS_PANEL_TITLE",
        "DEFAULT_STRING",
        "ENVVAR_STRING",
        "ERRORS_PANEL_TITLE",
        "OPTIONS_PANEL_TITLE",
        "REQUIRED_LONG_STRING",
        "RICH_HELP",
    )
}
"""What stands on every page of Typer's, as it came."""
_FILLABLE = re.compile(r"\{(\w+)\}")
_OURS = frozenset(("hint", "kind", "state", "what"))
"""Holes that take a word of ours and no name."""


class Sentences:
    """The sentences of a language. In English every text is said as it is declared."""

    def __init__(self, lang: Lang) -> None:
        self._catalogue = catalogue(lang, LOCALE)
        for name, text in FIXED.items():
            setattr(rich_utils, name, self._catalogue.gettext(text))

    def said(self, text: str) -> str:
        """The text; what no catalogue has stays as it is."""
        return "\n\n".join(self._sentence(each) for each in text.split("\n\n"))

    @contextmanager
    def of(self, texts: Sequence[Any]) -> Iterator[None]:
        """Commands and what they take, whose `help` is in the language as long as they are shown."""
        before = [each.help for each in texts]
        try:
            for each in texts:
                each.help = each.help and self.said(each.help)
            yield
        finally:
            for each, text in zip(texts, before, strict=True):
                each.help = text

    def _sentence(self, text: str) -> str:
        plain = " ".join(text.split())
        if plain in self._catalogue:
            return self._catalogue.gettext(plain)
        for shape, english in _shapes(self._catalogue):
            if filled := shape.fullmatch(plain):
                return _FILLABLE.sub(partial(self._value, filled), self._catalogue.gettext(english))
        place, colon, rest = plain.partition(": ")
        if not colon:
            return text
        said = f"{self._part(place)}: {self._part(rest)}"
        return text if said == plain else said

    def _part(self, text: str) -> str:
        return self._sentence(text) if " " in text else text

    def _value(self, filled: re.Match[str], hole: re.Match[str]) -> str:
        value = filled[hole[1]]
        return self._sentence(value) if hole[1] in _OURS else self._part(value)


@cache
def _shapes(known: Catalogue) -> list[tuple[re.Pattern[str], str]]:
    """The sentences with holes, as patterns."""
    holed = [each for each in known if _FILLABLE.search(each)]
    return [(re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>(?:(?!: ).)+?)", re.escape(each))), each) for each in holed]
