"""Codes of printed documents: what a reader may type, and what is caught."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from document_flow.outcome import Refusal
from document_flow.verification_code import (
    ALPHABET,
    LENGTH,
    grouped,
    new_code,
    read_code,
    verification_link,
)

PAGE = "https://yoxla.example/s/"

entropy = st.binary(min_size=10, max_size=10)
codes = entropy.map(new_code)
places = st.integers(0, LENGTH - 1)


def code_of(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else f"no refusal: {outcome!r}"


@given(code=codes)
def test_a_code_is_eighteen_characters_without_look_alikes(code: str) -> None:
    assert len(code) == 18
    assert set(code).isdisjoint("ILOUÇƏĞIİÖŞÜ")
    assert set(code) <= set(ALPHABET)


def test_known_bytes_give_a_known_code() -> None:
    assert new_code(bytes(10)) == "0" * 18
    assert grouped(new_code(bytes(range(10)))) == "000G40-R40M30-E209F9"


@given(one=entropy, other=entropy)
def test_two_codes_differ_where_their_bytes_do(one: bytes, other: bytes) -> None:
    assert (new_code(one) == new_code(other)) == (one == other)


@pytest.mark.parametrize("length", [0, 9, 11])
def test_a_code_needs_all_its_bits(length: int) -> None:
    with pytest.raises(ValueError, match=f"10 bytes, not {length}"):
        new_code(bytes(length))


@given(code=codes)
def test_a_code_is_read_as_it_is_printed(code: str) -> None:
    assert read_code(grouped(code)) == code
    assert grouped(code).replace("-", "") == code
    assert [len(group) for group in grouped(code).split("-")] == [6, 6, 6]


@given(code=codes)
def test_a_code_is_read_however_a_reader_types_it(code: str) -> None:
    look_alikes = str.maketrans("01VABEKMHPCTX", "OІuАВЕКМНРСТХ".replace("І", "İ"))

    assert read_code(code.lower()) == code
    assert read_code(f"  {code[:5]} – {code[5:]}.\t") == code
    assert read_code(code.translate(look_alikes)) == code
    assert read_code(code.translate(look_alikes).lower()) == code


@pytest.mark.parametrize("one", ["1", "i", "I", "İ", "ı", "l", "L", "i̇"])
def test_every_stroke_is_a_one(one: str) -> None:
    code = code_with("1")

    assert read_code(code.replace("1", one)) == code


def code_with(letter: str) -> str:
    return next(code for code in (new_code(number.to_bytes(10)) for number in range(5000)) if letter in code)


@given(code=codes, place=places, letter=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(code: str, place: int, letter: str) -> None:
    assume(code[place] != letter)

    assert code_of(read_code(code[:place] + letter + code[place + 1 :])) == "verification.check"


@given(code=codes, one=places, other=places)
def test_two_exchanged_characters_are_caught(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]

    assert code_of(read_code("".join(letters))) == "verification.check"


def test_a_second_check_for_the_same_bits_is_caught() -> None:
    assert code_of(read_code("0" * 16 + "ZX")) == "verification.check"


@pytest.mark.parametrize(("typed", "length"), [("", 0), ("0" * 17, 17), ("0" * 19, 19), ("-" * 64, 0), ("0" * 65, 65)])
def test_a_code_of_another_length_is_told_by_its_length(typed: str, length: int) -> None:
    refusal = read_code(typed)

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.why) == ("verification.length", "invalid")
    assert f"{length} işarə yazılıb" in refusal.words.az


@pytest.mark.parametrize("letter", ["ə", "Ş", "!", "*", "Я", "/", "\n"])
def test_a_character_of_no_code_is_told_by_its_place(letter: str) -> None:
    refusal = read_code(f"00-0{letter}{'0' * 14}")

    assert isinstance(refusal, Refusal)
    assert refusal.code == "verification.letter"
    assert "Character 5 " in refusal.words.en


@given(typed=st.text(max_size=80))
def test_whatever_is_typed_is_a_code_or_a_refusal(typed: str) -> None:
    outcome = read_code(typed)

    assert isinstance(outcome, Refusal) or new_code_of(outcome) == outcome


def new_code_of(code: str) -> str:
    number = 0
    for letter in code:
        number = number * 32 + ALPHABET.index(letter)
    return new_code((number >> 10).to_bytes(10))


def test_a_link_is_short() -> None:
    code = new_code(bytes(10))

    assert verification_link(PAGE, code) == f"https://yoxla.example/s/{code}"
    assert verification_link(PAGE.rstrip("/"), code) == verification_link(PAGE, code)
