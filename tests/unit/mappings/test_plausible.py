"""No date is taken from beyond tomorrow, and none from before living memory; what may lie ahead may."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mappings.dates import PartialDate
from mappings.format import load_formats
from mappings.plausible import implausible
from mappings.records import IdentityDocument, Person, PersonName
from tests.unit.mappings.folders import folder, reading

TOMORROW = date(2026, 11, 27)


def codes(record: Person) -> list[tuple[str, str]]:
    return [(each.code, each.rule) for each in implausible(record, TOMORROW, "")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9999", "map.future_date"),
        ("2027", "map.future_date"),
        ("2026-12", "map.future_date"),
        ("2026-11-28", "map.future_date"),
        ("2026-11-27", None),
        ("2026-11", None),
        ("2026", None),
        ("1850", None),
        ("1849-12-31", "map.ancient_date"),
        ("0001", "map.ancient_date"),
    ],
)
def test_a_day_is_judged_as_far_as_it_is_known(text: str, code: str | None) -> None:
    found = codes(Person(birth_date=PartialDate.from_text(text)))

    assert [each for each, _ in found] == ([code] if code else [])


def test_what_ends_may_end_in_years_to_come_but_not_in_years_long_gone() -> None:
    paper = IdentityDocument(issued_on=PartialDate(2030), valid_until=PartialDate(2036))
    names = (PersonName(until=PartialDate(1700)), PersonName(until=PartialDate(9999)))

    found = codes(Person(document=paper, previous_names=names))

    assert found == [
        ("map.future_date", "record:document.issued_on:latest"),
        ("map.ancient_date", "record:previous_names.until:earliest:1850"),
    ]


def test_a_document_with_such_a_date_is_read_and_not_mapped(tmp_path: Path) -> None:
    rules = [{"field": "birth_date", "path": "born", "as": "date", "format": "iso"}]
    made = load_formats(folder(tmp_path, reading(rules)), latest_day=lambda: TOMORROW)["tested.v1"]

    good, bad = made.read({"born": "1968-03-14"}), made.read({"born": "9999-01-01"})

    assert (good.mapped, bad.mapped) == (True, False)
    assert [(each.code, each.raw) for each in bad.issues] == [("map.future_date", "9999-01-01")]
    assert bad.records
