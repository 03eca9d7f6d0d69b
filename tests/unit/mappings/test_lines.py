"""Lines of a file: each with its number and bytes, one too long skipped without being held."""

from __future__ import annotations

from io import BytesIO

from mappings.rows import FileLine, lines_of


def test_every_line_has_its_number_and_where_it_begins_and_ends() -> None:
    assert list(lines_of(BytesIO(b"ab\r\nc\nlast"), 10)) == [
        FileLine(1, 0, 4, b"ab"),
        FileLine(2, 4, 6, b"c"),
        FileLine(3, 6, 10, b"last"),
    ]


def test_reading_goes_on_from_where_a_chunk_begins() -> None:
    assert list(lines_of(BytesIO(b"a\nb\n"), 10, begin=2, first=7)) == [FileLine(7, 2, 4, b"b")]


def test_a_line_that_is_too_long_is_skipped_and_the_next_one_read() -> None:
    found = list(lines_of(BytesIO(b"x" * 25 + b"\nb\n" + b"y" * 25), 5))

    assert found == [FileLine(1, 0, 26, None), FileLine(2, 26, 28, b"b"), FileLine(3, 28, 53, None)]
