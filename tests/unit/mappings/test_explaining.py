"""What a mapping made of what: every field with its rule, the place and the raw value, and what was repaired."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from connectors.parsing.workbook import parse_workbook
from mappings.format import Made, load_formats
from tests.unit.mappings.folders import folder, reading
from tests.unit.mappings.samples import FORMATS
from tests.unit.mappings.workbooks import HEAD, listed

NAME = {"field": "surname", "path": "s", "as": "name"}
PERSON: list[Any] = [
    {"field": "fin_state", "value": "unverified"},
    NAME,
    {"field": "previous_names", "each": "old", "fields": [NAME]},
    {"field": "document", "at": "doc", "fields": [{"field": "number", "path": "no", "as": "exact"}]},
]


def explained(tmp_path: Path, mapping: Any, document: Any) -> tuple[Made, ...]:
    return replace(load_formats(folder(tmp_path, mapping))["tested.v1"], explains=True).read(document).made


def test_every_field_is_told_with_what_made_it(tmp_path: Path) -> None:
    document = {"s": "Əliyеv", "old": [{"s": "Rza"}], "doc": {"no": "7"}}

    found = explained(tmp_path, reading(PERSON), document)

    assert [(each.fields, each.place, each.rule, each.raw, each.value) for each in found] == [
        (("fin_state",), None, "value", None, "unverified"),
        (("surname",), "/s", "name", "Əliyеv", "Əliyev"),
        (("previous_names.surname",), "/old/0/s", "name", "Rza", "Rza"),
        (("document.number",), "/doc/no", "exact", "7", "7"),
    ]
    assert [finding.code for each in found for finding in each.findings] == ["map.look_alikes_repaired"]


def test_what_could_not_be_read_made_nothing(tmp_path: Path) -> None:
    assert explained(tmp_path, reading([NAME]), {"s": "?" * 200}) == ()


def test_a_list_of_plain_values_is_told_as_one(tmp_path: Path) -> None:
    rules = [
        {"field": "person", "at": ".", "fields": []},
        {"field": "origin", "value": "din"},
        {"field": "changed", "each": "c", "as": "exact"},
    ]

    found = explained(tmp_path, reading(rules, record="person_change"), {"c": ["fin", 7]})

    assert found[-1] == Made(("changed",), "exact", "/c", ["fin", 7], ["fin"])


def test_what_was_made_of_a_list_is_told_at_its_cell() -> None:
    made = replace(FORMATS["rih.list.v1"], explains=True).read(parse_workbook(listed(HEAD))).made

    assert {("families.head.fin",): "Siyahı!D7", ("families.head.fin_state",): None}.items() <= {
        each.fields: each.place for each in made
    }.items()


def test_nothing_is_kept_where_nobody_asked(tmp_path: Path) -> None:
    assert load_formats(folder(tmp_path, reading(PERSON)))["tested.v1"].read({"s": "Rza"}).made == ()
