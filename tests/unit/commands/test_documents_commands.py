"""What the commands about documents read and show, apart from any hub."""

from __future__ import annotations

import pytest
import typer

from hub.commands.documents.official import day, moment, person
from hub.commands.documents.steps import values


def test_text_and_json_are_told_apart_by_the_colon() -> None:
    given = ["note=a=b", "days:=5", 'executors:=["rauf", "leyla"]', "control:=true", "reg_no=12", "empty="]

    assert values(given) == {
        "note": "a=b",
        "days": 5,
        "executors": ["rauf", "leyla"],
        "control": True,
        "reg_no": "12",
        "empty": "",
    }
    assert values(None) == {}


@pytest.mark.parametrize("wrong", ["note", "=x", ":=1", "days:=five"])
def test_what_is_no_pair_or_no_json_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(typer.BadParameter, match=wrong):
        values([wrong])


def test_people_have_names_pools_have_words_and_nobody_is_a_dash() -> None:
    head = {"login": "@head:qayidis", "name": "@head:qayidis"}

    assert person({"login": "rauf", "name": "Rauf İbrahimli"}, "az") == "Rauf İbrahimli"
    assert person({"login": "@clerk", "name": "@clerk"}, "az") == "dəftərxana"
    assert (person(head, "az"), person(head, "en")) == ("rəhbərlik (qayidis)", "a head (qayidis)")
    assert person(None, "en") == "–"


def test_times_are_on_the_clocks_of_baku_and_days_as_they_are_written_there() -> None:
    assert moment("2026-11-24T21:05:00.123Z") == "25.11.2026 01:05"
    assert (day("2026-04-14"), day(None)) == ("14.04.2026", "")
