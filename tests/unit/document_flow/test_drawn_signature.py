"""A drawn signature: strokes, bounded, and nothing else that somebody might send in its place."""

from __future__ import annotations

import pytest

from document_flow.drawn_signature import signature_svg, strokes_of
from document_flow.words import Words

DRAWN = "0,0 10,5 20,9 30,12;40,300 50,310 60,320 1000,400"


def test_strokes_are_read_and_drawn() -> None:
    strokes = strokes_of(DRAWN)

    assert isinstance(strokes, tuple)
    assert len(strokes) == 2
    assert signature_svg(strokes).count("<polyline") == 2


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1 1,1",
        "1,1 2,2",
        f"{DRAWN} 1001,5",
        f"{DRAWN} 5,401",
        '"/><script>alert(1)</script>',
        "data:image/png;base64,iVBOR",
        "1,1  2,2",
        "١,١ 2,2",
        "-1,5",
        DRAWN + "\n",
        ";".join(["1,1 2,2"] * 201),
        " ".join(["100,100"] * 6000),
    ],
)
def test_what_is_no_signature_is_refused_in_words(sent: str) -> None:
    assert isinstance(strokes_of(sent), Words)
