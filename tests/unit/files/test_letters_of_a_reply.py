"""A reply is in the letters that its sender can read."""

from __future__ import annotations

import pytest

from hub.exchange.files.reply import encoded


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "Sətrin uzunluğu qaydadakı deyil: “ö”".encode()),
        ("cp1254", "Setrin uzunluğu qaydadakı deyil: “ö”".encode("cp1254")),
        ("ascii", b"Setrin uzunlugu qaydadaki deyil: o"),
    ],
)
def test_letters_that_cannot_be_written_are_written_plainly_and_never_as_lost_ones(
    encoding: str, expected: bytes
) -> None:
    assert encoded("Sətrin uzunluğu qaydadakı deyil: “ö”", encoding) == expected
