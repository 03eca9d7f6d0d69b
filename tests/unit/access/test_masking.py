"""What somebody sees who has not said what for."""

from __future__ import annotations

from hub.access.masking import mask_field


def test_names_keep_their_first_letter_and_numbers_their_last_two() -> None:
    assert mask_field("surname", "Əliyeva") == "Ə•••"
    assert mask_field("fin", "7ABCD12") == "•••12"
    assert mask_field("spouse_fin", "7ABCD12") == "•••12"


def test_a_birth_keeps_its_year() -> None:
    assert mask_field("birth_date", "1990-05-01") == "1990-••-••"


def test_what_is_told_by_neither_letter_nor_number_is_wholly_hidden() -> None:
    assert mask_field("sex", "female") == "•••"
    assert mask_field("debt_qepik", 1250) == "•••"


def test_objects_and_lists_keep_their_shape() -> None:
    former = [{"surname": "Quliyeva", "until": "2026-01-05", "lossy": []}]

    assert mask_field("previous_names", former) == [{"surname": "Q•••", "until": "2026-••-••", "lossy": []}]


def test_what_is_no_personal_value_stays() -> None:
    assert mask_field("vital_status", "alive") == "alive"
    assert mask_field("provider", "azersu") == "azersu"
