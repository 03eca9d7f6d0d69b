"""Who is given which fields: each line of the sheet is known to law, catalogue and records; nobody else gets any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.agencies import takers_of
from connectors.manifest import Agency, Takes
from document_flow.sheet import SheetRefused
from mappings.format import BUNDLED, load_formats
from mappings.records import Person, PersonChange, record_from_json
from routes.person_changes import narrowed, route
from routes.recipients import NO_PURPOSE, PERSON_CHANGE, SERVICE_NOTICE, SHEET, Recipient, fields_for, given, told_when

UTILITY = {"fin", "surname", "given_name", "patronymic", "patronymic_suffix", "birth_date", "death_date", "idp_status"}
CIVIL_STATE = {"sex", "birth_place", "citizenship", "vital_status", "marital_status", "previous_names"}
ENTITLEMENT = {"account"}
ANSWER = {"category", "since", "endedOn", "knownSince", "number", "decisionNumber", "decisionDate", "statusEndedOn",
          "account", "amountQepik"}  # fmt: skip
PERSON = {"fin", "fin_state", "surname", "given_name", "patronymic", "patronymic_suffix", "sex", "birth_date",
          "birth_place", "citizenship", "vital_status", "death_date", "marital_status", "document",
          "registered_residence", "previous_names", "relatives"}  # fmt: skip
SOCIAL = {"surname", "given_name", "patronymic", "sex", "birth_date", "disability", "martyr_family", "pensions",
          "employments"}  # fmt: skip
CERTIFICATE = {"surname", "given_name", "patronymic", "patronymic_suffix", "birth_date", "vital_status",
               "registered_residence", "relatives"}  # fmt: skip
STATUS = {"surname", "given_name", "patronymic", "patronymic_suffix", "birth_date", "sex", "vital_status"}
FOR_PROPERTY = ("return", "housing", "court")
ALWAYS = ("return", "housing", "benefit", "appeal", "data_check", "court")
COMMITTEE = {
    "ask.identity": (PERSON, ALWAYS),
    "ask.family": (PERSON, ALWAYS),
    "ask.social": (SOCIAL, ("benefit", "court")),
    "ask.property": ({"extract_no", "extract_sha256", "property_rights", "file"}, FOR_PROPERTY),
    "ask.utilities": ({"electricity", "gas", "water"}, ("return", "housing", "benefit", "court")),
    "ask.employment": ({"voen", "employments", "incomes"}, ("benefit", "court")),
    **{f"ask.{name}": (ANSWER, ALWAYS) for name in ("idp-status", "idp-card", "allowance", "utility-entitlement")},
}
SAID = {
    Recipient("mygov", "ask.usage", "own_data"): {
        "logtime",
        "action",
        "receiverCode",
        "receiverName",
        "receiverSystem",
    },
    **{
        Recipient(party, PERSON_CHANGE): {
            "surname",
            "given_name",
            "patronymic",
            "patronymic_suffix",
            "birth_date",
            "idp_status",
        }
        for party in ("agalikend", "etn", "sehiyye")
    },
    Recipient("azeriqaz", PERSON_CHANGE): UTILITY,
    Recipient("azersu", PERSON_CHANGE): UTILITY,
    Recipient("azersu", SERVICE_NOTICE): UTILITY - {"fin", "birth_date", "death_date"},
    Recipient("meis", PERSON_CHANGE): UTILITY | CIVIL_STATE,
    **{
        Recipient(party, f"ask.{question}", "certificate"): fields
        for party in ("committee", "committee-2")
        for question, fields in (("identity", CERTIFICATE), ("family", CERTIFICATE), ("social", {"martyr_family"}))
    },
    **{
        Recipient(party, f"ask.{question}", "status"): fields
        for party in ("committee", "committee-2")
        for question, fields in (("identity", STATUS), ("property", {"property_rights"}))
    },
    **{Recipient(party, "ask.property", "benefit"): {"property_rights"} for party in ("committee", "committee-2")},
    **{Recipient(party, "ask.social", "return"): {"disability"} for party in ("committee", "committee-2")},
    Recipient("azeriqaz", "ask.utility-entitlement", "benefit"): ENTITLEMENT,
    Recipient("azerishiq", "ask.utility-entitlement", "benefit"): ENTITLEMENT,
    Recipient("azersu", "ask.utility-entitlement", "benefit"): ENTITLEMENT,
    **{
        Recipient(party, service, purpose): fields
        for party in ("committee", "committee-2")
        for service, (fields, purposes) in COMMITTEE.items()
        for purpose in purposes
    },
}


@pytest.mark.parametrize("who", sorted(given()), ids=" ".join)
def test_a_recipient_is_given_these_fields(who: Recipient) -> None:
    assert fields_for(*who) == SAID[who]


def test_nobody_else_is_given_any() -> None:
    assert set(given()) == set(SAID)
    assert fields_for("azersu", "ask.utility-entitlement", "court") == frozenset()
    assert fields_for("fund", "ask.identity", "housing") == frozenset()
    assert told_when("fund") == frozenset()


def test_a_service_is_told_who_comes_and_not_where_from() -> None:
    assert told_when("etn") == {"registered_residence", "idp_status"}
    assert told_when("azersu", SERVICE_NOTICE) == {"registered_residence", "idp_status"}
    assert told_when("meis") == fields_for("meis", PERSON_CHANGE)


def test_every_agency_that_is_told_of_changes_stands_in_the_sheet() -> None:
    assert {agency.name for agency, _ in takers_of("person-change")} == {
        who.party for who in given() if who[1:] == (PERSON_CHANGE, NO_PURPOSE)
    }


def _samples(format_name: str) -> Iterator[PersonChange]:
    folder = BUNDLED / format_name.rpartition(".")[0].replace(".", "_", 1) / "samples"
    for path in sorted(folder.glob("*.record.json")):
        record = record_from_json(path.read_bytes())
        if isinstance(record, PersonChange):
            yield record


@pytest.mark.parametrize(("agency", "taken"), [*takers_of("person-change")], ids=lambda each: getattr(each, "name", ""))
def test_a_notice_is_made_of_what_the_sheet_gives_alone(agency: Agency, taken: Takes) -> None:
    """As it was written before anything was held against the sheet: no format of a recipient says more than that."""
    written = load_formats(BUNDLED)[taken.writes]
    found = list(_samples(taken.writes))
    assert found

    for record in found:
        given_alone = narrowed(record, fields_for(agency.name, taken.told_as))
        assert isinstance(given_alone, PersonChange)
        whole = given_alone.model_copy(update={"accounts": record.accounts})
        assert written.write(whole) == written.write(record)


def test_what_the_sheet_does_not_give_is_in_no_part_whatever_a_format_would_write() -> None:
    (record,) = _samples("service.notice.v1")
    (destination,) = [each for each in route.destinations if each.agency == "etn"]

    (part,) = destination.parts(record)

    assert isinstance(part, PersonChange)
    assert (part.person.fin, part.person.registered_residence) == (None, None)
    assert (part.person.surname, part.has_idp_status, part.age) == (
        record.person.surname, record.has_idp_status, record.age,
    )  # fmt: skip
    bare = narrowed(record, frozenset())
    assert isinstance(bare, PersonChange)
    assert (bare.person, bare.changed, bare.has_idp_status, bare.age) == (Person(), (), None, None)
    assert narrowed(record.person, frozenset()) is record.person


def test_a_recipient_that_stands_twice_refuses_the_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "recipients.yaml"
    entry = "  - {recipients: [meis], services: [person-change], told_for: benefit, law: 669-IQ, fields: [fin]}\n"
    sheet.write_text(f"given:\n{entry}{entry}", encoding="utf-8")

    with pytest.raises(SheetRefused) as refused:
        given(sheet)

    assert "meis person-change - stands twice" in str(refused.value)
    assert SHEET.exists()
