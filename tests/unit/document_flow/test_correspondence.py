"""Other bodies, their numbers and days, as people write them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.correspondence import load_bodies, paper_key, refuse_body, refuse_day, refuse_number, refuse_origin
from document_flow.documents.facts import Origin
from document_flow.people import Directory
from document_flow.sheet import SheetRefused
from document_flow.words import Words

SAMPLE = Path(__file__).parents[3] / "document_flow" / "samples" / "bodies.yaml"
NOW = datetime(2026, 3, 13, 10, tzinfo=BAKU)
KNOWN = Context(NOW, WorkingCalendar(), Directory(), institution="99", bodies={"97": Words("Nazirlik", "Ministry")})


@pytest.mark.parametrize(
    ("index", "code"),
    [("97", ""), ("99", "documents.own_body"), ("ZZZ", "documents.unknown_body"), (" ", "documents.unknown_body")],
)
def test_papers_go_to_a_body_that_is_known_and_not_to_this_one(index: str, code: str) -> None:
    refused = refuse_body(KNOWN, index)

    assert (refused.code if refused else "") == code


@pytest.mark.parametrize("number", ["1-5/12", "99-01-05/1/26", "97/D-8/2026", "№ 5 (əlavə)", "Ə-7"])
def test_numbers_are_written_in_many_ways(number: str) -> None:
    assert refuse_number(number) is None


@pytest.mark.parametrize("number", ["", "cavab", "99-<b>x</b>/1/26", "5\n6", "1" * 61, "5;6"])
def test_what_is_no_number_is_none(number: str) -> None:
    assert refuse_number(number) is not None


def test_no_paper_is_of_a_day_that_lies_ahead() -> None:
    assert refuse_day(KNOWN, NOW.date()) is None
    assert refuse_day(KNOWN, date(2026, 3, 14)) is not None


def test_an_arrival_may_lack_what_nobody_knows_of_it() -> None:
    assert refuse_origin(KNOWN, None) is None
    assert refuse_origin(KNOWN, Origin("", "“Günəş” MMC")) is None
    assert refuse_origin(KNOWN, Origin("97", reg_no="x")) is not None


def test_the_same_paper_has_the_same_key_however_it_is_spaced() -> None:
    day = date(2026, 3, 2)

    assert paper_key(Origin("97", reg_no="1-5 / 12", on=day)) == paper_key(Origin("97", "N", "1-5/12", day))
    assert paper_key(Origin("", " “Günəş”  MMC", "5", day)) == paper_key(Origin("", "“günəş” mmc", "5", day))
    assert paper_key(Origin("97", reg_no="1-5/12", on=day)) != paper_key(Origin("98", reg_no="1-5/12", on=day))
    for unknown in (None, Origin("97", reg_no="5"), Origin("97", on=day), Origin("", reg_no="5", on=day)):
        assert paper_key(unknown) == ""


def test_the_sheet_names_bodies_once() -> None:
    assert set(load_bodies(SAMPLE.read_text("utf-8"))) == {"77"}
    one = '  - {index: "77", title: {az: "A", en: "A"}}\n'
    with pytest.raises(SheetRefused):
        load_bodies(f"bodies:\n{one}{one}")
