"""Builds small spreadsheets of declared rows, as an office program would save them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS: dict[str, str] = {
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr/><sheets>'
        '<sheet name="Siyahı" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/>'
        '<numFmt numFmtId="171" formatCode="0.00&quot; day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
        '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
        "</cellXfs></styleSheet>"
    ),
}
TITLES = (
    "№", "S.A.A.", "Doğum tarixi", "FİN", "Şəx. vəs. №", "Rayonu (işğaldan əvvəl)", "Kəndi", "Müvəqqəti ünvan",
    "Ailə üzvü", "Qaz(+/-)", "İşıq", "Su", "Qeyd",
)  # fmt: skip
HEAD = (1, "Əliyev Murad Əli oğlu", "07.03.1968", "94FMDDD", "AA1234567", "Ağdam", "Qaraağacı", "Bərdə, yataqxana 3", 1,
        "+", "+", "-")  # fmt: skip


def day(serial: int) -> tuple[str, str]:
    """A cell that is shown as a date."""
    return f'<c r="{{ref}}" s="2"><v>{serial}</v></c>', "date"


def formula(text: str) -> tuple[str, str]:
    """A cell that is computed."""
    return f'<c r="{{ref}}"><f>{escape(text)}</f><v>9</v></c>', "formula"


def cell(ref: str, value: Any) -> str:
    if isinstance(value, tuple):
        return str(value[0]).format(ref=ref)
    if isinstance(value, str):
        return f'<c r="{ref}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{ref}"><v>{value}</v></c>'


def sheet(rows: Mapping[int, Sequence[Any]], *, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> str:
    """The part of a sheet: its rows by their numbers, cells from column A on, None where there is none."""
    lines = []
    for number, values in rows.items():
        cells = "".join(cell(f"{chr(65 + i)}{number}", v) for i, v in enumerate(values) if v is not None)
        lines.append(f'<row r="{number}" hidden="{int(number in hidden)}">{cells}</row>')
    ends = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData><mergeCells>{ends}</mergeCells></worksheet>'
    )


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts; one that is empty is left out."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            if content:
                made.writestr(name, content)
    return out.getvalue()


def workbook(part: str, **other: str) -> bytes:
    """A workbook of one sheet; `other` are further parts by name."""
    return archive({**PARTS, "xl/worksheets/sheet1.xml": part, **other})


def listed(*rows: Sequence[Any], merged: Sequence[str] = (), hidden: Sequence[int] = (), first: int = 7) -> bytes:
    """A list whose titles stand in row 6 and whose rows begin in row 7."""
    numbered = {first + index: row for index, row in enumerate(rows)}
    return workbook(sheet({1: ("Ağdam rayonu üzrə siyahı",), 6: TITLES, **numbered}, merged=merged, hidden=hidden))
