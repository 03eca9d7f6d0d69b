"""Whatever JSON or XML holds: reading says what is wrong and never fails."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors.parsing.workbook import parse_workbook
from mappings.issues import CODES
from mappings.plausible import EARLIEST_YEAR
from mappings.records import Person, PersonChange, record_from_json, record_to_json
from mappings.rows import layout_of, read_rows, scan
from tests.unit.mappings.samples import FORMATS
from tests.unit.mappings.workbooks import day, listed

ACTS, MEIS = FORMATS["justice.civil-act.v1"], FORMATS["meis.person.v3"]
METERS = FORMATS["azerishiq.meter-file.v1"]

LISTS = FORMATS["rih.list.v1"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["94FMDDD", "94fmod1", "BIRTH", "DEATH", "CHILD", "F", "2026-03-14T00:00:00+04:00", "1968"]),
)
NAMES = st.one_of(
    st.text(max_size=5),
    st.sampled_from([
        "eventId", "eventType", "actNumber", "actDate", "office", "subjects", "role", "pin", "lastName", "fatherName",
        "gender", "birthDate", "previousNames", "fin_kod", "soyad", "cinsi", "dogum_tarixi", "FIN", "Sened", "Seriya",
        "Qeydiyyat", "Veziyyet", "SenedZerfi", "Gonderen", "Fayl", "Imza", "Fayllar",
        "AbonentKodu", "MecburiKockun", "ABONENT_KODU", "AY", "SERF", "BORC",
    ]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=6)),
    max_leaves=25,
)


@given(ANYTHING)
def test_reading_never_raises_and_what_is_mapped_survives_its_json(document: Any) -> None:
    for format_ in (each for each in FORMATS.values() if each.reads and each.sheet is None):
        read = format_.read(document)
        assert {found.code for found in read.issues} <= CODES
        assert read.mapped is (bool(read.records) and all(found.severity != "error" for found in read.issues))
        for record in read.records:
            if read.mapped:
                assert record_from_json(record_to_json(record)) == record


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="{}"), max_size=12),
    st.integers(-1, 10**7),
    st.builds(day, st.integers(0, 10**6)),
    st.sampled_from(["CƏMİ", "94FMDDD", "07.03.88", "AA1234567", "+", "1"]),
)


@given(
    st.lists(st.lists(CELLS, max_size=14), max_size=8),
    st.lists(st.sampled_from(["A7:A9", "F7:F12", "B6:C8", "H1:H14"]), max_size=3),
)
def test_a_list_of_any_cells_is_read_and_what_is_mapped_survives_its_json(rows: Any, merged: Any) -> None:
    read = LISTS.read(parse_workbook(listed(*rows, merged=merged)))

    assert {found.code for found in read.issues} <= CODES
    assert all(found.path.startswith("Siyahı") for found in read.issues)
    for record in read.records:
        if read.mapped:
            assert record_from_json(record_to_json(record)) == record


@given(ANYTHING)
def test_a_schema_judges_any_json(document: Any) -> None:
    for format_ in (ACTS, MEIS):
        refusal = format_.refuse(document)
        assert refusal is None or refusal.code == "door.schema"


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_are_rows_with_errors_at_worst(lines: list[bytes]) -> None:
    for row in read_rows(METERS, lines):
        assert row.reading.mapped or row.errors
    assert not scan(METERS, lines).sound


@given(st.lists(st.text(max_size=20), min_size=15, max_size=15))
def test_any_cells_are_read_or_named_by_their_column(cells: list[str]) -> None:
    line = ";".join(cell.replace(";", ",") for cell in cells).encode("cp1254", "replace")
    for row in read_rows(METERS, [line]):
        assert {error.column for error in row.errors} <= {*layout_of(METERS).columns, ""}


PERSONS = st.builds(
    Person,
    fin=st.text(alphabet="0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=7, max_size=7),
    surname=st.sampled_from(["İsmayılova", "Cəfərov", "Ağa-Zadə"]),
    given_name=st.sampled_from(["Gülnarə", "Işıq", "Çinarə"]),
    patronymic=st.sampled_from([None, "Əli", "Şahin"]),
    sex=st.sampled_from([None, "male", "female"]),
    birth_date=st.dates(min_value=date(EARLIEST_YEAR, 1, 1)).map(lambda day: f"{day.year:04d}") | st.none(),
    death_date=st.dates(min_value=date(1900, 1, 1)).map(str) | st.none(),
)


@given(PERSONS, st.sampled_from([None, True, False]))
def test_what_meis_is_told_reads_back_as_the_same_person_in_ascii(person: Person, has_status: bool | None) -> None:
    written = MEIS.write(PersonChange(person=person, has_idp_status=has_status, origin="edliyye"))
    read = MEIS.read({**written, "sorgu_id": "1"})

    (back,) = read.records
    assert isinstance(back, Person)
    assert MEIS.refuse({**written, "sorgu_id": "1"}) is None
    assert read.mapped
    assert (back.fin, back.sex, back.birth_date, back.death_date) == (
        person.fin,
        person.sex,
        person.birth_date,
        person.death_date,
    )
    again = MEIS.write(PersonChange(person=back, has_idp_status=has_status, origin="edliyye"))
    assert {**again, "vefat_edib": None} == {**written, "vefat_edib": None}
