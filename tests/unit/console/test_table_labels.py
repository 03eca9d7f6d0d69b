"""Cells carry the heading of their column, so that a narrow screen can show a row as a card."""

from __future__ import annotations

from hub.console.table_labels import with_labels


def test_each_cell_carries_the_heading_of_its_column() -> None:
    page = with_labels(
        "<table><caption>C</caption><thead><tr><th>Kim &amp; nə</th><th class='n'><b>Neçə</b></th></tr></thead>"
        "<tbody><tr data-row><td>a</td><td class='n'>1</td></tr></tbody></table><p>z</p>"
    )

    assert page.startswith("<table data-cards><caption>C</caption><thead>")
    assert '<tr data-row><td data-label="Kim &amp; nə">a</td><td class=\'n\' data-label="Neçə">1</td></tr>' in page
    assert page.endswith("</table><p>z</p>")


def test_a_cell_over_several_columns_moves_those_behind_it() -> None:
    page = with_labels('<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>'
                       '<tr><td colspan="2">x</td><td>y</td></tr></table>')  # fmt: skip

    assert '<td data-label="C">y</td>' in page


def test_a_column_without_words_and_a_table_without_headings_get_no_label() -> None:
    assert with_labels("<table><tr><td>x</td></tr></table>") == "<table><tr><td>x</td></tr></table>"
    page = with_labels("<table><thead><tr><th><input></th></tr></thead><tr><td>x</td></tr></table>")
    assert "data-label" not in page


def test_a_picture_stays_a_table() -> None:
    month = "<table data-grid><thead><tr><th>B.e.</th></tr></thead><tr><td>1</td></tr></table>"

    assert with_labels(month) == month


def test_a_second_table_has_headings_of_its_own() -> None:
    one = "<table><thead><tr><th>A</th></tr></thead><tr><td>x</td></tr></table>"
    two = "<table><tr><td>y</td></tr></table>"

    assert with_labels(one + two).endswith(two)
