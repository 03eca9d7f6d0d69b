"""The mapping language, writing: what a record lacks is said, and nothing is made up for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mappings.dates import PartialDate
from mappings.format import CannotWrite, Format, load_formats
from mappings.records import AccountRef, IdentityDocument, IdpStatus, Person, PersonChange, UtilityAccount
from tests.unit.mappings.folders import folder, reading, writing

CODE = {"path": "code", "field": "accounts[provider=azeriqaz].subscriber_code", "as": "exact", "required": True}


def load(root: Path, mapping: Any, codes: Any = None) -> Format:
    return load_formats(folder(root, mapping, codes=codes))["tested.v1"]


def change(*accounts: tuple[Any, str]) -> PersonChange:
    refs = tuple(AccountRef(provider=provider, subscriber_code=code) for provider, code in accounts)
    return PersonChange(person=Person(fin="94FMDDD"), accounts=refs, origin="edliyye")


def test_absent_fields_are_left_out_or_written_as_stated_in_the_order_of_the_rules(tmp_path: Path) -> None:
    rules = [
        {"path": "v", "value": 3},
        {"path": "who.died", "field": "death_date", "as": "date", "format": "yyyyMMdd", "absent": 0},
        {"path": "who.born", "field": "birth_date", "as": "date", "format": "dd.MM.yyyy"},
        {"path": "doc", "field": "document.number", "as": "exact"},
    ]
    format_ = load(tmp_path, writing(rules))

    assert format_.write(Person()) == {"v": 3, "who": {"died": 0}}
    full = Person(birth_date=PartialDate(1968, 3), document=IdentityDocument(number="12"))
    assert list(format_.write(full)) == ["v", "who", "doc"]
    assert format_.write(full)["who"]["born"] == "00.03.1968"
    assert format_.writes
    assert not format_.reads


def test_what_the_format_requires_and_the_record_lacks_cannot_be_written(tmp_path: Path) -> None:
    format_ = load(tmp_path, writing([{"path": "id", "field": "fin", "as": "fin", "required": True}]))

    with pytest.raises(CannotWrite) as caught:
        format_.write(Person(surname="İsmayılova"))

    assert (caught.value.field, caught.value.rule) == ("fin", "required")
    assert "İsmayılova" not in str(caught.value)


def test_a_number_of_ours_goes_to_no_agency(tmp_path: Path) -> None:
    rule = {"path": "id", "field": "fin", "as": "fin", "required": True}
    format_ = load(tmp_path, writing([rule], record="idp_status"))

    assert format_.write(IdpStatus(fin="94FMDDD", category="idp")) == {"id": "94FMDDD"}
    with pytest.raises(CannotWrite) as caught:
        format_.write(IdpStatus(fin="Q123456782", category="idp"))
    assert "Q123456782" not in str(caught.value)


@pytest.mark.parametrize("accounts", [(), (("azeriqaz", "1"), ("azeriqaz", "2")), (("azersu", "1"),)])
def test_a_document_about_one_account_needs_exactly_one(tmp_path: Path, accounts: tuple[tuple[Any, str], ...]) -> None:
    format_ = load(tmp_path, writing([CODE], record="person_change"))

    with pytest.raises(CannotWrite, match="exactly_one"):
        format_.write(change(*accounts))


def test_a_document_about_the_only_account_whoever_has_it(tmp_path: Path) -> None:
    only = {**CODE, "field": "accounts[].subscriber_code"}
    format_ = load(tmp_path, writing([only], record="person_change"))

    assert format_.write(change(("azersu", "9"))) == {"code": "9"}
    with pytest.raises(CannotWrite, match="exactly_one"):
        format_.write(change(("azersu", "9"), ("azeriqaz", "1")))


def test_the_account_may_be_named_by_the_caller(tmp_path: Path) -> None:
    format_ = load(tmp_path, writing([CODE], record="person_change"))
    several = change(("azeriqaz", "1"), ("azeriqaz", "2"))

    assert format_.write(several, account=several.accounts[1]) == {"code": "2"}
    assert format_.write(change(("azersu", "9"), ("azeriqaz", "1"))) == {"code": "1"}


def test_a_code_or_letter_that_the_format_cannot_say_is_refused(tmp_path: Path) -> None:
    rules = [
        {"path": "sex", "field": "sex", "as": "code", "table": "sex"},
        {"path": "name", "field": "surname", "as": "name", "letters": "ascii", "case": "upper"},
        {"path": "place", "field": "birth_place", "as": "pattern", "pattern": "[0-9]+"},
    ]
    format_ = load(tmp_path, writing(rules), {"sex": {"K": "male"}})

    assert format_.write(Person(sex="male", surname="Şükürov", birth_place="7")) == {
        "sex": "K",
        "name": "SUKUROV",
        "place": "7",
    }
    for person in (Person(sex="female"), Person(surname="Исмајылов"), Person(birth_place="Bakı")):
        with pytest.raises(CannotWrite):
            format_.write(person)


def test_names_numbers_money_and_months_are_written_in_the_formats_way(tmp_path: Path) -> None:
    rules = [
        {"path": "limit", "field": "limit_kwh", "as": "integer", "text": True},
        {"path": "used", "field": "consumption_kwh", "as": "integer"},
        {"path": "debt", "field": "debt_qepik", "as": "qepik"},
        {"path": "month", "field": "period", "as": "month", "pivot": 90},
        {"path": "surname", "field": "holder.surname", "as": "name", "case": "upper"},
        {
            "path": "father",
            "field": ["holder.patronymic", "holder.patronymic_suffix"],
            "as": "patronymic",
            "case": "upper",
        },
        {"path": "where", "field": "address", "as": "text"},
    ]
    format_ = load(tmp_path, writing(rules, record="utility_account"))
    account = UtilityAccount.model_validate(
        {
            "provider": "azersu",
            "subscriber_code": "1",
            "limit_kwh": 300,
            "consumption_kwh": 12,
            "debt_qepik": -1240,
            "period": "2026-03",
            "holder": {"surname": "İsmayılova", "patronymic": "Əli", "patronymic_suffix": "qizi"},
            "address": "Məsəzir q.",
        }
    )

    assert format_.write(account) == {
        "limit": "300",
        "used": 12,
        "debt": "-12,40",
        "month": "03.26",
        "surname": "İSMAYILOVA",
        "father": "ƏLİ QIZI",
        "where": "Məsəzir q.",
    }
    with pytest.raises(CannotWrite, match="month"):
        format_.write(account.model_copy(update={"period": "1985-03"}))


def test_rules_for_both_ways_give_back_what_they_wrote(tmp_path: Path) -> None:
    both = [
        {"field": "fin", "path": "id", "as": "fin", "required": True},
        {"field": ["patronymic", "patronymic_suffix"], "path": "father", "as": "patronymic"},
        {"field": "birth_date", "path": "born", "as": "date", "format": "yyyyMMdd", "absent": 0},
    ]
    mapping = reading([], both=both)
    mapping["write"] = {"record": "person_change", "both_under": "person"}
    format_ = load(tmp_path, mapping)
    person = Person(fin="94FMDDD", patronymic="Əli", patronymic_suffix="qizi", birth_date=PartialDate(1988))

    written = format_.write(PersonChange(person=person, origin="edliyye"))

    assert format_.read(written).records == (person,)
    assert format_.read(written).issues == ()


def test_a_format_does_only_what_its_mapping_declares(tmp_path: Path) -> None:
    written = load(tmp_path, writing([{"path": "id", "field": "fin", "as": "fin"}]))
    read = load_formats(folder(tmp_path, reading([]), name="read"))["tested.v1"]

    with pytest.raises(TypeError, match="only written"):
        written.read({})
    with pytest.raises(TypeError, match="only read"):
        read.write(Person())
    with pytest.raises(CannotWrite, match="person"):
        written.write(UtilityAccount(provider="azersu", subscriber_code="1"))


def test_a_format_that_is_only_written_needs_no_schema_and_takes_nothing(tmp_path: Path) -> None:
    place = folder(tmp_path, writing([{"path": "fin", "field": "fin", "as": "fin"}]), schema=None)
    format_ = load_formats(place)["tested.v1"]

    assert format_.write(Person(fin="94FMDDD")) == {"fin": "94FMDDD"}
    refusal = format_.refuse({"fin": "94FMDDD"})
    assert refusal is not None
    assert refusal.rule == "format:only_written"
