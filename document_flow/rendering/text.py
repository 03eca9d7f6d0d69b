"""Text as it may stand in print: how long each may be, and which characters the forms' fonts have.

What a person typed is never read as markup; it is shown letter for letter, or refused with the place of the fault.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated

from document_flow.rendering.refusals import RenderRefused
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class Room:
    """The place that a text has: so many characters, on one line or in paragraphs that a line break ends."""

    most: int
    paragraphs: bool = False


@dataclass(frozen=True, slots=True)
class Capitals:
    """Marks words that the form shows in capital letters."""


Line = Annotated[str, Room(300)]
"""A name, a number, a title: one line of at most 300 characters; line breaks in it become spaces."""
Note = Annotated[str, Room(2_000, paragraphs=True)]
"""A remark in a table or a card: at most 2,000 characters."""
Prose = Annotated[str, Room(30_000, paragraphs=True)]
"""Running text of at most 30,000 characters; a line break ends a paragraph, empty lines are left out."""
Code = Annotated[str, Room(1_000)]
"""What a QR code holds."""
Title = Annotated[Words, Capitals()]
"""A name that stands in capitals; the data gives it in ordinary letters."""

PRINTABLE = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x259, 0x259),
    (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x482), (0x48A, 0x4FF), (0x1E00, 0x1EFF),
    (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x202F, 0x2030), (0x2032, 0x2033),
    (0x2039, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC), (0x20BA, 0x20BA), (0x20BC, 0x20BD), (0x2116, 0x2116),
    (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),
    (0x2610, 0x2612), (0x2713, 0x2714), (0x2717, 0x2718),
)  # fmt: skip
"""Ranges of code points that the embedded fonts are known to have: Latin, Cyrillic, Greek, signs. Nothing runs from
right to left, so letters stand in the order in which they were typed; no mark stands on a letter that Unicode has not
with that mark, for such marks pile up and are lost to who copies the text."""

_RANGES = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in PRINTABLE)
_UNPRINTABLE = re.compile(f"[^{_RANGES}\n]")
_INKLESS = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LOST_DOT = "i\u0307"
"""What Python's and Java's own `lower` make of `İ`: the dot is in the letter already."""
_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_GAPS = re.compile(" *\n[ \n]*")


def printable(typed: str, room: Room, place: str) -> str:
    """The text as the form shows it, in Unicode's composed form (NFC).

    Word processors' marks without ink (soft hyphen, zero-width space and joiners, byte order mark) are left out, and
    a tab is a space. Refuses `render.too_long` and `render.unprintable`: control and bidirectional marks among them.
    """
    if len(typed) > room.most:
        raise RenderRefused("render.too_long", _too_long(len(typed), room.most), place)
    composed = unicodedata.normalize("NFC", typed.translate(_INKLESS)).replace(_LOST_DOT, "i")
    text = _BREAKS.sub("\n", composed).replace("\t", " ")
    if wrong := _UNPRINTABLE.search(text):
        raise RenderRefused("render.unprintable", _unprintable(wrong.group()), place)
    return _GAPS.sub("\n" if room.paragraphs else " ", text).strip()


def why_unprintable(typed: str, room: Room) -> Words | None:
    """What `printable` refuses it for; None where it has its place."""
    try:
        printable(typed, room, "")
    except RenderRefused as refused:
        return refused.words
    return None


def _too_long(length: int, most: int) -> Words:
    return Words(
        f"Mətn {length} işarədir, bu yerə ən çoxu {most} işarə sığır. Mətni qısaldın və ya əlavəyə çıxarın.",
        f"The text has {length} characters, and this place takes {most}. Shorten it or move it to an attachment.",
    )


def _unprintable(character: str) -> Words:
    code = f"U+{ord(character):04X}"
    return Words(
        f"Mətndə çap olunmayan işarə var ({code}). Onu silin və ya latın, kiril, yaxud yunan hərfləri ilə əvəz edin.",
        f"The text holds a character that cannot be printed ({code}). Remove it, or write it in Latin, Cyrillic or"
        " Greek letters.",
    )
