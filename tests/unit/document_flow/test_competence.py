"""Who may do what over whose unit and term, as the body's sheet says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from document_flow.competence import BY_DEFAULT, Competence, load_competence
from document_flow.people import Directory, Official
from document_flow.sheet import SheetRefused
from document_flow.words import Words

SAMPLE = Path(__file__).parents[3] / "document_flow" / "samples" / "competence.yaml"


def _official(login: str, unit: str, *roles: str) -> Official:
    return Official(login, login, Words("vəzifə", "position"), unit, frozenset(roles))


PEOPLE = (
    _official("chair", "top", "head"),
    _official("deputy", "top", "deputy"),
    _official("law-head", "law", "head"),
    _official("lawyer", "law"),
    _official("registry-head", "registry", "clerk"),
)
OFFICE = Directory(
    {each.login: each for each in PEOPLE},
    heads={"top": "chair", "law": "law-head", "registry": "registry-head"},
)
LED = Competence(leadership="top", registry="registry")


@pytest.mark.parametrize(
    ("login", "unit", "over"),
    [
        ("chair", "law", True),
        ("deputy", "law", True),
        ("law-head", "law", True),
        ("law-head", "top", False),
        ("registry-head", "registry", True),
        ("registry-head", "law", False),
        ("lawyer", "law", False),
    ],
)
def test_the_leadership_is_over_everybody_and_a_head_over_the_own_unit(login: str, unit: str, *, over: bool) -> None:
    assert LED.is_over(OFFICE, login, unit) is over


def test_without_a_leadership_every_giver_is_over_everybody() -> None:
    assert BY_DEFAULT.is_over(OFFICE, "law-head", "top")
    assert not BY_DEFAULT.is_over(OFFICE, "registry-head", "top")


def test_a_term_is_in_the_hands_of_the_head_who_set_it_else_of_the_head_above() -> None:
    assert LED.keepers(OFFICE, "law-head") == ("law-head",)
    assert LED.keepers(OFFICE, "deputy") == ("chair",)
    assert LED.keepers(OFFICE, "registry-head") == ("chair",)
    assert LED.keepers(OFFICE, "law-head", without=("law-head",)) == ("chair",)
    assert LED.keepers(OFFICE, "chair", without=("chair",)) == ("law-head",)
    assert replace(LED, terms="any_head").keepers(OFFICE, "deputy") == ("chair", "law-head")


def test_nobody_is_above_oneself() -> None:
    assert LED.above(OFFICE, "lawyer") == ("law-head",)
    assert LED.above(OFFICE, "lawyer", ("law-head",)) == ("chair",)
    assert LED.above(OFFICE, "law-head") == ("chair",)
    assert LED.above(OFFICE, "chair") == ("law-head",)
    assert LED.above(Directory(), "nobody") == ()


def test_the_sheet_of_a_body_says_it_and_what_it_does_not_name_stays() -> None:
    sample = load_competence(SAMPLE.read_text("utf-8"))

    assert sample == replace(BY_DEFAULT, leadership="rehberlik")
    assert load_competence("stand_ins: 2\n") == replace(BY_DEFAULT, stand_ins=2)


def test_what_is_wrong_with_a_sheet_is_listed() -> None:
    with pytest.raises(SheetRefused) as refused:
        load_competence("terms: somebody\nstand_ins: 0\nday_of: as_given\n")

    assert refused.value.code == "competence.refused"
    assert {each.place for each in refused.value.problems} == {"terms", "stand_ins", "day_of"}
