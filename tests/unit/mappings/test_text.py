"""Azerbaijani letters: case, look-alikes, lost letters, order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.controls import CONTROLS
from mappings.text import (
    CAPITALS,
    LETTERS,
    NO_TEXT,
    ascii_upper,
    az_lower,
    az_title,
    az_upper,
    clean,
    fold_schwas,
    has_lost_letters,
    match_key,
    to_ascii,
)

WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=12)


def test_what_no_person_s_text_has_no_agency_s_has_either() -> None:
    """The packages beside each other share no code; what a door for people refuses, no mapping takes."""
    no_text = re.compile(f"[{NO_TEXT}]")

    assert [hex(each) for each in range(0x10000) if CONTROLS.match(chr(each)) and not no_text.match(chr(each))] == []


@given(WORDS)
def test_upper_and_lower_give_every_azerbaijani_word_back(word: str) -> None:
    assert az_lower(az_upper(word)) == word
    assert len(az_upper(word)) == len(word)
    assert set(az_upper(word)) <= set(CAPITALS)


def test_dotted_and_dotless_i_stay_two_letters() -> None:
    assert az_lower("İSMAYILOVA IŞIQ") == "ismayılova ışıq"
    assert az_upper("ismayılova ışıq") == "İSMAYILOVA IŞIQ"
    assert az_title("İSMAYILOVA-ƏLİZADƏ IŞIQ") == "İsmayılova-Əlizadə Işıq"


@pytest.mark.parametrize("schwa", ["ə", "ǝ", "ә"])
def test_the_three_schwas_are_one_letter_afterwards(schwa: str) -> None:
    assert fold_schwas(f"{schwa}li") == "əli"
    assert clean(f"K{schwa}ng{schwa}rli").text == "Kəngərli"


def test_look_alikes_in_an_otherwise_latin_word_are_repaired_and_told() -> None:
    cleaned = clean("Аzərbаycаn nеft")

    assert cleaned.text == "Azərbaycan neft"
    assert cleaned.repaired
    assert not cleaned.derived


def test_a_cyrillic_word_is_transliterated_and_marked_derived() -> None:
    cleaned = clean("Исмајылова Ҝүлнарә Әли гызы")

    assert cleaned.text == "İsmayılova Gülnarə Əli qızı"
    assert cleaned.derived
    assert clean("ЮСИФ Юсиф").text == "YUSİF Yusif"


def test_a_word_of_two_alphabets_without_a_single_reading_is_left_alone() -> None:
    assert clean("Мәммәдov").mixed
    assert clean("Мәммәдov").text == "Мәммәдov"
    assert clean("Ђорђе").mixed


@pytest.mark.parametrize("text", ["G?lnar?", "Gülnar\ufffd", "Q@sımov", "@li", "Rza@"])
def test_lost_letters_are_seen_and_nothing_is_guessed(text: str) -> None:
    cleaned = clean(text)

    assert cleaned.lost
    assert cleaned.text == text


def test_an_address_sign_between_spaces_is_no_lost_letter() -> None:
    assert not has_lost_letters("ev @ 5")


@given(st.text(max_size=30))
def test_cleaning_never_fails_and_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)

    assert clean(once.text).text == once.text


def test_the_spellings_of_a_name_share_one_match_key() -> None:
    assert match_key("Əliyev") == match_key("Aliyev") == match_key("ELIYEV")
    assert match_key("Şuşa") == match_key("Susa") == match_key("Shusha")
    assert match_key("Xankəndi") == match_key("Khankendi")
    assert match_key("İsmayılova") != match_key("İsmayılov")


def test_ascii_writing_is_by_table_and_refuses_what_has_no_letter() -> None:
    assert to_ascii("Gülnarə Çınqız-José") == "Gulnare Cinqiz-Jose"
    with pytest.raises(ValueError, match="ASCII"):
        to_ascii("Исмајылова")


@given(st.text(max_size=20))
def test_ascii_upper_touches_only_a_to_z(text: str) -> None:
    for before, after in zip(text, ascii_upper(text), strict=True):
        assert before == after or (before.isascii() and before.upper() == after)
