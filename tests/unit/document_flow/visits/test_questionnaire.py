"""The questionnaire of a visit: its sheet, and what is wrong with how it was filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from document_flow.sheet import SheetRefused
from document_flow.visits.questionnaire import one_of, questionnaire

TODAY = date(2026, 11, 24)
FILLED = {
    "met": "Aysel",
    "lives": "yes",
    "address": "Bərdə, yataqxana 3",
    "building": "yataqxana",
    "rooms": "2",
    "member-0": "here",
    "member-1": "studying",
}


def wrong(**said: str) -> set[str]:
    return {*questionnaire().wrong({**FILLED, **said}, 2, TODAY)}


def test_a_filled_questionnaire_has_nothing_wrong() -> None:
    assert wrong(since="2019-04", gas="shared", remarks="Dam axır") == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("met", ""),
        ("lives", ""),
        ("lives", "perhaps"),
        ("rooms", "two"),
        ("rooms", "٢"),
        ("rooms", "100"),
        ("since", "2019-13"),
        ("since", "yesterday"),
        ("since", "2027"),
        ("address", "a" * 301),
        ("member-1", "left"),
        ("member-1", ""),
    ],
)
def test_what_cannot_be_taken_is_told_by_field(name: str, value: str) -> None:
    assert wrong(**{name: value}) == {name}


def test_of_a_draft_the_known_fields_are_kept_and_nothing_longer_than_it_may_be() -> None:
    kept = questionnaire().kept({"met": "a" * 500, "unknown": "x", "member-0": "here", "member-9": "here"}, 1)

    assert kept == {"met": "a" * 300, "member-0": "here"}


def test_working_abroad_is_not_having_left() -> None:
    assert {code: questionnaire().presence[code] for code in ("work_abroad", "studying", "treatment", "moved")} == {
        "work_abroad": "away",
        "studying": "away",
        "treatment": "away",
        "moved": "moved",
    }


def test_a_choice_is_one_of_those_there_are() -> None:
    assert one_of("head", questionnaire().signers) is None
    assert one_of("", questionnaire().signers) is not None


def test_a_sheet_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(
        "purpose: data_check\nbasis: x\nfields:\n  - {name: a, as: guess, title: {az: a, en: a}}\n"
        "members:\n  - {code: x, is: gone, name: {az: a, en: a}}\nsigners: []\n"
    )

    with pytest.raises(SheetRefused) as refused:
        questionnaire(sheet)

    assert {each.place for each in refused.value.problems} == {"fields[1].as", "members[1].is"}
