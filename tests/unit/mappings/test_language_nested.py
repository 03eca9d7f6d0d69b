"""The mapping language: objects and lists in both directions, keys of several fields, days, moments and Base64."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mappings.format import CannotWrite, Format, FormatsRefused, load_formats
from mappings.official_documents import BodyAddress, DocumentNotice, OfficialDocument
from mappings.records import IdentityDocument, Person, PersonName
from tests.unit.mappings.folders import folder, reading, writing

NAMES = {"field": "previous_names", "each": "old", "fields": [{"field": "surname", "path": "s", "as": "exact"}]}
CARD = {"field": "document", "at": "card", "fields": [{"field": "number", "path": "no", "as": "exact"}]}
MARKS = {"field": "lossy", "each": "marks", "as": "pattern", "pattern": "[a-z_]+"}


def load(root: Path, mapping: Any, codes: Any = None) -> Format:
    return load_formats(folder(root, mapping, codes=codes))["tested.v1"]


def problems(root: Path, mapping: Any) -> list[str]:
    with pytest.raises(FormatsRefused) as caught:
        load_formats(folder(root, mapping))
    return [str(problem).removeprefix("tested/mapping.yaml: ") for problem in caught.value.problems]


def issues(format_: Format, document: Any) -> list[tuple[str, str]]:
    return [(found.code, found.path) for found in format_.read(document).issues]


def both(*rules: dict[str, Any]) -> dict[str, Any]:
    return {**reading([], both=list(rules)), "write": {"record": "person"}}


def test_objects_and_lists_go_both_ways_by_the_same_rule(tmp_path: Path) -> None:
    format_ = load(tmp_path, both(NAMES, CARD, MARKS))
    person = Person(
        previous_names=(PersonName(surname="Əliyeva"), PersonName()),
        document=IdentityDocument(number="12"),
        lossy=("surname",),
    )

    written = format_.write(person)

    assert written == {"old": [{"s": "Əliyeva"}, {}], "card": {"no": "12"}, "marks": ["surname"]}
    assert format_.read(written).records == (person,)
    assert format_.write(Person()) == {}


@pytest.mark.parametrize("rule", [NAMES, CARD, MARKS], ids=["list", "object", "values"])
def test_what_is_required_and_absent_cannot_be_written(tmp_path: Path, rule: dict[str, Any]) -> None:
    format_ = load(tmp_path, both({**rule, "required": True}))

    with pytest.raises(CannotWrite, match="required"):
        format_.write(Person())


def test_a_value_in_a_list_that_the_format_cannot_say_is_refused_without_the_value(tmp_path: Path) -> None:
    format_ = load(tmp_path, both(MARKS))

    with pytest.raises(CannotWrite) as caught:
        format_.write(Person(lossy=("Soyad",)))

    assert str(caught.value) == "lossy: pattern:[a-z_]+"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            {"marks": ["a", 5, None, {}, "B", "c"]},
            [
                ("map.wrong_type", "/marks/1"),
                ("map.wrong_type", "/marks/2"),
                ("map.wrong_type", "/marks/3"),
                ("map.pattern", "/marks/4"),
            ],
        ),
        ({"marks": "a"}, [("map.not_a_list", "/marks")]),
        ({"marks": {}}, [("map.not_a_list", "/marks")]),
        ({}, []),
    ],
)
def test_a_list_of_values_is_read_item_by_item(tmp_path: Path, document: Any, expected: list[Any]) -> None:
    assert issues(load(tmp_path, reading([MARKS])), document) == expected


def test_a_required_list_of_values_must_be_there(tmp_path: Path) -> None:
    assert issues(load(tmp_path, reading([{**MARKS, "required": True}])), {}) == [("map.required", "/marks")]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({**MARKS, "field": "surname"}, "field: 'surname' does not hold a list of plain values"),
        ({**MARKS, "field": "previous_names"}, "field: 'previous_names' does not hold a list of plain values"),
        ({**MARKS, "each": "/marks"}, "field: 'lossy' does not hold a list of plain values"),
        ({"field": "lossy", "each": "marks", "as": "patronymic"}, "field: 'lossy' does not hold a list of plain"),
        ({**MARKS, "field": "lossi"}, "field: Person has no field 'lossi'; did you mean 'lossy'?"),
        ({**MARKS, "each": "a..b"}, "each: 'a..b' is no path"),
        ({"field": "lossy", "each": "marks", "as": "patern"}, "as: 'patern' is not known; did you mean 'pattern'?"),
    ],
)
def test_a_wrong_list_of_values_is_named(tmp_path: Path, rule: dict[str, Any], problem: str) -> None:
    (found,) = problems(tmp_path, reading([rule]))

    assert found.startswith(f"read.fields[0].{problem}")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({**NAMES, "field": "document"}, ["each: 'document' cannot be written here"]),
        ({**CARD, "field": "previous_names"}, ["at: 'previous_names' cannot be written here"]),
        ({**CARD, "field": "surname"}, ["at: 'surname' cannot be written here"]),
        ({**MARKS, "field": "surname"}, ["each: 'surname' cannot be written here"]),
        ({**MARKS, "field": "previous_names"}, ["each: 'previous_names' cannot be written here"]),
        ({"field": "lossy", "at": "marks", "as": "exact"}, ["at: 'lossy' cannot be written here"]),
        ({"field": "lossy", "each": "marks", "as": "offset"}, ["as: 'offset' cannot be written here"]),
        ({"field": "lossy", "each": "marks", "as": "patronymic"}, ["as: 'patronymic' cannot be written here"]),
        ({**CARD, "at": "a..b"}, ["at: 'a..b' is no path"]),
        ({**CARD, "field": "documen"}, ["field: Person has no field 'documen'; did you mean 'document'?"]),
        ({"field": "lossy", "each": "marks", "as": "exect"}, ["as: 'exect' is not known; did you mean 'exact'?"]),
        (
            {**CARD, "fields": [{"field": "number", "path": "no", "as": "exact", "colour": 1}]},
            ["fields[0].colour: unknown key; known: absent, as, field, max, path, required"],
        ),
    ],
)
def test_a_wrong_rule_of_writing_is_named(tmp_path: Path, rule: dict[str, Any], expected: list[str]) -> None:
    found = problems(tmp_path, writing([rule]))

    assert found == [f"write.fields[0].{each}" for each in expected]


def documents(*rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A notice read from these rules beside what the record requires."""
    address = [{"field": "code", "path": "code", "as": "exact"}]
    needed = [
        {"field": "consignment_id", "path": "id", "as": "exact"},
        {"field": "sender", "at": "from", "fields": address},
        {"field": "recipient", "at": "to", "fields": address},
        {"field": "outcome", "value": "registered"},
    ]
    return reading([*needed, *rules], record="document_notice", **more)


def test_several_fields_make_one_key_where_all_are_known(tmp_path: Path) -> None:
    keys = [{"kind": "consignment", "field": ["sender.code", "consignment_id"], "prefix": "x-"}]
    format_ = load(tmp_path, documents(keys=keys))

    assert format_.read({"id": "c-1", "from": {"code": "97"}}).keys == (("consignment", "x-97:c-1"),)
    assert format_.read({"id": "c-1"}).keys == ()
    assert format_.read({"from": {"code": "97"}}).keys == ()


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ({"kind": "a", "field": ["sender.code", "sender.cod"]}, "BodyAddress has no field 'cod'"),
        ({"kind": "a"}, "is required"),
    ],
)
def test_a_key_of_no_field_is_named(tmp_path: Path, key: dict[str, Any], problem: str) -> None:
    (found,) = problems(tmp_path, documents(keys=[key]))

    assert found.startswith(f"keys[0].field: {problem}")


def test_several_paths_make_one_business_id_where_all_are_texts(tmp_path: Path) -> None:
    identity = {"path": ["from.code", "id"], "duplicates": "declared"}
    format_ = load(tmp_path, documents(business_id=identity))

    assert format_.read({"id": "c-1", "from": {"code": "97"}}).business_id == "97:c-1"
    for document in ({"id": "c-1"}, {"id": 5, "from": {"code": "97"}}, {"id": "c-1", "from": {"code": ""}}):
        assert format_.read(document).business_id is None


def test_a_wrong_path_of_a_business_id_is_named(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, documents(business_id={"path": ["id", "a..b"], "duplicates": "declared"}))

    assert found == "business_id.path: 'a..b' is no path"


DATED = {"field": "reg_date", "path": "on", "as": "day"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026", "map.date_shape"),
        ("2026-03", "map.date_shape"),
        ("16.03.2026", "map.date_shape"),
        ("2026-02-30", "map.impossible_date"),
        (20260316, "map.wrong_type"),
    ],
)
def test_a_day_is_whole_or_an_issue(tmp_path: Path, raw: Any, code: str) -> None:
    assert issues(load(tmp_path, documents(DATED)), {"on": raw})[0] == (code, "/on")


def test_a_day_is_written_as_it_is_read(tmp_path: Path) -> None:
    read = documents(DATED, {"field": "reg_no", "path": "no", "as": "exact"})
    read["write"] = {"record": "document_notice", "fields": [DATED]}
    format_ = load(tmp_path, read)
    given = {"id": "c-1", "from": {"code": "97"}, "to": {"code": "99"}, "no": "1", "on": "2026-03-16"}

    (notice,) = format_.read(given).records

    assert isinstance(notice, DocumentNotice)
    assert notice.sender == BodyAddress(code="97")
    assert notice.reg_date == date(2026, 3, 16)
    assert format_.write(notice) == {"on": "2026-03-16"}


SIGNED = {"field": "signatures", "each": "signed",
          "fields": [{"field": "signer", "path": "who", "as": "exact"}, {"field": "form", "value": "PAdES"},
                     {"field": "signed_at", "path": "at", "as": "instant"}]}  # fmt: skip
FILE = [
    {"field": "name", "path": "name", "as": "exact"}, {"field": "mime", "value": "text/plain"},
    {"field": "size", "path": "size", "as": "integer"}, {"field": "sha256", "path": "sha256", "as": "exact"},
    {"field": "main", "path": "main", "as": "flag"}, {"field": "content", "path": "bytes", "as": "base64", "max": 6},
]  # fmt: skip


def letters(*checks: dict[str, Any], file_checks: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """A document whose files and signatures are read; the rest is constant."""
    address = {"value": {"code": "97"}}
    constants: list[dict[str, Any]] = [
        {"field": "consignment_id", "value": "c-1"},
        {"field": ["sender", "recipient"], **address},
        {"field": ["reg_no", "doc_type", "subject"], "value": "1"},
        {"field": "reg_date", "path": "on", "as": "day"},
    ]
    files = {"field": "files", "each": "files", "fields": FILE, "checks": list(file_checks)}
    return reading([*constants, files, SIGNED], record="official_document", read={"checks": list(checks)})


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-03-20T16:05+04:00", "map.date_shape"),
        ("2026-03-20T16:05:00", "map.date_shape"),
        ("2026-03-20T25:05:00Z", "map.impossible_date"),
        (5, "map.wrong_type"),
    ],
)
def test_an_instant_has_seconds_and_an_offset(tmp_path: Path, raw: Any, code: str) -> None:
    found = issues(load(tmp_path, letters()), {"signed": [{"who": "Ə. Q.", "at": raw}]})

    assert (code, "/signed/0/at") in found


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("U2Fs!W0=", "map.base64"),
        ("U2FsYW0", "map.base64"),
        ("U2F\ns", "map.base64"),
        ("U2Fs====", "map.base64"),
        ("U2FsYR==", "map.base64"),
        ("ə===", "map.base64"),
        ("U2FsYW0hISE=", "map.too_large"),
        (5, "map.wrong_type"),
    ],
)
def test_content_is_base64_and_no_longer_than_allowed(tmp_path: Path, raw: Any, code: str) -> None:
    assert issues(load(tmp_path, letters()), {"on": "2026-03-16", "files": [{"bytes": raw}]}) == [
        (code, "/files/0/bytes")
    ]


def test_a_flag_is_true_or_false_and_nothing_like_it(tmp_path: Path) -> None:
    format_ = load(tmp_path, letters())

    for raw in (1, "true", 0):
        assert issues(format_, {"on": "2026-03-16", "files": [{"main": raw}]}) == [("map.wrong_type", "/files/0/main")]


def file(raw: bytes, **other: Any) -> dict[str, Any]:
    return {
        "name": "a.txt",
        "size": len(raw),
        "sha256": "0",
        "main": True,
        "bytes": base64.b64encode(raw).decode(),
        **other,
    }


def test_a_check_names_the_item_that_it_failed_for(tmp_path: Path) -> None:
    check = {"check": "content", "of": "content", "size": "size", "sha256": "sha256", "tells": "name"}
    format_ = load(tmp_path, letters(file_checks=(check,)))

    read = format_.read({"files": [file(b"a"), file(b"b", size=9, name="b.txt"), {"name": "c.txt"}]})

    assert [(found.code, found.path, found.raw) for found in read.issues if found.rule == "content"] == [
        ("map.hash_differs", "/files/0", "a.txt"),
        ("map.size_differs", "/files/1", "b.txt"),
    ]


def test_names_are_distinct_and_refer_to_what_is_there(tmp_path: Path) -> None:
    checks = (
        {"check": "distinct", "of": "files.name"},
        {"check": "refers", "of": "signatures.signer", "to": "files.name"},
    )
    format_ = load(tmp_path, letters(*checks))

    def codes(files: list[str], signers: list[str]) -> list[str]:
        document = {"files": [{"name": name} for name in files], "signed": [{"who": who} for who in signers]}
        return [found.code for found in format_.read(document).issues if found.rule in {"distinct", "refers"}]

    assert codes(["a", "b"], ["b", "b"]) == []
    assert codes(["a", "a"], []) == ["map.not_distinct"]
    assert codes(["a"], ["b"]) == ["map.no_such_name"]


def test_a_check_of_no_field_is_named(tmp_path: Path) -> None:
    checks = ({"check": "distinct", "of": "files.nam"}, {"check": "distinct", "of": "files.name", "tells": "subjec"})

    found = problems(tmp_path, letters(*checks))

    assert [each.partition(";")[0] for each in found] == [
        "read.checks[0].of: no field 'files.nam'",
        "read.checks[1].tells: no field 'subjec'",
    ]


def test_an_instant_is_written_with_its_offset(tmp_path: Path) -> None:
    mapping = letters()
    mapping["write"] = {
        "record": "official_document",
        "fields": [
            {
                "field": "signatures",
                "each": "signed",
                "fields": [{"field": "signed_at", "path": "at", "as": "instant"}],
            },
        ],
    }
    format_ = load(tmp_path, mapping)
    raw = b"a"
    digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    given = {
        "on": "2026-03-16",
        "files": [file(raw, sha256=digest)],
        "signed": [{"who": "Ə. Q.", "at": "2026-03-20T16:05:00.25Z"}],
    }

    (document,) = format_.read(given).records

    assert isinstance(document, OfficialDocument)
    assert document.signatures[0].signed_at == datetime(2026, 3, 20, 16, 5, 0, 250_000, UTC)
    assert format_.write(document) == {"signed": [{"at": "2026-03-20T16:05:00.250000+00:00"}]}
