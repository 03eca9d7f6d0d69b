"""A table can be printed as it stands, with the basis beside each rule."""

from __future__ import annotations

from document_flow.decisions.drawing import as_rows
from tests.unit.document_flow.decisions.building import table


def test_a_table_is_a_grid_in_both_languages() -> None:
    made = table({"gün": "date", "bəli": "boolean"}, ('> date("2024-02-29")', "true", "a|b"), ("-", "false", "c"))
    assumed = table({"say": "number"}, ("> 1", "a"), basis="assumed")

    (sheet,) = as_rows(made)

    assert sheet.title.az == "Qərar (UNIQUE)"
    assert {len(row) for row in sheet.rows} == {len(sheet.headings)} == {5}
    assert [cell.az for cell in sheet.rows[0]] == ["1", "> 29.02.2024", "bəli", "a|b", "maddə"]
    assert [cell.en for cell in sheet.rows[1]] == ["2", "-", "no", "c", "maddə"]
    assert [cell.en for cell in sheet.headings] == ["No.", "gün", "bəli", "→ nəticə", "Basis"]
    assert [sheet.rows[0][-1].az for sheet in as_rows(assumed)] == ["FƏRZİYYƏ"]
