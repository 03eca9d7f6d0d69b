"""Places are looked up however they are written; what they were and are now stands beside them."""

from __future__ import annotations

import pytest

from hub.register.placing import HEADS, look_up


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("talish", ["Tərtər/Talış", "Ağdərə/Talış"]),
        ("MASAZ", ["Abşeron/Masazır"]),
        ("xa", ["Xaçmaz", "Xankəndi"]),
        ("FUZ", ["Füzuli", "Füzuli/Füzuli"]),
        ("Harada", []),
        ("?", []),
    ],
)
def test_a_name_its_beginning_or_a_code_finds_a_place(typed: str, keys: list[str]) -> None:
    found = [each.key for each in look_up(typed)]

    assert [key for key in found if key in keys] == keys
    assert bool(found) is bool(keys)


def test_a_district_is_found_with_what_lies_in_it() -> None:
    found = [each.key for each in look_up("Laçın rayonu")]

    assert {"Laçın", "Laçın/Laçın", "Laçın/Sus", "Laçın/Zabux"} <= set(found)
    assert len(look_up("")) == 75


def test_a_line_says_what_a_place_was_and_is_now() -> None:
    was, now = ([cell.en for cell in each.cells] for each in look_up("Talış"))

    assert len(was) == len(HEADS)
    assert was[3:7] == ["2024-03", "", "Ağdərə/Talış", "yes"]
    assert now[2:6] == ["2024-03", "", "Tərtər/Talış", ""]
