"""The hub's own format takes canonical records as they are and names the first fault with its place."""

from __future__ import annotations

from typing import Any

import pytest

from hub.register.formats import MOST_RECORDS, RecordsFormat
from mappings.dates import PartialDate
from mappings.records import IdpStatus, Person, UtilityAccount

FORMAT = RecordsFormat()
PERSON = {"kind": "person", "fin": "94FMDDD", "surname": "İsmayılova", "birth_date": "1988-03"}


def document(*records: Any, **more: Any) -> dict[str, Any]:
    return {"id": "batch-1", "records": list(records), **more}


def test_records_come_out_as_they_went_in() -> None:
    account = {"kind": "utility_account", "provider": "azeriqaz", "subscriber_code": "3000000001"}

    reading = FORMAT.read(document(PERSON, account))

    assert reading.records == (
        Person(fin="94FMDDD", surname="İsmayılova", birth_date=PartialDate(1988, 3)),
        UtilityAccount(provider="azeriqaz", subscriber_code="3000000001"),
    )
    assert reading.keys == (("fin", "94FMDDD"), ("account", "azeriqaz:3000000001"))
    assert (reading.business_id, reading.mapped) == ("batch-1", True)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ([], ""),
        (document(PERSON, more=1), "/more"),
        ({"records": [PERSON]}, "/id"),
        (document(), "/records"),
        (document(*[PERSON] * (MOST_RECORDS + 1)), "/records"),
        (document(PERSON, {**PERSON, "fin": "94FMOD1"}), "/records/1/fin"),
        (document({**PERSON, "colour": "red"}), "/records/0/colour"),
        (document({**PERSON, "birth_date": "1988-13"}), "/records/0/birth_date"),
        (document({"kind": "ghost"}), "/records/0"),
        (document({"kind": "person_change", "person": PERSON, "origin": "meis"}), "/records/0/kind"),
        (
            document(
                {"kind": "file_reply", "party": "a", "file_name": "b", "name": "c", "encoding": "d", "content": ""}
            ),
            "/records/0/kind",
        ),
        (
            document(
                {
                    "kind": "usage_notice",
                    "usage_id": "1",
                    "fin": "94FMDDD",
                    "party": "a",
                    "party_title": "A",
                    "service": "ask.identity",
                    "category": "personal",
                    "categories": "personal",
                    "at": "2026-11-27T08:30:00Z",
                    "outcome": "given",
                }
            ),
            "/records/0/kind",
        ),
        (
            document(
                {
                    "kind": "document_notice",
                    "consignment_id": "c-1",
                    "sender": {"code": "97"},
                    "recipient": {"code": "99"},
                    "outcome": "refused",
                    "reason": "Aid deyil.",
                }
            ),
            "/records/0/kind",
        ),
    ],
)
def test_the_first_fault_is_named_with_its_place_and_no_value(given: Any, place: str) -> None:
    refusal = FORMAT.refuse(given)

    assert refusal is not None
    assert refusal.place == place
    assert "94FM" not in refusal.text[1]


def test_what_it_writes_it_reads() -> None:
    status = IdpStatus(fin="94FMDDD", category="idp", valid_from=PartialDate(1993, 10, 1))

    written = FORMAT.write(status)

    assert FORMAT.refuse(written) is None
    assert FORMAT.read(written).records == (status,)
    assert FORMAT.write(status) == written
