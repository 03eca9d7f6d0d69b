"""Numbers in Azerbaijani words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.numbers_az import MOST, spoken

ONES = ("sıfır", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz", "on")
TENS = ("iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
VALUES = {word: value for value, word in enumerate(ONES)} | {word: 20 + 10 * place for place, word in enumerate(TENS)}


def heard(words: str) -> int:
    """The number that somebody hears."""
    whole = part = 0
    for word in words.split():
        if word == "yüz":
            part = (part or 1) * 100
        elif word in ("min", "milyon"):
            whole, part = whole + (part or 1) * (1_000 if word == "min" else 1_000_000), 0
        else:
            # A hundred may have been heard already: the words after it are added.
            part += VALUES[word]
    return whole + part


@given(st.integers(0, MOST))
def test_what_is_spoken_is_heard_as_the_same_number(number: int) -> None:
    assert heard(spoken(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "sıfır"),
        (12, "on iki"),
        (100, "yüz"),
        (1000, "min"),
        (1993, "min doqquz yüz doxsan üç"),
        (2026, "iki min iyirmi altı"),
        (1_100_000, "bir milyon yüz min"),
    ],
)
def test_numbers_that_one_meets_in_acts(number: int, words: str) -> None:
    assert spoken(number) == words


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_a_number_outside_is_not_spoken(number: int) -> None:
    with pytest.raises(ValueError, match="between"):
        spoken(number)
