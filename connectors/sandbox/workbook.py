"""A small spreadsheet as an office program would save it (ECMA-376), for agencies that make their lists by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NEVER = (1980, 1, 1, 0, 0, 0)
"""The time in the archive, so that the same rows are the same bytes."""


def written(name: str, rows: Mapping[int, Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """One sheet: its rows by their numbers, cells from column A on (at most 26), None where there is none."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr/><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1"'
        f' Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": _sheet(rows, merged),
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(zipfile.ZipInfo(path, _NEVER), f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return made.getvalue()


def _sheet(rows: Mapping[int, Sequence[object]], merged: Sequence[str]) -> str:
    lines = "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{chr(65 + i)}{number}", value) for i, value in enumerate(cells) if value is not None)
        + "</row>"
        for number, cells in rows.items()
    )
    covered = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    tail = f"<mergeCells>{covered}</mergeCells>" if covered else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData>{tail}</worksheet>'


def _cell(at: str, value: object) -> str:
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
