"""What of a document can be read on its page: a letter that is kept as data, or plain text."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.documents.facts import LETTER_MIME
from document_flow.documents.state import Document
from hub.app import Hub
from hub.console.documents.changes import text_of
from hub.documents.printing.printing import LetterSource, letter_source
from hub.errors import Refused

MOST_SHOWN = 20_000


@dataclass(frozen=True, slots=True)
class LetterText:
    """The main file as text. `letter` has its parts where it is a letter; `cut` says that it goes on."""

    text: str
    letter: LetterSource | None
    cut: bool


async def shown_text(hub: Hub, document: Document) -> LetterText | None:
    """The present version's main file; None where it is no text, or was destroyed."""
    main = document.versions[-1].main if document.versions else None
    if main is None or document.destroyed_at is not None:
        return None
    raw = await text_of(hub, main)
    if raw is None:
        return None
    letter = _letter(raw) if main.mime == LETTER_MIME else None
    text = letter.text if letter is not None else raw
    return LetterText(text[:MOST_SHOWN], letter, len(text) > MOST_SHOWN)


def _letter(raw: str) -> LetterSource | None:
    try:
        return letter_source(raw.encode())
    except Refused:
        return None
