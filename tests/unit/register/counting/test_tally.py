"""What a question counts of whom, and what its table says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from document_flow.sheet import SheetRefused
from hub.errors import Refused
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.tally import CountQuestion, Tally, table_of

DAY = date(2026, 11, 24)


def unit(origin: str | None = None, building: str | None = None, **more: Any) -> dict[str, dict[str, Any]]:
    person: dict[str, Any] = dict(more)
    person |= {"origin_residence": {"place": origin}} if origin else {}
    person |= {"actual_residence": {"place": "Bakı", "object_type": building}} if building else {}
    return {"person": person, "idp_status": {}, "household": {}}


def counted(question: CountQuestion, *units: dict[str, dict[str, Any]]) -> Tally:
    tally = Tally()
    tally.add(question, units, {"deceased": 2})
    return tally


def test_the_unknown_are_a_row_and_never_dropped() -> None:
    question = CountQuestion(by=("building",), day=DAY)
    tally = counted(question, *[unit(building="yataqxana")] * 6, *[unit()] * 7)

    table = table_of(question, tally)
    assert [code for code, _ in table.rows] == ["yataqxana", "?"]
    assert [row[0] for row in table.figures] == [6, 7, 13]
    assert tally.read == 15


def test_of_whom_the_filter_is_not_known_is_told_apart() -> None:
    question = CountQuestion(by=("building",), only={"origin": ("Kəlbəcər",)}, day=DAY)
    tally = counted(
        question,
        *[unit("Kəlbəcər", "yataqxana")] * 6,
        *[unit("Laçın", "yataqxana")] * 8,
        *[unit(None, "yataqxana")] * 5,
    )

    table = table_of(question, tally)
    assert (table.total, table.unsure) == (6, {"origin": 5})


def test_an_origin_counts_in_the_district_that_it_lies_in_now() -> None:
    assert count_sheet().dimensions["origin"].group(unit("Tərtər/Talış"), DAY) == "Ağdərə"


@pytest.mark.parametrize(
    ("born", "group"),
    [("2026-11-24", "0-5"), ("2020-11-24", "6-17"), ("1961-11-25", "45-64"), ("1961-11-24", "65+"), ("1961", None),
     ("2027-01-01", None)],
)  # fmt: skip
def test_age_is_of_the_day_of_the_question(born: str, group: str | None) -> None:
    assert count_sheet().dimensions["age"].group(unit(birth_date=born), DAY) == group


@pytest.mark.parametrize(
    "asked",
    [{"by": ("nothing",)}, {"by": ("sex", "sex")}, {"by": ("sex",), "only": {"sex": ("?",)}},
     {"by": ("sex",), "only": {"x": ("y",)}}, {"by": ("sex",), "day": date(2026, 11, 25)}],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        CountQuestion(**{"day": DAY, **asked}).checked(DAY)


LACHIN: dict[str, Any] = {"only": {"origin": ("Laçın",)}}


@pytest.mark.parametrize(
    ("earlier", "later", "tells"),
    [
        ({}, {}, False),
        ({}, LACHIN, True),
        (LACHIN, {"only": {"origin": ("Laçın", "Kəlbəcər")}}, True),
        (LACHIN, {"only": {"origin": ("Kəlbəcər",)}}, False),
        ({}, {"day": date(2026, 11, 23)}, True),
        ({}, {"day": date(2026, 11, 17)}, False),
        ({}, {**LACHIN, "day": date(2026, 11, 23)}, False),
        ({}, {**LACHIN, "counted": "persons"}, False),
        ({}, {**LACHIN, "by": ("sex",)}, False),
        ({"by": ("sex", "building")}, {"by": ("building", "sex"), **LACHIN}, True),
    ],
)
def test_two_tables_that_differ_in_one_value_tell_what_either_hides(
    earlier: dict[str, Any], later: dict[str, Any], tells: bool
) -> None:
    first, second = (CountQuestion(**{"by": ("building",), "day": DAY, **each}) for each in (earlier, later))

    assert second.tells_with(first, 7) is first.tells_with(second, 7) is tells


def test_a_sheet_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    sheet = tmp_path / "counts.yaml"
    sheet.write_text(
        "least: 1\nleast_assumed: true\napart_days: 7\napart_assumed: true\ndimensions:\n"
        "  - {name: x, title: {az: a, en: b}, reads: [house.size], as: guess}\n"
    )
    with pytest.raises(SheetRefused) as refused:
        count_sheet(sheet)
    assert {problem.place for problem in refused.value.problems} >= {"least", "dimensions[1].as", "dimensions[1].reads"}


def test_what_can_be_counted_by_is_said_by_its_title_in_either_language() -> None:
    with pytest.raises(Refused) as twice:
        CountQuestion(by=("building", "building"), day=DAY).checked(DAY)
    with pytest.raises(Refused) as strange:
        CountQuestion(by=("sex",), only={"sex": ("x",)}, day=DAY).checked(DAY)

    assert "Tikilinin növü (building)" in twice.value.words.az
    assert "Kind of building (building)" in twice.value.words.en
    assert "qadın (female)" in strange.value.words.az
