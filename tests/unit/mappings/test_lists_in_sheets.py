"""The lists that executive authorities make by hand: what is read, and what is told at its cell instead of guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.parsing.workbook import parse_workbook
from mappings.definition import FormatsRefused
from mappings.format import Reading, load_formats
from mappings.records import ApprovedList, ListedFamily
from tests.unit.mappings.folders import folder
from tests.unit.mappings.samples import FORMATS
from tests.unit.mappings.workbooks import HEAD, PARTS, TITLES, day, formula, listed, sheet, workbook

LISTS = FORMATS["rih.list.v1"]
MEMBER = (None, "Əliyeva Gülnarə Həsən qızı", "07.03.72", "A9RJ7DM")


def of(raw: bytes) -> Reading:
    return LISTS.read(parse_workbook(raw))


def told(raw: bytes, severity: str = "error") -> list[tuple[str, str]]:
    return [(found.path, found.code) for found in of(raw).issues if found.severity == severity]


def families(raw: bytes) -> tuple[ListedFamily, ...]:
    (found,) = of(raw).records
    assert isinstance(found, ApprovedList)
    return found.families


def head(*changes: tuple[int, Any]) -> Sequence[Any]:
    """The head of a family with some cells changed."""
    cells: list[Any] = list(HEAD)
    for index, value in changes:
        cells[index] = value
    return cells


def test_rows_without_a_number_are_members_of_the_head_above() -> None:
    first, second = families(listed(head((8, 2)), MEMBER, head((0, 2), (3, "5KP2T9A"))))

    assert [person.fin for person in first.members] == ["A9RJ7DM"]
    assert second.members == ()
    assert of(listed(head((8, 2)), MEMBER)).mapped


@pytest.mark.parametrize(
    ("born", "known"),
    [
        (day(24904), "1968-03-07"),
        ("07.03.1968", "1968-03-07"),
        ("7/3/68", "1968-03-07"),
        ("07.03.05", "2005-03-07"),
        (1968, "1968"),
        ("00.00.1968", "1968"),
        ("1968-03", "1968-03"),
    ],
)
def test_a_day_is_known_as_far_as_it_is_written_in_whatever_way(born: Any, known: str) -> None:
    (family,) = families(listed(head((2, born))))

    assert str(family.head.birth_date) == known


@pytest.mark.parametrize("born", [24904, day(60), day(7), "07.03", "31.02.1968", "12.1968"])
def test_a_number_that_is_shown_as_none_and_a_day_that_never_was_are_told_at_the_cell(born: Any) -> None:
    assert [path for path, _ in told(listed(head((2, born))))] == ["Siyahı!C7"]


def test_a_book_that_counts_from_1904_means_other_days() -> None:
    book = PARTS["xl/workbook.xml"].replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    part = sheet({6: TITLES, 7: head((2, day(1)))})

    (family,) = families(workbook(part, **{"xl/workbook.xml": book}))

    assert str(family.head.birth_date) == "1904-01-02"


def test_letters_that_look_alike_are_suggested_in_identifiers_and_repaired_in_names() -> None:
    found = of(listed(head((1, "Əliyеv Murad"), (3, "А9RJ7DM"), (4, "АА1234567"))))

    assert [(each.path, each.code, each.suggestion) for each in found.issues] == [
        ("Siyahı!B7", "map.look_alikes_repaired", None),
        ("Siyahı!D7", "map.fin_shape", "A9RJ7DM"),
        ("Siyahı!E7", "map.pattern", "AA1234567"),
    ]


@pytest.mark.parametrize("card", ["AZE № 12345678", "aze N 12345678", "AA1234567", "AZE12345678"])
def test_series_and_number_of_a_card_stand_in_one_cell(card: str) -> None:
    (family,) = families(listed(head((4, card))))

    assert family.head.document is not None
    assert family.head.document.number in ("12345678", "1234567")


@pytest.mark.parametrize(("district", "mark"), [("Ağdərə r.", "Ağdərə"), ("Ağdam rayonu", "AGM")])
def test_a_district_without_a_code_is_known_by_its_name(district: str, mark: str) -> None:
    (family,) = families(listed(head((5, district))))

    assert family.origin_place_code == mark


@pytest.mark.parametrize("other", ["Zəngilan r.", "Ağdam r."])
def test_two_districts_in_a_list_are_told_where_one_of_them_has_no_code(other: str) -> None:
    found = of(listed(head((5, "Ağdərə")), head((0, 2), (1, "Əliyev Murad Əli oğlu"), (3, "5KP2T9A"), (5, other))))

    assert "map.several" in [each.code for each in found.issues]


def test_a_merged_cell_says_the_same_of_every_family_beside_it_but_makes_no_head() -> None:
    rows = (head((8, 2)), MEMBER, head((0, 2), (5, None), (3, "5KP2T9A")))

    found = families(listed(*rows, merged=["F7:F9", "A7:A8", "B3:D3"]))

    assert [(each.number, each.origin_place_code) for each in found] == [("1", "AGM"), ("2", "AGM")]


def test_titles_are_found_wherever_they_stand_and_however_they_are_spelt() -> None:
    titles = [title.upper().replace("İ", "i") if title != "№" else title for title in reversed(TITLES)]
    part = sheet({9: titles, 10: [None, *reversed(HEAD)]})

    assert [each.head.fin for each in families(workbook(part))] == ["94FMDDD"]


def test_titles_of_two_rows_are_one_header_and_no_part_of_the_title() -> None:
    upper = [title if index not in (9, 10, 11) else None for index, title in enumerate(TITLES)]
    lower = [title if index in (9, 10, 11) else None for index, title in enumerate(TITLES)]
    upper[9] = "Kommunal xidmətlər"
    merged = [f"{chr(65 + index)}4:{chr(65 + index)}5" for index in range(13) if index not in (9, 10, 11)]

    (record,) = of(workbook(sheet({1: ("III rüb 2026",), 4: upper, 5: lower, 6: HEAD}, merged=merged))).records

    assert isinstance(record, ApprovedList)
    assert record.title == "III rüb 2026"
    assert len(record.families) == 1


def test_a_row_that_numbers_the_columns_is_no_family() -> None:
    assert len(families(listed(tuple(range(1, 14)), HEAD))) == 1


def test_a_column_that_is_missing_is_named_and_nothing_is_read() -> None:
    found = of(workbook(sheet({6: TITLES[:-2], 7: HEAD})))

    assert [(each.path, each.rule) for each in found.issues] == [("Siyahı!6", "column:Su"), ("Siyahı!6", "column:Qeyd")]
    assert found.records == ()
    assert {code for _, code in told(workbook(sheet({})))} == {"sheet.no_column"}


def test_a_workbook_without_the_sheet_or_with_too_long_a_one_is_told() -> None:
    book = PARTS["xl/workbook.xml"].replace("Siyahı", "Hesabat")
    rows = {number: (str(number),) for number in range(1, 3003)}

    assert told(workbook(sheet({}), **{"xl/workbook.xml": book})) == [("Siyahı", "sheet.missing")]
    assert told(workbook(sheet(rows))) == [("Siyahı", "sheet.too_large")]
    assert told(listed()) == [("Siyahı", "sheet.no_rows")]


def test_a_formula_and_an_error_are_told_and_never_computed() -> None:
    broken = ('<c r="{ref}" t="e"><v>#N/A</v></c>', "error")

    assert told(listed(head((8, formula("SUM(I1:I6)")), (7, broken)))) == [
        ("Siyahı!H7", "sheet.cell_error"),
        ("Siyahı!I7", "sheet.formula"),
    ]


def test_a_hidden_row_with_data_is_neither_read_in_silence_nor_left_out() -> None:
    assert told(listed(HEAD, head((0, 2), (3, "5KP2T9A")), hidden=[8])) == [("Siyahı!8", "sheet.hidden_row")]
    assert told(listed(HEAD, (None, None), hidden=[8])) == []


TOTAL = ("CƏMİ:",)


def total(figure: Any) -> tuple[Any, ...]:
    return ("CƏMİ:", *[None] * 7, figure)


def test_sums_are_those_of_all_heads_or_of_those_since_the_last_sum() -> None:
    second = head((0, 2), (3, "5KP2T9A"))

    assert told(listed(HEAD, total(1), second, total(1), total(2))) == []
    assert told(listed(HEAD, total(1), second, total(3))) == [("Siyahı!I10", "sheet.total_differs")]
    assert told(listed(HEAD, TOTAL)) == []


def test_a_figure_that_cannot_be_read_leaves_the_sum_open() -> None:
    assert [code for _, code in told(listed(head((8, "üç")), total(3)))] == ["map.number_shape"]


def test_a_surname_that_begins_like_a_sum_is_a_person() -> None:
    assert len(families(listed(head((1, "Cəmilov Rza")), total(1)))) == 1


def test_signatures_at_the_end_are_passed_over() -> None:
    signed = ((None, "Rayon icra hakimiyyətinin başçısı"), (None, "Komitənin nümayəndəsi"))

    assert told(listed(HEAD, total(1), *signed)) == []
    assert told(listed(HEAD, *signed)) == []
    assert told(listed(HEAD, (*[None] * 20, "yan qeyd"))) == []


def test_a_row_that_may_be_anybodys_is_told() -> None:
    title = (None, "Bərdə şəhəri üzrə")

    assert told(listed(HEAD, title, head((0, 2), (3, "5KP2T9A")))) == [("Siyahı!8", "sheet.unclear_row")]
    assert told(listed(HEAD, title, MEMBER)) == [("Siyahı!8", "sheet.unclear_row")]
    assert told(listed(MEMBER, HEAD)) == [("Siyahı!7", "sheet.unclear_row")]
    assert told(listed(HEAD, total(1), MEMBER)) == [("Siyahı!9", "sheet.unclear_row")]


def test_two_districts_and_a_family_of_another_size_are_warned_of() -> None:
    other = head((0, 2), (3, "5KP2T9A"), (5, "Füzuli r."), (8, 4))

    assert told(listed(HEAD, other), "warning") == [("Siyahı!8", "map.sum_differs"), ("Siyahı", "map.several")]


def test_everything_wrong_in_a_list_is_told_at_once() -> None:
    wrong = head((2, "31.02.1968"), (3, "94FMOD1"), (4, "?"), (8, "0"), (9, "bəlkə"))

    assert [path for path, _ in told(listed(wrong, (None, "x", None, "y")))] == [
        "Siyahı!C7", "Siyahı!D7", "Siyahı!E7", "Siyahı!B8", "Siyahı!D8", "Siyahı!I7", "Siyahı!J7",
    ]  # fmt: skip


def test_what_no_rule_reads_is_told_at_its_cell() -> None:
    found = of(listed(head((8, 2)), (*MEMBER, None, "Şuşa")))

    assert [(each.path, each.code) for each in found.issues] == [("Siyahı!F8", "map.unread")]


@pytest.mark.parametrize("raw", [7, "AA 12"])
def test_a_card_that_is_none_is_refused(tmp_path: Path, raw: Any) -> None:
    rule = {"field": ["series", "number", "type"], "path": "s", "as": "identity_card"}
    person = {"field": "document", "at": ".", "fields": [rule]}
    written = {**rule, "field": ["document.series", "document.number", "document.type"]}
    mapping = {
        "format": "tested.v1", "syntax": "json", "empty_is_absent": True, "business_id": {"duplicates": "header"},
        "read": {"record": "person", "fields": [person]},
        "write": {"record": "person", "fields": [written]},
    }  # fmt: skip
    format_ = load_formats(folder(tmp_path, mapping))["tested.v1"]

    assert len(format_.read({"s": raw}).issues) == 1
    (kept,) = format_.read({"s": "AA1234567"}).records
    assert format_.write(kept) == {"s": "AA № 1234567"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": "YOX"}, "sheet.number: 'YOX' is no column"),
        ({"person": ["YOX"]}, "sheet.person: 'YOX' is no column"),
        ({"carried": ["YOX"]}, "sheet.carried: 'YOX' is no column"),
        ({"totals": {"marks": ["CƏMİ"], "adds": "YOX"}}, "sheet.totals.adds: 'YOX' is no column"),
        ({"columns": {"SIRA": "№", "YENI": "Yeni"}}, "'AILELER/0/YENI' is neither read nor ignored"),
    ],
)
def test_a_layout_that_cannot_be_is_refused_with_its_place(tmp_path: Path, change: Any, told: str) -> None:
    mapping = yaml.safe_load((LISTS.folder / "mapping.yaml").read_text())
    mapping["sheet"].update(change)

    with pytest.raises(FormatsRefused, match=told.replace(".", r"\.")):
        load_formats(folder(tmp_path, yaml.safe_dump(mapping, sort_keys=False), codes={"service": {"+": True}}))


def test_a_list_that_is_only_written_needs_no_reader_of_its_columns(tmp_path: Path) -> None:
    mapping = yaml.safe_load((LISTS.folder / "mapping.yaml").read_text())
    mapping["write"] = {"record": "approved_list", "fields": [{"path": "BASLIQ", "field": "title", "as": "text"}]}
    del mapping["read"], mapping["keys"]
    codes = {"service": {"+": True}}

    assert not load_formats(folder(tmp_path, yaml.safe_dump(mapping, sort_keys=False), codes=codes))[LISTS.name].reads
