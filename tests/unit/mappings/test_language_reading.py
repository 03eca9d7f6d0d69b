"""The mapping language, reading: every rule, and every shape that a document may have instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mappings.converters import Converter
from mappings.format import Format, load_formats
from mappings.mapping import MOST_NODES
from tests.unit.mappings.folders import folder, reading

FIN = {"field": "fin", "path": "id", "as": "fin"}


def load(root: Path, mapping: Any, codes: Any = None, **more: Any) -> Format:
    return load_formats(folder(root, mapping, codes=codes, **more))["tested.v1"]


def issues(format_: Format, document: Any) -> list[tuple[str, str]]:
    return [(found.code, found.path) for found in format_.read(document).issues]


def record(format_: Format, document: Any) -> Any:
    (found,) = format_.read(document).records
    return found


def test_an_absent_optional_value_is_absent_and_no_issue(tmp_path: Path) -> None:
    format_ = load(tmp_path, reading([FIN]))

    assert record(format_, {}).fin is None
    assert record(format_, {"id": None}).fin is None
    assert issues(format_, {}) == []


def test_blank_text_is_absent_only_where_the_format_says_so(tmp_path: Path) -> None:
    rules = [{"field": "surname", "path": "s", "as": "name"}]
    strict = load(tmp_path, reading(rules))
    lenient = load_formats(folder(tmp_path, reading(rules, empty_is_absent=True), name="lenient"))["tested.v1"]

    assert issues(strict, {"s": " "}) == [("map.empty", "/s")]
    assert issues(lenient, {"s": " "}) == []


def test_a_required_value_that_is_missing_is_an_error_with_its_place(tmp_path: Path) -> None:
    format_ = load(tmp_path, reading([{**FIN, "path": "a.b", "required": True}]))

    documents: tuple[Any, ...] = ({}, {"a": {}}, {"a": None}, {"a": ""})
    for document in documents:
        read = format_.read(document)
        assert [(found.code, found.path) for found in read.issues] == [("map.required", "/a/b")]
        assert not read.mapped


def test_a_stated_value_may_mean_that_there_is_none(tmp_path: Path) -> None:
    rule = {"field": "birth_date", "path": "d", "as": "date", "format": "yyyyMMdd", "absent": 99}
    format_ = load(tmp_path, reading([rule], empty_is_absent=True))

    assert issues(format_, {"d": 99}) == []
    assert issues(format_, {"d": ""}) == []
    assert issues(format_, {"d": "99"}) == [("map.wrong_type", "/d")]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"a": 5}, [("map.not_an_object", "/a/b")]),
        ({"a": {"b": ["94FMDDD", "A9RJ7DM"]}}, [("map.repeated", "/a/b")]),
        ({"a": {"b": {}}}, [("map.wrong_type", "/a/b")]),
        ({"a": {"b": 7}}, [("map.wrong_type", "/a/b")]),
        ({"a": {"b": True}}, [("map.wrong_type", "/a/b")]),
        ([], [("map.not_an_object", "")]),
        (None, [("map.not_an_object", "")]),
    ],
)
def test_a_value_of_another_shape_is_an_issue_and_none_of_several_is_chosen(
    tmp_path: Path, document: Any, expected: list[tuple[str, str]]
) -> None:
    format_ = load(tmp_path, reading([{**FIN, "path": "a.b"}]))

    assert issues(format_, document) == expected
    assert not format_.read(document).mapped


def test_what_no_rule_reads_is_told_and_what_is_ignored_on_purpose_is_not(tmp_path: Path) -> None:
    rules = [FIN, {"field": "document", "at": "doc", "fields": [{"field": "number", "path": "no", "as": "exact"}]}]
    format_ = load(tmp_path, reading(rules, read={"ignored": ["extra", "extra.more", "doc.note"]}))

    document = {"id": "94FMDDD", "extra": {"a": 1}, "doc": {"no": "1", "note": {"x": 1}, "a/b~": 2}, "new": []}

    assert issues(format_, document) == [("map.unread", "/doc/a~1b~0"), ("map.unread", "/new")]
    assert format_.read(document).mapped


def test_a_list_is_read_item_by_item_and_a_bad_item_does_not_hide_the_others(tmp_path: Path) -> None:
    names = {"field": "previous_names", "each": "names", "fields": [{"field": "surname", "path": "s", "as": "name"}]}
    format_ = load(tmp_path, reading([names]))

    read = format_.read({"names": [{"s": "Əliyeva"}, 5, {"s": 1}, {"s": "Ağayeva", "t": 1}]})

    assert [(found.code, found.path) for found in read.issues] == [
        ("map.not_an_object", "/names/1"),
        ("map.wrong_type", "/names/2/s"),
        ("map.unread", "/names/3/t"),
    ]
    assert record(format_, {"names": [{"s": "Əliyeva"}, {"s": "Ağayeva"}]}).previous_names[1].surname == "Ağayeva"
    assert record(format_, {}).previous_names == ()
    assert issues(format_, {"names": {}}) == [("map.not_a_list", "/names")]
    assert issues(format_, {"names": "x"}) == [("map.not_a_list", "/names")]


def test_a_required_list_or_object_must_be_there(tmp_path: Path) -> None:
    below = [{"field": "surname", "path": "s", "as": "name"}]
    number = [{"field": "number", "path": "no", "as": "exact"}]
    rules = [
        {"field": "previous_names", "each": "names", "fields": below, "required": True},
        {"field": "document", "at": "doc", "fields": number, "required": True},
    ]
    format_ = load(tmp_path, reading(rules))

    assert issues(format_, {}) == [("map.required", "/names"), ("map.required", "/doc")]
    assert issues(format_, {"names": [], "doc": []}) == [("map.repeated", "/doc")]
    assert issues(format_, {"names": [], "doc": 1}) == [("map.not_an_object", "/doc")]
    assert record(format_, {"names": [], "doc": {}}).document is None


def test_xml_cannot_tell_one_item_from_a_list_of_one(tmp_path: Path) -> None:
    names = {"field": "previous_names", "each": "Ad", "fields": [{"field": "surname", "path": "S", "as": "name"}]}
    schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="R"/></xs:schema>'
    mapping = reading([names], syntax="xml", root="R", empty_is_absent=True)
    format_ = load(tmp_path, mapping, schema=schema, schema_name="schema.xsd")

    assert len(record(format_, {"Ad": {"S": "Əliyeva"}}).previous_names) == 1
    assert issues(format_, {"Ad": {"S": "1\u0000"}}) == [("map.control_characters", "/R/Ad/0/S")]
    assert issues(format_, {"Ad": ""}) == []


def test_a_constant_may_depend_on_fields_and_on_the_document(tmp_path: Path) -> None:
    rules = [
        FIN,
        {"field": "fin_state", "value": "unverified", "if": "fin"},
        {"field": "fin_state", "value": "absent", "unless": "fin"},
        {"field": "vital_status", "value": "deceased", "when": [{"path": "/kind", "is": "DEATH"}]},
        {"field": "marital_status", "value": "married", "when": [{"path": "n", "is": [1, 2]}]},
    ]
    format_ = load(tmp_path, reading(rules))

    found = record(format_, {"id": "94FMDDD", "kind": "DEATH", "n": 2})
    other = record(format_, {"kind": "BIRTH", "n": True})

    assert (found.fin_state, found.vital_status, found.marital_status) == ("unverified", "deceased", "married")
    assert (other.fin_state, other.vital_status, other.marital_status) == ("absent", None, None)
    assert record(format_, {"kind": ["DEATH"], "n": {}}).vital_status is None


def test_a_path_from_the_top_reads_the_top_from_within_a_list(tmp_path: Path) -> None:
    until = {"field": "until", "path": "/day", "as": "date", "format": "iso"}
    format_ = load(tmp_path, reading([{"field": "previous_names", "each": "names", "fields": [until]}]))

    assert str(record(format_, {"day": "2026-03-14", "names": [{}]}).previous_names[0].until) == "2026-03-14"
    assert issues(format_, {"day": "14.03.2026", "names": [{}, {}]}) == [("map.date_shape", "/day")]


def test_marks_name_the_damaged_fields_and_provenance_every_field(tmp_path: Path) -> None:
    rules = [
        {"field": "surname", "path": "s", "as": "name"},
        {"field": ["patronymic", "patronymic_suffix"], "path": "p", "as": "patronymic"},
        {"field": "given_name", "path": "g", "as": "name"},
    ]
    format_ = load(tmp_path, reading(rules, read={"provenance": True}))

    found = record(format_, {"s": "?liyeva", "p": "Әли гызы", "g": "Aysu"})

    assert found.lossy == ("surname",)
    assert found.derived == ("patronymic",)
    assert found.patronymic_suffix == "qizi"
    assert {name: origin.source for name, origin in found.provenance.items()} == dict.fromkeys(
        ("surname", "patronymic", "patronymic_suffix", "given_name"), "tested.v1"
    )
    assert record(format_, {}).provenance == {}


def test_damaged_text_in_a_model_without_marks_is_still_told(tmp_path: Path) -> None:
    issuer = {"field": "document", "at": ".", "fields": [{"field": "issuer", "path": "i", "as": "text"}]}
    format_ = load(tmp_path, reading([issuer]))

    assert issues(format_, {"i": "N?simi"}) == [("map.lost_letters", "/i")]
    assert record(format_, {}).document is None


def test_codes_tell_number_text_and_truth_apart(tmp_path: Path) -> None:
    rule = {"field": "sex", "path": "c", "as": "code", "table": "sex"}
    format_ = load(tmp_path, reading([rule]), {"sex": {1: "male", "Q": "female", "9": None}})

    assert record(format_, {"c": 1}).sex == "male"
    assert record(format_, {"c": " Q "}).sex == "female"
    assert issues(format_, {"c": "9"}) == []
    for unknown in ("1", True, "q", 1.0, ""):
        assert issues(format_, {"c": unknown}) == [("map.unknown_code", "/c")]
        assert record(format_, {"c": unknown}).sex is None


def test_numbers_are_whole_and_within_their_bounds(tmp_path: Path) -> None:
    rule = {"field": "limit_kwh", "path": "n", "as": "integer", "min": 0, "max": 9}
    rules = [
        {"field": "provider", "value": "azersu"},
        {"field": "subscriber_code", "path": "c", "as": "exact", "required": True},
        rule,
    ]
    format_ = load(tmp_path, reading(rules, record="utility_account"))

    assert record(format_, {"c": "1", "n": " 7 "}).limit_kwh == 7
    assert record(format_, {"c": "1", "n": 7}).limit_kwh == 7
    for value, code in ((1.5, "shape"), ("1e3", "shape"), (True, "shape"), (10, "range"), ("-1", "range")):
        assert issues(format_, {"c": "1", "n": value}) == [(f"map.number_{code}", "/n")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5, "map.wrong_type"),
        ("", "map.empty"),
        ("x" * 201, "map.too_long"),
        ("a\u0007", "map.control_characters"),
        ("a\nb", "map.control_characters"),
        ("a\u202eb", "map.control_characters"),
    ],
)
def test_identifiers_are_taken_to_the_letter_or_not_at_all(tmp_path: Path, value: Any, code: str) -> None:
    format_ = load(tmp_path, reading([{"field": "birth_place", "path": "p", "as": "exact"}]))

    assert issues(format_, {"p": value}) == [(code, "/p")]
    assert record(format_, {"p": " a "}).birth_place == " a "


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("x" * 501, "map.too_long"),
        (5, "map.wrong_type"),
        ("a\u2028b", "map.control_characters"),
        ("a\u2066b", "map.control_characters"),
    ],
)
def test_free_text_keeps_its_bounds(tmp_path: Path, value: Any, code: str) -> None:
    format_ = load(tmp_path, reading([{"field": "birth_place", "path": "p", "as": "text"}]))

    assert issues(format_, {"p": value}) == [(code, "/p")]
    assert record(format_, {"p": " Bakı\n  şəhəri\t"}).birth_place == "Bakı şəhəri"


def test_a_full_name_that_splits_in_two_ways_is_left_absent(tmp_path: Path) -> None:
    fields = ["surname", "given_name", "patronymic", "patronymic_suffix"]
    format_ = load(tmp_path, reading([{"field": fields, "path": "n", "as": "full_name", "case": "upper"}]))

    found = record(format_, {"n": "İSMAYILOVA GÜLNAR? ƏLİ QIZI"})
    short = record(format_, {"n": "İSMAYILOVA GÜLNARƏ"})

    assert (found.surname, found.patronymic, found.patronymic_suffix) == ("İsmayılova", "Əli", "qizi")
    assert found.lossy == ("surname", "given_name", "patronymic")
    assert short.patronymic is None
    assert issues(format_, {"n": "İSMAYILOVA"}) == [("map.pattern", "/n")]


def test_every_kind_of_date_reports_what_is_wrong_with_it(tmp_path: Path) -> None:
    rules = [
        {"field": "birth_date", "path": "ms", "as": "date", "format": "epoch_ms"},
        {"field": "death_date", "path": "d", "as": "date", "format": "dd.MM.yyyy"},
    ]
    format_ = load(tmp_path, reading(rules))

    assert str(record(format_, {"ms": 1704067200000}).birth_date) == "2024-01-01"
    assert record(format_, {"ms": 0, "d": "00.00.0000"}).death_date is None
    assert issues(format_, {"ms": "0", "d": 5}) == [("map.wrong_type", "/ms"), ("map.wrong_type", "/d")]


def test_checks_speak_only_where_all_their_fields_are_known(tmp_path: Path) -> None:
    numbers = ("initial_reading", "final_reading", "consumption_kwh", "persons_registered", "limit_kwh")
    rules: list[dict[str, Any]] = [{"field": name, "path": name, "as": "integer"} for name in numbers]
    rules += [{"field": "idp_group", "path": "mk", "as": "code", "table": "flag"}]
    rules += [{"field": "provider", "value": "azersu"}, {"field": "subscriber_code", "path": "c", "as": "exact"}]
    checks = [
        {"check": "difference", "of": "final_reading", "less": "initial_reading", "equals": "consumption_kwh"},
        {"check": "product", "of": "persons_registered", "times": 300, "equals": "limit_kwh", "where": "idp_group"},
    ]
    mapping = reading(rules, record="utility_account", read={"checks": checks})
    format_ = load(tmp_path, mapping, {"flag": {1: True, 0: False}})
    wrong = {"c": "1", "initial_reading": 1, "final_reading": 3, "consumption_kwh": 9}

    assert issues(format_, wrong) == [("map.sum_differs", "")]
    assert issues(format_, {**wrong, "consumption_kwh": 2}) == []
    assert issues(format_, {"c": "1", "final_reading": 3, "consumption_kwh": 9}) == []
    assert issues(format_, {"c": "1", "persons_registered": 2, "limit_kwh": 500, "mk": 0}) == []
    assert issues(format_, {"c": "1", "persons_registered": 2, "limit_kwh": 600, "mk": 1}) == []
    assert issues(format_, {"c": "1", "persons_registered": 2, "mk": 1}) == []
    assert issues(format_, {"c": "1", "persons_registered": 2, "limit_kwh": 500, "mk": 1}) == [("map.sum_differs", "")]


def test_a_record_that_cannot_be_built_says_which_field(tmp_path: Path) -> None:
    rules = [{"field": "provider", "value": "azersu"}, {"field": "subscriber_code", "path": "c", "as": "exact"}]
    format_ = load(tmp_path, reading(rules, record="utility_account"))

    read = format_.read({})

    assert [(found.code, found.rule) for found in read.issues] == [
        ("map.record_refused", "record:subscriber_code:missing")
    ]
    assert read.records == ()
    assert not read.mapped


def test_keys_and_business_id_are_read_even_where_the_rest_is_not(tmp_path: Path) -> None:
    names = {"field": "previous_names", "each": "n", "fields": [{"field": "surname", "path": "s", "as": "name"}]}
    keys = [
        {"kind": "fin", "field": "fin"},
        {"kind": "name", "field": "previous_names.surname", "prefix": "x:"},
    ]
    business_id = {"path": "no", "duplicates": "declared"}
    sex = {"field": "sex", "path": "sex", "as": "code", "table": "sex"}
    mapping = reading([FIN, names, sex], keys=keys, business_id=business_id, read={"ignored": "no"})
    format_ = load(tmp_path, mapping, {"sex": {"K": "male"}})

    document = {"id": " 94fmddd", "no": "7", "sex": "?", "n": [{"s": "A"}, {"s": "B"}, {}, {"s": "A"}]}
    read = format_.read(document, version="3")

    assert not read.mapped
    assert read.keys == (("fin", "94FMDDD"), ("name", "x:A"), ("name", "x:B"))
    assert (read.business_id, read.version) == ("7", "3")
    assert format_.read({"no": 7}).business_id is None
    assert format_.read({"no": ""}).business_id is None
    assert format_.read({}).keys == ()


def test_a_long_raw_value_is_cut_in_the_issue(tmp_path: Path) -> None:
    format_ = load(tmp_path, reading([FIN]))

    (found,) = format_.read({"id": "x" * 1000}).issues

    assert found.raw is not None
    assert len(found.raw) == 200
    assert "xx" not in found.text[1]
    assert found.text[0] != found.text[1]


def test_a_number_too_long_to_write_is_an_issue_like_any_other(tmp_path: Path) -> None:
    format_ = load(tmp_path, reading([FIN, {"field": "document", "at": "doc", "fields": []}]))

    (found,) = format_.read({"id": 10**5000}).issues

    assert (found.code, found.raw) == ("map.wrong_type", "…")


def test_typed_cells_refuse_other_types_and_hidden_characters(tmp_path: Path) -> None:
    rules = [
        {"field": "provider", "value": "azersu"},
        {"field": "subscriber_code", "path": "c", "as": "pattern", "pattern": ".*"},
        {"field": "debt_qepik", "path": "debt", "as": "qepik"},
        {"field": "place_code", "path": "where", "as": "place"},
    ]
    format_ = load(tmp_path, reading(rules, record="utility_account"))

    assert issues(format_, {"c": "1", "debt": 12.4, "where": 5}) == [
        ("map.wrong_type", "/debt"),
        ("map.wrong_type", "/where"),
    ]
    assert issues(format_, {"c": 1}) == [("map.wrong_type", "/c")]
    assert issues(format_, {"c": "1\u00002"}) == [("map.control_characters", "/c")]


def test_money_and_months_may_be_written_in_another_dialect(tmp_path: Path) -> None:
    rules = [
        {"field": "provider", "value": "azerishiq"},
        {"field": "subscriber_code", "value": "1"},
        {"field": "debt_qepik", "path": "debt", "as": "qepik", "decimal": "."},
        {"field": "period", "path": "month", "as": "month", "format": "yyyy-MM"},
    ]
    format_ = load(tmp_path, reading(rules, record="utility_account"))

    read = record(format_, {"debt": "-1 234.5", "month": "2026-03"})
    assert (read.debt_qepik, read.period) == (-123450, "2026-03")
    assert issues(format_, {"debt": "12,40", "month": "2026-03-01"}) == [
        ("map.money_shape", "/debt"),
        ("map.date_shape", "/month"),
    ]
    assert issues(format_, {"month": "2026"}) == [("map.date_shape", "/month")]


def test_a_format_says_how_many_nodes_its_documents_may_have(tmp_path: Path) -> None:
    small = load_formats(folder(tmp_path, reading([FIN], most_nodes=5), name="small"))["tested.v1"]

    assert (small.most_nodes, load(tmp_path, reading([FIN])).most_nodes) == (5, MOST_NODES)


def test_what_recurs_is_read_once_and_nothing_else_is_remembered() -> None:
    asked: list[object] = []

    def read(raw: object) -> object:
        asked.append(raw)
        return raw

    kept, plain = Converter("name", read, recurs=True).remembering(), Converter("number", read).remembering()
    long = "Ə" * 101
    for raw in ("Əli", "Əli", 1, True, 1, long, long):
        assert kept(raw) is raw
    assert asked == ["Əli", 1, True, 1, long, long]
    assert plain is read
