"""Records: frozen, exact, and the same after a round trip."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from mappings.dates import PartialDate
from mappings.records import (
    AccountRef,
    BaseRow,
    CivilAct,
    Household,
    IdpStatus,
    Member,
    Person,
    PersonChange,
    PlacedResidence,
    Record,
    UtilityAccount,
    fields_of_kind,
    record_from_json,
    record_to_json,
)

EXAMPLES: list[Record] = [
    Person(fin="94FMDDD", surname="İsmayılova", birth_date=PartialDate(1968, 3)),
    CivilAct(event_id="e", act_type="cancel", act_number="AB-1", act_date=PartialDate(2026, 3, 14)),
    Household(head_fin="94FMDDD", members=(Member(fin="94FMDDD", relation="head"),)),
    IdpStatus(fin="94FMDDD", category="idp"),
    UtilityAccount(provider="azerishiq", subscriber_code="0712345678901", debt_qepik=-1240),
    PersonChange(
        person=Person(fin="94FMDDD"),
        changed=("surname", "idp_status"),
        has_idp_status=True,
        accounts=(AccountRef(provider="azeriqaz", subscriber_code="05"),),
        origin="edliyye",
    ),
]


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record.kind)
def test_a_record_survives_its_json(record: Record) -> None:
    raw = record_to_json(record)

    assert record_from_json(raw) == record
    assert record_to_json(record_from_json(raw)) == raw
    assert b"null" not in raw


@pytest.mark.parametrize(
    "raw", [b'{"kind": "person", "nickname": "x"}', b'{"kind": "ghost"}', b'{"fin": "94FMDDD"}', b"[]", b"{"]
)
def test_json_of_no_record_is_refused(raw: bytes) -> None:
    with pytest.raises(ValidationError):
        record_from_json(raw)


def test_a_record_cannot_be_changed() -> None:
    person = Person(fin="94FMDDD")

    with pytest.raises(ValidationError):
        person.fin = "A9RJ7DM"


@pytest.mark.parametrize("fin", ["94FMOD1", "94fmddd", "94FMDDD4", "94FMDDD\n"])
def test_a_record_holds_no_fin_of_another_form(fin: str) -> None:
    with pytest.raises(ValidationError):
        Person(fin=fin)


def test_a_change_names_only_fields_that_a_person_has() -> None:
    with pytest.raises(ValidationError, match="nickname"):
        PersonChange(person=Person(), changed=("nickname",), origin="edliyye")


def test_a_residence_is_in_a_place_of_the_list() -> None:
    assert PlacedResidence(place="Tərtər/Talış").place == "Tərtər/Talış"
    with pytest.raises(ValidationError, match="no place of the list"):
        PlacedResidence(place="Tərtər/Heç yer")


def test_a_kind_has_its_fields_and_an_unknown_one_none() -> None:
    assert fields_of_kind("utility_account") >= {"provider", "subscriber_code", "debt_qepik"}
    assert "kind" not in fields_of_kind("utility_account")
    assert fields_of_kind("ghost") == frozenset()


def test_an_old_row_says_where_somebody_lives_for_the_time_being() -> None:
    row = BaseRow(base="utilities", number="1", person=Person(surname="Əliyeva"))
    account = UtilityAccount(provider="azerishiq", subscriber_code="0700000000001", address="Bakı, Nizami küç. 1")

    assert row.settled_at is None
    assert row.model_copy(update={"account": account}).settled_at == "Bakı, Nizami küç. 1"
    assert row.model_copy(update={"settlement_address": "Bərdə"}).settled_at == "Bərdə"
