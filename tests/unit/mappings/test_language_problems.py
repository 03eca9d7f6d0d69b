"""A wrong mapping never loads, and all its mistakes are reported at once, with their places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mappings.format import BUNDLED, FormatsRefused, load_formats
from tests.unit.mappings.folders import folder, reading, writing

FIN = {"field": "fin", "path": "id", "as": "fin"}


def problems(root: Path, mapping: Any, **more: Any) -> list[str]:
    with pytest.raises(FormatsRefused) as caught:
        load_formats(folder(root, mapping, **more))
    return [str(problem).removeprefix("tested/") for problem in caught.value.problems]


def test_all_mistakes_are_reported_at_once_with_their_places(tmp_path: Path) -> None:
    rules = [
        {"field": "surnam", "path": "s", "as": "name"},
        {"field": "sex", "path": "c", "as": "cod", "table": "sex"},
        {"field": "birth_date", "path": "d", "as": "date", "format": "dd.mm.yyyy", "color": 1},
        {"field": "fin", "path": "a..b", "as": "fin"},
    ]
    mapping = reading(rules, sintax="json")

    found = problems(tmp_path, mapping)

    assert len(found) == 6
    assert found[0].startswith(
        "mapping.yaml: read.fields[0].field: Person has no field 'surnam'; did you mean 'surname'?"
    )
    assert found[1] == "mapping.yaml: read.fields[1].as: 'cod' is not known; did you mean 'code'?"
    assert found[2] == "mapping.yaml: read.fields[2].format: 'dd.mm.yyyy' is not known; did you mean 'dd.MM.yyyy'?"
    assert found[3].startswith("mapping.yaml: read.fields[2].color: unknown key; known: ")
    assert found[4] == "mapping.yaml: read.fields[3].path: 'a..b' is no path"
    assert found[5] == "mapping.yaml: sintax: unknown key; did you mean 'syntax'?"


@pytest.mark.parametrize(
    ("rule", "place", "text"),
    [
        ({"path": "x", "as": "fin"}, "field", "is required"),
        ({"field": [1], "path": "x", "as": "fin"}, "field", "a text or a list of texts is expected here"),
        ({"field": "fin", "as": "fin"}, "path", "is required"),
        ({"field": "fin", "path": 5, "as": "fin"}, "path", "a text is expected here"),
        ({"field": "fin", "path": "x"}, "as", "is required"),
        ({"field": "fin", "path": "x", "as": "fin", "required": "yes"}, "required", "true or false is expected here"),
        ({"field": "sex", "value": "woman"}, "value", "'woman' does not fit the field"),
        ({"field": "surname", "path": "x", "as": "patronymic"}, "field", "'patronymic' fills 2 fields, 1 are named"),
        ({"field": "surname", "path": "x", "as": "pattern", "pattern": "("}, "pattern", "is no regular expression"),
        ({"field": "surname", "each": "x", "fields": []}, "field", "'surname' does not hold a list of objects"),
        ({"field": "previous_names", "at": "x", "fields": []}, "field", "'previous_names' does not hold one object"),
        ({"field": "document", "at": "/x", "fields": []}, "at", "must be a path from here"),
        ({"field": "documen", "at": "x", "fields": []}, "field", "Person has no field 'documen'"),
        ({"field": "fin_state", "value": "absent", "if": "fim"}, "if", "no field 'fim'; did you mean 'fin'?"),
        ({"field": "sex", "value": "male", "when": [{"path": "a"}]}, "when[0].is", "is required"),
        ({"field": "sex", "value": "male", "when": [{"path": "", "is": 1}]}, "when[0].path", "must not be empty"),
        ({"field": "sex", "value": "male", "when": [5]}, "when[0]", "a mapping is expected here"),
        ({"field": "surname", "path": "x", "as": "text", "max": "5"}, "max", "a whole number is expected here"),
        (
            {"field": "sex", "path": "x", "as": "code", "table": "sx"},
            "table",
            "no code table 'sx'; did you mean 'sex'?",
        ),
        ({"field": "surname", "path": "x", "as": "code", "table": "flag"}, "table", "True does not fit the field"),
    ],
)
def test_a_wrong_reading_rule_is_named(tmp_path: Path, rule: dict[str, Any], place: str, text: str) -> None:
    codes = {"sex": {"K": "male"}, "flag": {"1": True}}

    (found,) = problems(tmp_path, reading([rule]), codes=codes)

    assert found.startswith(f"mapping.yaml: read.fields[0].{place}: {text}")


@pytest.mark.parametrize(
    ("rule", "place", "text"),
    [
        ({"path": "x", "as": "fin"}, "field", "is required"),
        ({"path": "a..b", "field": "fin", "as": "fin"}, "path", "'a..b' is no path"),
        ({"path": "x", "field": "fin", "as": "fn"}, "as", "'fn' is not known; did you mean 'fin'?"),
        ({"path": "x", "field": "person.fin", "as": "fin"}, "field", "Person has no field 'person'"),
        ({"path": "x", "field": "surname.fin", "as": "fin"}, "field", "'surname.fin' is no path of fields"),
        ({"path": "x", "field": "A b", "as": "fin"}, "field", "'A b' is no path of fields"),
        ({"path": "x", "field": "document[number=1].series", "as": "fin"}, "field", "'document' is no list"),
        ({"path": "x", "field": "sex", "as": "code", "table": "twice"}, "as", "'code:twice' cannot be written here"),
        ({"path": "x", "field": "surname", "as": "full_name"}, "as", "'full_name' cannot be written here"),
        ({"path": "x", "field": "surname", "as": "patronymic"}, "as", "'patronymic' cannot be written here"),
    ],
)
def test_a_wrong_writing_rule_is_named(tmp_path: Path, rule: dict[str, Any], place: str, text: str) -> None:
    (found,) = problems(tmp_path, writing([rule]), codes={"twice": {"K": "male", "k": "male"}})

    assert found.startswith(f"mapping.yaml: write.fields[0].{place}: {text}")


@pytest.mark.parametrize(
    ("check", "place", "text"),
    [
        (
            {"check": "sum"},
            "check",
            "'sum' is not known; known: content, counted, difference, distinct, product, refers, same, suffix_fits_sex",
        ),
        ({"check": "suffix_fits_sex", "suffix": "patronymic_suffix", "sex": "sx"}, "sex", "no field 'sx'"),
    ],
)
def test_a_wrong_check_is_named(tmp_path: Path, check: dict[str, Any], place: str, text: str) -> None:
    (found,) = problems(tmp_path, reading([FIN], read={"checks": [check]}))

    assert found.startswith(f"mapping.yaml: read.checks[0].{place}: {text}")


def test_a_field_that_the_record_needs_must_be_filled(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, reading([{"field": "provider", "value": "azersu"}], record="utility_account"))

    assert found == "mapping.yaml: read.fields: UtilityAccount needs the field 'subscriber_code'"


def test_a_mapping_reads_or_writes(tmp_path: Path) -> None:
    mapping = reading([])
    del mapping["read"]

    assert problems(tmp_path, mapping) == ["mapping.yaml: read: a mapping reads or writes, or both"]


def test_a_key_must_be_a_field_of_the_record(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, reading([FIN], keys=[{"kind": "fin", "field": "pin"}]))

    assert found.startswith("mapping.yaml: keys[0].field: Person has no field 'pin'; did you mean")


def test_declared_duplicates_need_a_business_id(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, reading([FIN], business_id={"duplicates": "declared"}))

    assert found.startswith("mapping.yaml: business_id.path: duplicates are declared by a business id")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "mapping.yaml: line 2, column 1: key 'a' stands twice"),
        ("a: [1\n", "mapping.yaml: line 2, column 1: "),
        ("? {a: 1}\n: 2\n", "mapping.yaml: line 1, column 3: "),
        ("a: \x00", "mapping.yaml: is no YAML in UTF-8"),
        ("a: !!python/object:os.system x", "mapping.yaml: line 1, column 4: "),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_named_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    (found,) = problems(tmp_path, text)

    assert found.startswith(expected)


def test_a_file_that_is_no_mapping_is_named(tmp_path: Path) -> None:
    assert "mapping.yaml: a mapping is expected here" in problems(tmp_path, "- 1\n")


def test_wrong_code_tables_are_named(tmp_path: Path) -> None:
    codes = "list: [1]\nsex: {K: [male], 1.5: female}\n"

    assert problems(tmp_path, reading([FIN]), codes=codes) == [
        "codes.yaml: list: a mapping is expected here",
        "codes.yaml: sex.K: a code is a text or a number, and so is its meaning",
        "codes.yaml: sex.1.5: a code is a text or a number, and so is its meaning",
    ]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (None, "schema.json: is missing: every format that is read has a schema"),
        ("{", "schema.json: "),
        ({"type": "objct"}, 'schema.json: "objct" is not valid'),
        ({"$ref": "https://example.org/x.json"}, "schema.json: "),
        ({"$ref": "file:///etc/passwd"}, "schema.json: "),
    ],
)
def test_a_schema_must_be_there_and_stand_alone(tmp_path: Path, schema: Any, text: str) -> None:
    (found,) = problems(tmp_path, reading([FIN]), schema=schema)

    assert found.startswith(text)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("<xs:schema", "schema.xsd: "),
        ("<a/>", "schema.xsd: "),
        (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="b.xsd"/></xs:schema>',
            "schema.xsd: include: a bundled schema stands alone",
        ),
    ],
)
def test_an_xml_schema_must_compile_and_stand_alone(tmp_path: Path, schema: str, text: str) -> None:
    mapping = reading([FIN], syntax="xml", root="R")

    (found,) = problems(tmp_path, mapping, schema=schema, schema_name="schema.xsd")

    assert found.startswith(text)


def test_an_unknown_syntax_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, reading([FIN], syntax="jsn")) == [
        "mapping.yaml: syntax: 'jsn' is not known; did you mean 'json'?"
    ]


def test_two_formats_of_one_name_are_refused(tmp_path: Path) -> None:
    folder(tmp_path, reading([FIN]), name="one")
    folder(tmp_path, reading([FIN]), name="two")

    with pytest.raises(FormatsRefused, match=r"two/mapping\.yaml: format: 'tested\.v1' is loaded already"):
        load_formats(tmp_path)


def test_a_folder_without_a_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatsRefused, match="holds no format"):
        load_formats(tmp_path)


def test_folders_are_loaded_together_and_a_change_of_any_file_changes_the_hash(tmp_path: Path) -> None:
    path = folder(tmp_path, reading([FIN]))
    before = load_formats(BUNDLED, tmp_path)["tested.v1"]

    again = load_formats(path)["tested.v1"]
    (path / "codes.yaml").write_text("sex: {K: male}\n")
    after = load_formats(path)["tested.v1"]

    assert len(load_formats(BUNDLED, tmp_path)) == len(load_formats()) + 1
    assert before.version_hash == again.version_hash != after.version_hash
    assert before.duplicate_key_rule == "header"
    assert before.refuse({}) is None


@pytest.mark.parametrize(
    ("change", "place", "text"),
    [
        ({"encoding": "cp12540"}, "encoding", "'cp12540' is no encoding"),
        ({"totals_column": "C"}, "totals_column", "'C' is no column"),
        ({"file_name": "A.csv"}, "file_name", "needs YYYYMMDD and nn, once each"),
        ({"delimiter": ";;"}, "delimiter", "is one character"),
        ({"columns": ["A", "B"]}, "columns", "'B' is neither read nor ignored"),
        ({"longest": 5}, "longest", "unknown key; did you mean 'longest_row'?"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, change: dict[str, Any], place: str, text: str) -> None:
    table = {
        "file_name": "A_YYYYMMDD_nn.csv",
        "encoding": "cp1254",
        "delimiter": ";",
        "columns": ["A"],
        "totals_mark": "CEMI",
        "totals_column": "A",
        "longest_row": 100,
    }
    mapping = reading([{**FIN, "path": "A"}], syntax="csv", table={**table, **change})

    (found,) = problems(tmp_path, mapping, schema=None)

    assert found == f"mapping.yaml: table.{place}: {text}"


def test_a_table_may_only_be_written(tmp_path: Path) -> None:
    table = {
        "file_name": "A_YYYYMMDD_nn.csv",
        "encoding": "ascii",
        "delimiter": ";",
        "columns": ["A"],
        "totals_mark": "T",
        "totals_column": "A",
        "longest_row": 9,
    }
    mapping = writing([{"path": "A", "field": "fin", "as": "fin"}], syntax="csv", table=table)

    format_ = load_formats(folder(tmp_path, mapping, schema=None))["tested.v1"]

    assert format_.table is not None
    assert format_.table.columns == ("A",)
