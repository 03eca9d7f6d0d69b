"""What somebody sees who has not said what for."""

from __future__ import annotations

from hub.register.masking import masked


def test_names_keep_their_first_letter_and_numbers_their_last_two() -> None:
    assert masked("surname", "Əliyeva") == "Ə•••"
    assert masked("fin", "7ABCD12") == "•••12"
    assert masked("spouse_fin", "7ABCD12") == "•••12"


def test_a_birth_keeps_its_year() -> None:
    assert masked("birth_date", "1990-05-01") == "1990-•••"


def test_what_is_told_by_neither_letter_nor_number_is_wholly_hidden() -> None:
    assert masked("sex", "female") == "•••"
    assert masked("debt_qepik", 1250) == "•••"


def test_objects_and_lists_keep_their_shape() -> None:
    former = [{"surname": "Quliyeva", "until": "2026-01-05", "lossy": []}]

    assert masked("previous_names", former) == [{"surname": "Q•••", "until": "2026-•••", "lossy": []}]


def test_what_is_no_personal_value_stays() -> None:
    assert masked("vital_status", "alive") == "alive"
    assert masked("provider", "azersu") == "azersu"
