"""The card for the state's registry of personal data says what is declared: no programme, source or recipient lacks."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from connectors.agencies import AGENCIES
from document_flow.programmes import programmes
from hub.cli import app
from hub.commands.privacy import all_parts
from hub.console.register.labels import PARTIES, called
from routes.recipients import given


def test_no_programme_source_or_recipient_is_left_out() -> None:
    parts = {part.code: part.rows for part in all_parts()}

    assert {row[0] for row in parts["purposes"]} == {each.title for each in programmes().values()}
    named = {each.name: called(PARTIES, each.name) for each in AGENCIES}
    assert {row[0] for row in parts["sources"]} == {named[each.name] for each in AGENCIES if each.gives or each.answers}
    told = {row[0] for row in parts["recipients"]}
    assert told == {called(PARTIES, who.party) for who in given()} | {
        named[each.name] for each in AGENCIES if any(taken.flow != "person-change" for taken in each.takes)
    }


def test_each_row_has_a_cell_for_every_column_in_both_languages() -> None:
    for part in all_parts():
        assert all(len(row) == len(part.columns) for row in part.rows), part.code
        assert all(cell.az and cell.en for row in part.rows for cell in row), part.code


@pytest.mark.parametrize(("lang", "says"), [("az", "Mənbələr"), ("en", "Sources")])
def test_it_is_printed_in_the_readers_language_and_for_programs(lang: str, says: str) -> None:
    printed = CliRunner().invoke(app, ["--lang", lang, "privacy", "card"])
    assert printed.exit_code == 0
    assert f"\n## {says}\n" in printed.output

    rows = json.loads(CliRunner().invoke(app, ["--lang", lang, "--json", "privacy", "card"]).output)
    assert [len(part) for part in rows.values()] == [len(part.rows) for part in all_parts()]


def test_family_and_health_are_marked_as_special_and_the_act_stands_by_each_recipient() -> None:
    parts = {part.code: part.rows for part in all_parts()}

    certificate = next(row for row in parts["purposes"] if row[0] == programmes()["certificate"].title)
    assert "†" in certificate[3].az
    assert all(row[3].az for row in parts["recipients"])
