"""A signature as it was drawn on a screen: strokes of points, bounded, never a picture that somebody made. Pure.

`10,20 11,22;40,18 41,19` are two strokes; x runs from 0 to 1000 to the right, y from 0 to 400 downwards.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from document_flow.words import Words

WIDTH: Final = 1000
HEIGHT: Final = 400
MOST_CHARACTERS: Final = 40_000
_MOST_STROKES: Final = 200
_LEAST_POINTS: Final = 8
_STROKES = re.compile(r"\d{1,4},\d{1,3}(?:[ ;]\d{1,4},\d{1,3})*", re.ASCII)


def strokes_of(drawn: str) -> tuple[str, ...] | Words:
    """The strokes, or what is wrong: nothing drawn, too much, or no drawing at all."""
    if len(drawn) > MOST_CHARACTERS:
        return _TOO_MUCH
    if not drawn:
        return _EMPTY
    if not _STROKES.fullmatch(drawn):
        return _NO_DRAWING
    strokes = tuple(drawn.split(";"))
    points = [_point(each) for stroke in strokes for each in stroke.split(" ")]
    if any(x > WIDTH or y > HEIGHT for x, y in points):
        return _NO_DRAWING
    if len(strokes) > _MOST_STROKES:
        return _TOO_MUCH
    return strokes if len(set(points)) >= _LEAST_POINTS else _EMPTY


def signature_svg(strokes: tuple[str, ...]) -> str:
    """The drawing. Of strokes that `strokes_of` gave there is nothing to escape; nothing else breaks out either."""
    lines = "".join(f'<polyline points="{escape(each)}"/>' for each in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="#1f3a6e"'
        f' stroke-width="5" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )


def _point(text: str) -> tuple[int, int]:
    x, y = text.split(",")
    return int(x), int(y)


_EMPTY = Words("İmza çəkilməyib.", "Nothing was signed.")
_TOO_MUCH = Words("İmza çox böyükdür: silib yenidən çəkin.", "The signature is too large: clear it and draw again.")
_NO_DRAWING = Words("İmza oxunmadı: silib yenidən çəkin.", "The signature cannot be read: clear it and draw again.")
