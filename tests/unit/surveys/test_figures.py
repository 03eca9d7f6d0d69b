"""What of a survey's figures is shown: no small one, and nothing by which one would follow from the others."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random

import pytest

from document_flow.surveys.answers import Answer
from document_flow.surveys.questionnaire import questionnaires
from document_flow.surveys.state import Figures
from hub.surveys.figures import shown_figures

AGALI = questionnaires()["agali/1"]
LEAST = 5
BASE: Mapping[str, Answer] = {"intention": "yes", "able_bodied": "no", "family_size": 4, "school_places": 1}


def shown(*given: Mapping[str, Answer]) -> dict[str, Figures]:
    return {each.question: each for each in shown_figures(AGALI, [{**BASE, **each} for each in given], LEAST)}


def test_a_question_that_hangs_on_a_hidden_figure_is_hidden_with_it() -> None:
    able: Mapping[str, Answer] = {"able_bodied": "yes", "profession": "trade"}

    found = shown(*[able] * 3, *[{}] * 20)

    assert found["able_bodied"].rows == {"yes": None, "no": None, "": 0}
    assert found["able_bodied"].of == 23
    assert found["profession"].of is None, "it would tell how many are able to work"
    assert {*found["profession"].rows.values()} == {None}


def test_of_several_answers_neither_few_who_gave_one_nor_few_who_did_not_are_shown() -> None:
    found = shown(*[{"needs": ("work", "land")}] * 18, *[{"needs": ("land", "credit")}] * 2)["needs"]

    assert found.rows == {"work": None, "land": 20, "training": 0, "equipment": 0, "credit": None, "": 0}


def test_nobody_answered_is_no_secret_and_a_few_are() -> None:
    assert shown()["intention"].of == 0
    assert {*shown(*[{}] * 4)["needs"].rows.values()} == {None}


@pytest.mark.parametrize("draw", range(40))
def test_no_small_figure_follows_from_what_is_shown(draw: int) -> None:
    dice = Random(draw)
    given = [{"intention": dice.choices(("yes", "no", "undecided", "conditional"), (9, 3, 1, 1))[0]}
             for _ in range(dice.randrange(5, 30))]  # fmt: skip

    found = shown(*given)["intention"].rows

    counts = {code: sum(each["intention"] == code for each in given) for code in found}
    hidden = [code for code, count in found.items() if count is None]
    left = len(given) - sum(count for count in found.values() if count is not None)
    fits = [each for each in product(range(left + 1), repeat=len(hidden)) if sum(each) == left]
    for at, code in enumerate(hidden):
        assert len({each[at] for each in fits}) > 1, (code, counts, found)
    assert all(count is None or count == 0 or count >= LEAST for count in found.values())
