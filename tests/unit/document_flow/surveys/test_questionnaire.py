"""Questionnaires are proved as a whole, and what was answered is checked against them, all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from document_flow.sheet import SheetRefused
from document_flow.surveys.answers import LONGEST, Reading, counted, read_answers
from document_flow.surveys.questionnaire import FOLDER, questionnaires

AGALI = questionnaires()["agali/1"]
SAID: dict[str, Any] = {
    "intention": "yes",
    "able_bodied": "yes",
    "profession": "teaching",
    "needs": "work|land",
    "family_size": "5",
    "school_places": "2",
}
SHEET = (FOLDER / "agali.yaml").read_text(encoding="utf-8")


def read(consents: tuple[str, ...] = ("survey",), **said: Any) -> Reading:
    return read_answers(AGALI, {**SAID, **said}, consents)


def test_the_sheet_of_agali_says_whom_it_asks_and_how_long_answers_are_kept() -> None:
    assert (AGALI.youngest, AGALI.oldest, AGALI.keep_days, AGALI.keep_is_assumed) == (16, 63, 365, True)
    assert AGALI.consent == "survey"
    assert [each.name for each in AGALI.questions.values() if not each.is_counted] == ["condition"]


def test_what_is_answered_is_kept_in_its_kind_whatever_the_order_it_was_typed_in() -> None:
    found = read(needs=["land", "work"], school_places=" 0 ")

    assert found.wrong == {}
    assert found.answers == {
        "intention": "yes",
        "able_bodied": "yes",
        "profession": "teaching",
        "needs": ("work", "land"),
        "family_size": 5,
        "school_places": 0,
    }
    assert found.answers == read(needs="work | land", school_places="0").answers


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"intention": ""}, "intention"),
        ({"intention": "perhaps"}, "intention"),
        ({"intention": ["yes"]}, "intention"),
        ({"fin": "7ABCD12"}, "fin"),
        ({"needs": "work|gold"}, "needs"),
        ({"family_size": "0"}, "family_size"),
        ({"family_size": "-1"}, "family_size"),
        ({"family_size": "٢"}, "family_size"),
        ({"family_size": "1000000"}, "family_size"),
        ({"able_bodied": "true", "profession": ""}, "able_bodied"),
        ({"profession": ""}, "profession"),
        ({"condition": "work"}, "condition"),
        ({"intention": "conditional", "condition": "x" * (LONGEST + 1)}, "condition"),
        ({"intention": "conditional", "condition": "a\u202eb"}, "condition"),
        ({"health_needs": "yes"}, "health_needs"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_question(said: dict[str, Any], place: str) -> None:
    assert {*read(**said).wrong} == {place}


def test_of_whom_a_question_is_not_asked_nothing_is_expected() -> None:
    found = read(able_bodied="no", profession="", intention="conditional", condition="Məktəb\nolsun")

    assert found.wrong == {}
    assert found.answers["condition"] == "Məktəb\nolsun"
    assert {*read(able_bodied="no").wrong} == {"profession"}


@pytest.mark.parametrize("consents", [(), ("health",), ("survey", "other")])
def test_without_consent_nothing_is_taken(consents: tuple[str, ...]) -> None:
    assert {*read(consents).wrong} == {"consents"}


def test_a_consent_of_its_own_opens_its_question_and_costs_nothing_where_it_is_missing() -> None:
    assert read(("survey", "health"), health_needs="yes").answers["health_needs"] == "yes"
    assert read().wrong == {}


def test_figures_count_groups_each_of_several_answers_and_those_who_did_not_answer() -> None:
    given = [read(), read(needs="", able_bodied="no", profession="", family_size="1"), read(needs="land")]

    found = counted(AGALI, [each.answers for each in given])

    assert "condition" not in found
    assert found["needs"] == {"work": 1, "land": 2, "training": 0, "equipment": 0, "credit": 0, "": 1}
    assert found["family_size"] == {"1": 1, "2-3": 0, "4-5": 2, "6+": 0, "": 0}
    assert found["profession"]["teaching"] == 2
    assert found["profession"][""] == 0, "who is not able to work was not asked"
    assert found["health_needs"] == {"yes": 0, "no": 0, "": 3}


def test_a_question_may_hang_on_one_of_several_answers(tmp_path: Path) -> None:
    made = {"of_several": "  - {name: acres, as: yes_no, title: {az: a, en: a}, only: {needs: land}}\n"}
    asked = written(tmp_path, SHEET + made["of_several"])

    assert read_answers(asked, {**SAID, "acres": "yes"}, ("survey",)).wrong == {}
    assert {*read_answers(asked, {**SAID, "needs": "work", "acres": "yes"}, ("survey",)).wrong} == {"acres"}
    assert {*read_answers(asked, {**SAID, "needs": "", "acres": "yes"}, ("survey",)).wrong} == {"acres"}


def written(folder: Path, text: str, name: str = "agali.yaml") -> Any:
    (folder / name).write_text(text, encoding="utf-8")
    return questionnaires(folder)["agali/1"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("name: agali\n", "name: Ağalı\n", "name"),
        ("version: 1", "version: 0", "version"),
        ("youngest: 16", "youngest: 15", "youngest"),
        ("oldest: 63", "oldest: 16\nmore: 1", "more"),
        ("oldest: 63", "oldest: 17\nx: 1", "x"),
        ("youngest: 16", "youngest: 64", "oldest"),
        ("code: health", "code: survey", "consents[2].code"),
        ("consent: health", "consent: other", "questions[8].consent"),
        ("consent: health", "consent: health\n    required: true", "questions[8].required"),
        ("only: {intention: conditional}", "only: {nothing: conditional}", "questions[2].only"),
        ("only: {intention: conditional}", "only: {intention: perhaps}", "questions[2].only"),
        ("only: {intention: conditional}", "only: {}", "questions[2].only"),
        ('only: {able_bodied: "yes"}', "only: {condition: x}", "questions[4].only"),
        ("as: many", "as: several", "questions[5].as"),
        ("name: needs", "name: intention", "questions[5].name"),
        ("name: needs", "name: fin", "questions[5].name"),
        ("code: land", "code: work", "questions[5].choices[2].code"),
        ("code: land", "code: la|nd", "questions[5].choices[2].code"),
        ('{code: "2-3", from: 2', '{code: "2-3", from: 1', "questions[6].groups[2].from"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_wrong_is_refused_at_its_place(old: str, new: str, place: str, tmp_path: Path) -> None:
    assert old in SHEET
    with pytest.raises(SheetRefused) as refused:
        written(tmp_path, SHEET.replace(old, new, 1))

    assert place in {each.place for each in refused.value.problems}


@pytest.mark.parametrize("part", ["consents", "groups"])
def test_a_list_that_is_empty_is_refused(part: str, tmp_path: Path) -> None:
    head, _, rest = SHEET.partition(f"{part}:\n")
    following = "\nquestions:" if part == "consents" else "  - name: school_places"
    with pytest.raises(SheetRefused) as refused:
        written(tmp_path, f"{head}{part}: []\n{following}{rest.partition(following)[2]}")

    assert any(part in each.place for each in refused.value.problems)


def test_a_file_has_the_name_of_its_sheet_and_a_version_stands_once(tmp_path: Path) -> None:
    newer = SHEET.replace("version: 1", "version: 2")
    written(tmp_path, SHEET, "agali-1.yaml")
    (tmp_path / "agali.yaml").write_text(newer, encoding="utf-8")
    questionnaires.cache_clear()
    assert {*questionnaires(tmp_path)} == {"agali/1", "agali/2"}

    (tmp_path / "agali-2.yaml").write_text(newer, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(SHEET, encoding="utf-8")
    questionnaires.cache_clear()
    with pytest.raises(SheetRefused, match="there is such a version"):
        questionnaires(tmp_path)
    (tmp_path / "agali-2.yaml").unlink()
    (tmp_path / "agali-1.yaml").unlink()
    with pytest.raises(SheetRefused, match="the file must be"):
        questionnaires(tmp_path)
    questionnaires.cache_clear()
