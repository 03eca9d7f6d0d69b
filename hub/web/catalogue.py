"""Sentences that are written in English and have their Azerbaijani in `locale/az/*.po`, one file a room: those of the
console's templates, and those of the command line's declarations.

The catalogues are gettext's and read as they are by Babel, so nothing has to be compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from hub.errors import Lang


class Catalogue:
    """The sentences of one language. What has no translation stays English, and a test says so."""

    def __init__(self, sentences: dict[str, tuple[str, ...]]) -> None:
        self._sentences = sentences

    def gettext(self, text: str) -> str:
        """The sentence."""
        found = self._sentences.get(text)
        return found[0] if found else text

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The sentence for that many; Azerbaijani says both alike."""
        found = self._sentences.get(one)
        if found:
            return found[-1]
        return one if count == 1 else many

    def __contains__(self, text: object) -> bool:
        return text in self._sentences

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)


@cache
def catalogue(lang: Lang, folder: Path) -> Catalogue:
    """The catalogue of a language, of all rooms of a folder together."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / lang).glob("*.po")) if lang != "en" else ():
        with path.open("rb") as file:
            for message in read_po(file, locale=lang):
                key = message.id[0] if isinstance(message.id, tuple | list) else message.id
                texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
                if key and all(texts):
                    found[str(key)] = tuple(str(text) for text in texts)
    return Catalogue(found)
