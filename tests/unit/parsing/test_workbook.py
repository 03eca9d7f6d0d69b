"""Spreadsheets are read as far as their cells go; what could harm is refused before it is inflated or built."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from connectors.parsing.refusal import ParsingRefused, WorkbookRefused
from connectors.parsing.workbook import MOST_ENTRIES, parse_workbook
from tests.unit.mappings.workbooks import MAIN, PARTS, archive, sheet, workbook

PART = sheet({1: ("a", 7)})


def refused(raw: bytes) -> str:
    with pytest.raises(ParsingRefused) as caught:
        parse_workbook(raw)
    assert all(caught.value.text)
    return caught.value.code


def cells(data: str, **other: str) -> dict[str, Any]:
    part = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    (only,) = parse_workbook(workbook(part, **other))["sheets"]
    return {f"{letter}{row['row']}": value for row in only["rows"] for letter, value in row["cells"].items()}


def test_cells_are_their_kind_and_the_text_of_the_file() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><r><t>ə</t></r><r><t>b</t></r><rPh><t>x</t></rPh></si></sst>'
    data = (
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>32208</v></c><c r="C2" s="3"><v>1.50</v></c>'
        '<c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#REF!</v></c><c r="AA2"><f>1+1</f></c><c r="AB2" s="1"/></row>'
    )

    assert cells(data, **{"xl/sharedStrings.xml": strings}) == {
        "A2": ["text", "əb"],
        "B2": ["date", "32208"],
        "C2": ["number", "1.50"],
        "D2": ["bool", "1"],
        "E2": ["error", "#REF!"],
        "AA2": ["formula", ""],
    }


def test_cells_and_rows_without_references_follow_each_other() -> None:
    assert cells("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>").keys() == {"A1", "B1", "A2"}


def test_a_cell_far_away_costs_no_more_than_one_near() -> None:
    assert cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>') == {"XFD1048576": ["number", "1"]}


def test_hidden_sheets_are_not_read_and_styles_may_be_missing() -> None:
    book = PARTS["xl/workbook.xml"].replace("</sheets>", '<sheet name="x" sheetId="2" state="veryHidden"/></sheets>')

    found = parse_workbook(workbook(PART, **{"xl/workbook.xml": book, "xl/styles.xml": ""}))

    assert [each["name"] for each in found["sheets"]] == ["Siyahı"]


def test_a_part_may_be_named_from_the_top() -> None:
    relations = PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/", "/xl/worksheets/")

    assert parse_workbook(workbook(PART, **{"xl/_rels/workbook.xml.rels": relations}))["sheets"]


@pytest.mark.parametrize("raw", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04"])
def test_what_is_no_zip_archive_is_told_to_be_saved_again(raw: bytes) -> None:
    assert refused(raw) == "door.workbook_unreadable"


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": ""},
        {"xl/worksheets/sheet1.xml": ""},
        {"xl/worksheets/sheet1.xml": PART.replace("<v>7", '<v>7</v></c><c r="Z1" t="s"><v>9')},
        {"xl/workbook.xml": PARTS["xl/workbook.xml"].replace(' r:id="rId1"', "")},
        {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>'},
        {"xl/worksheets/sheet1.xml": PART.replace('r="1"', 'r="one"')},
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(parts: dict[str, str]) -> None:
    assert refused(workbook(PART, **parts)) == "door.workbook_broken"


def test_an_entry_under_a_password_is_refused() -> None:
    raw = bytearray(workbook(PART))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = -1
        while (begin := raw.find(mark, begin + 1)) >= 0:
            raw[begin + at] |= 1

    assert refused(bytes(raw)) == "door.workbook_broken"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.docx"])
def test_macros_and_what_leads_elsewhere_are_refused(name: str) -> None:
    assert refused(workbook(PART, **{name: "x"})) == "door.workbook_active"


def test_a_sheet_outside_the_file_is_refused() -> None:
    relations = PARTS["xl/_rels/workbook.xml.rels"].replace("Target=", 'TargetMode="External" Target=')

    assert refused(workbook(PART, **{"xl/_rels/workbook.xml.rels": relations})) == "door.workbook_active"


def test_more_entries_bytes_or_ratio_than_allowed_are_refused_before_anything_is_inflated() -> None:
    many = {f"xl/media/{number}": "x" for number in range(MOST_ENTRIES)}
    packed = {"xl/media/1": " " * 2_000_000}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for number in range(33):
            made.writestr(f"xl/{number}", b"\0" * 1024 * 1024)

    assert [refused(raw) for raw in (workbook(PART, **many), workbook(PART, **packed), out.getvalue())] == [
        "door.workbook_too_large"
    ] * 3


def test_two_entries_of_one_name_are_refused() -> None:
    assert refused(archive({**PARTS, "xl/Workbook.xml": "x"})) == "door.workbook_broken"


def test_entities_and_too_many_cells_are_refused_by_the_one_parser() -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "c">]>{PART}'
    many = PART.replace("<sheetData>", "<sheetData>" + "<row/>" * 600_001)

    assert refused(workbook(bomb)) == "door.xml_dtd"
    with pytest.raises(WorkbookRefused):
        parse_workbook(workbook(many))
