"""What stands under a number of its own: by which number, about whom, and what makes one word newer than another."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from mappings.dates import PartialDate
from mappings.records import (
    AllowancePayment,
    ApprovedList,
    BaseRow,
    ListedFamily,
    PaymentList,
    Person,
    UtilityAccount,
)
from mappings.registered import (
    Acknowledgement,
    AllowanceEntitlement,
    CertificateRequest,
    HousingList,
    HousingUnit,
    IdpCard,
    JobMatch,
    Mandate,
    Permission,
    Registered,
    Right,
    SurveyResponse,
    Vacancy,
)

UNIT = HousingUnit(unit_id="ZAN-1", rooms=3, state="ready")
PAYMENT = AllowancePayment(batch_id="202611", sequence=7, fin="94FMDDD")
FAMILY = ListedFamily(number="4", head=Person(fin="94FMDDD"), members=(Person(),), origin_district="Zəngilan")

MANDATE = {
    "fin": "5ABCD12",
    "representative_fin": "94FMDDD",
    "capacity": "guardian",
    "act_authority": "Tərtər RİH",
    "act_number": "12",
    "act_date": "2024-02-03",
    "valid_from": "2024-02-03",
}
HOME = {
    "representative_fin": None,
    "capacity": "institution",
    "institution": "Uşaq evi № 3",
    "voen": "1234567891",
}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"representative_fin": "5ABCD12"}, "own_mandate"),
        ({"representative_fin": None}, "who_acts"),
        ({"capacity": "institution"}, "who_acts"),
        ({**HOME, "institution": None}, "who_acts"),
        ({"voen": "1234567891"}, ""),
        ({"ended_on": "2026-01-01"}, "end_and_reason"),
        ({"end_reason": "removed"}, "end_and_reason"),
        ({"ended_on": "2024-02-02", "end_reason": "removed"}, "ends_before"),
        ({"valid_until": "2024-02-02"}, "ends_before"),
        ({"valid_from": "2024-02"}, "day_wanted"),
        ({"act_number": ""}, "string_too_short"),
        ({"programmes": ["certificate"]}, ""),
        ({"capacity": "deprived"}, ""),
        ({"capacity": "deprived", "ended_on": "2026-01-01", "end_reason": "restored"}, ""),
        ({"capacity": "deprived", "programmes": ["certificate"]}, "deprived_of_all"),
    ],
)
def test_a_mandate_names_two_people_an_act_and_whole_days(more: dict[str, object], why: str) -> None:
    try:
        Mandate.model_validate({**MANDATE, **more})
        found = ""
    except ValidationError as wrong:
        found = wrong.errors()[0]["type"]

    assert found == why


@pytest.mark.parametrize(
    ("thing", "number", "about"),
    [
        (UNIT, "ZAN-1", ()),
        (Vacancy(vacancy_id="V-9", position="2411", openings=2, state="open"), "V-9", ()),
        (JobMatch(match_id="M-1", vacancy_id="V-9", fin="94FMDDD", state="proposed"), "M-1", ("94FMDDD",)),
        (
            CertificateRequest(request_id="r-00001", fin="94FMDDD", certificate_purpose="BANK", with_family=True),
            "r-00001",
            ("94FMDDD",),
        ),
        (
            CertificateRequest(
                request_id="r-00001", fin="94FMDDD", acting_for="5ABCD12", certificate_purpose="BANK", with_family=True
            ),
            "r-00001",
            ("94FMDDD", "5ABCD12"),
        ),
        (Mandate.model_validate(MANDATE), "tartarrih:12:2024-02-03:5ABCD12:94FMDDD", ("5ABCD12", "94FMDDD")),
        (
            Mandate.model_validate({**MANDATE, **HOME}),
            "tartarrih:12:2024-02-03:5ABCD12:1234567891",
            ("5ABCD12",),
        ),
        (Permission(permission_id="P-1", fin="94FMDDD", state="granted", version=2), "P-1", ("94FMDDD",)),
        (Permission(permission_id="P-1", state="closed", version=3), "P-1", ()),
        (Acknowledgement(notice_no="N-1", state="taken_in"), "N-1", ()),
        (PAYMENT, "202611:7", ("94FMDDD",)),
        (AllowanceEntitlement(entitlement_no="M-1"), "M-1", ()),
        (AllowanceEntitlement(entitlement_no="M-1", fin="94FMDDD"), "M-1", ("94FMDDD",)),
        (SurveyResponse(survey_id="S-1"), "S-1", ()),
        (SurveyResponse(survey_id="S-1", fin="94FMDDD"), "S-1", ("94FMDDD",)),
    ],
)
def test_a_thing_is_found_by_its_source_s_number(thing: Registered, number: str, about: tuple[str, ...]) -> None:
    assert (thing.own_number, thing.about, thing.things) == (number, about, (thing,))


def test_a_closing_counts_also_where_it_comes_before_the_grant() -> None:
    granted, closed = (Permission(permission_id="P-1", state="granted", version=each) for each in (9, 10))

    assert granted.order < closed.order
    assert UNIT.order is None


def test_a_list_holds_its_things() -> None:
    payments = PaymentList(batch_id="202611", file_date=PartialDate(2026, 11, 5), serial=1, payments=(PAYMENT,))

    assert HousingList(units=(UNIT,)).things == (UNIT,)
    assert payments.things == (PAYMENT,)


def test_a_family_of_a_list_is_numbered_within_it() -> None:
    first, other = (ApprovedList(title=title, families=(FAMILY,)).things[0] for title in ("Noyabr", "Dekabr"))

    assert (first.own_number, other.own_number) == ("Noyabr:Zəngilan:4", "Dekabr:Zəngilan:4")
    assert first.about == ("94FMDDD",)


@pytest.mark.parametrize(
    ("born", "years"),
    [
        (PartialDate(2000, 11, 27), 26),
        (PartialDate(2000, 11, 28), 25),
        (PartialDate(2027, 1, 1), None),
        (PartialDate(2000, 11), None),
    ],
)
def test_an_age_is_in_completed_years_and_unknown_without_a_day(born: PartialDate, years: int | None) -> None:
    assert born.age_on(date(2026, 11, 27)) == years


def test_what_a_row_of_an_old_base_costs_a_month() -> None:
    row = BaseRow(base="cards", number="VQ-1", person=Person())
    paid = AllowanceEntitlement(entitlement_no="M-1", amount_qepik=6000)
    charged = UtilityAccount(provider="azersu", subscriber_code="1", amount_qepik=840)

    assert row.monthly_qepik == 0
    assert row.model_copy(update={"entitlement": paid, "account": charged}).monthly_qepik == 6840


def test_a_right_is_found_by_its_paper_and_is_a_persons() -> None:
    right = Right(right_id="MÇ-Q-2026/000001", fin="94FMDDD", programme="school_bag", benefit="bag", amount_qepik=6000)

    assert (right.own_number, right.about, right.order) == ("MÇ-Q-2026/000001", ("94FMDDD",), None)
    assert right.whole is None


def test_a_card_is_found_by_its_number_and_is_a_persons() -> None:
    card = IdpCard(card_no="MKV-2026/000001", fin="94FMDDD")

    assert (card.own_number, card.about, card.state) == ("MKV-2026/000001", ("94FMDDD",), "active")


def test_a_list_with_a_title_ends_what_it_leaves_out_and_one_without_does_not() -> None:
    (named,) = ApprovedList(title="Noyabr", families=(FAMILY,)).things
    (nameless,) = ApprovedList(families=(FAMILY,)).things

    assert (named.whole, nameless.whole) == ("Noyabr:Zəngilan", None)


def test_a_right_in_kind_is_at_an_account_of_a_utility_and_others_at_none() -> None:
    given = {"right_id": "KG-T-1", "fin": "94FMDDD", "programme": "utilities", "benefit": "utility"}

    place = {"service": "electricity", "provider": "azerishiq", "subscriber_code": "0712345678901"}

    assert (Right.model_validate({**given, **place}).account, Right.model_validate(given).account) == (
        "azerishiq:0712345678901",
        None,
    )
    assert IdpCard(card_no="AA 1", fin="94FMDDD").account is None
