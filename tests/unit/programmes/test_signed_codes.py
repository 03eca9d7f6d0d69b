"""What a code for readers without a network leaves out where it has no room."""

from __future__ import annotations

from hub.programmes.papers import shorter


def test_a_code_never_loses_of_whom_it_speaks() -> None:
    facts = {"FİN": "94FMDDD", "ad": "a" * 200, "ünvan": "b" * 90, "status": "c", "ailə": 3}

    assert list(shorter(facts)) == [
        {"FİN": "94FMDDD", "ad": "a" * 200, "status": "c", "ailə": 3},
        {"FİN": "94FMDDD", "ad": "a" * 200, "ailə": 3},
    ]
