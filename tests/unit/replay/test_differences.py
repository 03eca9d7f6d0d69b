"""Differences name fields and show shapes, never values."""

from __future__ import annotations

from typing import Any

import pytest

from hub.exchange.replay.difference import OTHERS, FieldChange, Tally, differences, flat, shape, starred


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Əliyev", "Xxxxxx"),
        ("K4T9ZQ1", "X9X9XX9"),
        ("2026-01-05", "9999-99-99"),
        (7, "9"),
        (True, "true"),
        (None, "null"),
        ("a" * 60, "x" * 40 + "…"),
        ("o'qlu 5", "x'xxx 9"),
    ],
)
def test_a_value_is_shown_by_its_shape(value: Any, shown: str) -> None:
    assert shape(value) == shown


def test_what_changed_came_and_went_is_told_apart() -> None:
    before, after = flat({"a": 1, "b": {"c": "x"}, "d": True}), flat({"a": "1", "b": {"c": "x"}, "e": False})

    assert differences(before, after) == [
        FieldChange("a", "9", "9"),
        FieldChange("d", "true", None),
        FieldChange("e", None, "false"),
    ]


def test_fields_are_counted_once_a_message_and_without_list_positions() -> None:
    tally = Tally()

    tally.note("m1", [FieldChange("0.subjects.0.sex", "x", "y"), FieldChange("0.subjects.1.sex", "x", "y")])
    tally.note("m2", [FieldChange("0.subjects.3.sex", "x", "y")])

    assert starred("0.subjects.1.sex") == "subjects.*.sex"
    assert tally.fields == {"subjects.*.sex": 2}
    assert [sample[0] for sample in tally.samples["subjects.*.sex"]] == ["m1", "m2"]


def test_samples_and_fields_are_bounded() -> None:
    tally = Tally()

    for number in range(400):
        tally.note(f"m{number}", [FieldChange("same", "x", "y"), FieldChange(f"field{number}", "x", "y")])

    assert len(tally.samples["same"]) == 3
    assert len(tally.fields) == 201
    assert tally.fields[OTHERS] == 400 - 199


def test_a_tally_is_kept_and_read_back() -> None:
    tally = Tally()
    tally.counts["mapped"] = 3
    tally.note("m1", [FieldChange("a", None, "x")])

    assert Tally.from_json(tally.to_json()) == tally
