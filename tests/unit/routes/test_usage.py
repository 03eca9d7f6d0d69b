"""What a person is told of looks, by the sheet: categories by the words of a look, and what comes later."""

from __future__ import annotations

from pathlib import Path

import pytest

from document_flow.sheet import SheetRefused
from hub.access.purposes import BASES, OTHER, PURPOSES, basis_code
from routes import ALL
from routes.route import Destination
from routes.usage import usage_rules

DAY = 24 * 3600 * 1_000_000


@pytest.mark.parametrize(
    ("words", "categories"),
    [
        ("identity", ("personal",)),
        ("family identity property", ("family", "personal")),
        ("social employment", ("social", "employment")),
        ("ghost", ("personal",)),
        ("", ("personal",)),
    ],
)
def test_a_look_is_told_by_its_categories_each_once_and_as_personal_data_otherwise(
    words: str, categories: tuple[str, ...]
) -> None:
    assert usage_rules().categories_of(words) == categories


def test_only_purposes_of_the_catalogue_are_told_later_and_all_of_them_have_an_end() -> None:
    held = usage_rules().held

    assert held == {"court": 180 * DAY}
    assert held.keys() <= PURPOSES.keys()


@pytest.mark.parametrize(
    "told", [each for route in ALL for each in route.destinations if each.writes], ids=lambda told: told.name
)
def test_whoever_tells_an_agency_says_what_for_by_the_catalogue(told: Destination) -> None:
    assert told.use is not None
    assert told.use.purpose in PURPOSES
    assert basis_code(told.use.law) in {*BASES, OTHER}


def test_what_stands_twice_or_is_no_category_refuses_the_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "usage.yaml"
    sheet.write_text(
        "categories:\n  - {category: social, of: [card, card]}\n  - {category: money, of: [bank]}\n"
        "held:\n  - {purposes: [court, court, Məhkəmə], days: 0, law: 998-IIIQ}\n",
        encoding="utf-8",
    )

    with pytest.raises(SheetRefused) as refused:
        usage_rules(sheet)

    assert [each.place for each in refused.value.problems] == [
        "categories[1].of", "categories[2].category", "held[1].days", "held[1].purposes",
        "held[1].purposes",
    ]  # fmt: skip
