"""The directory: an office without those who may have no part in a matter."""

from __future__ import annotations

from datetime import date

import pytest

from document_flow.people import HUB, Directory, Official, StandIn
from document_flow.words import Words

DAY = date(2026, 4, 6)


def _official(login: str, *roles: str, active: bool = True) -> Official:
    return Official(login, login.title(), Words("vəzifə", "position"), "law", frozenset(roles), active)


PEOPLE = (_official("ali", "head"), _official("vali", "head"), _official("gone", active=False))
OFFICE = Directory(
    {each.login: each for each in PEOPLE},
    {"commission": ("ali", "vali")},
    (StandIn("vali", "ali", DAY, DAY, "Əmr 1"), StandIn("ali", "vali", DAY, DAY, "Əmr 2")),
    {"law": "ali", "it": "vali"},
)


def test_somebody_left_out_holds_no_role_heads_nothing_and_stands_in_for_nobody() -> None:
    office = OFFICE.without({"ali"})

    assert office.holders("head") == ("vali",)
    assert (office.head_of("law"), office.head_of("it")) == (None, "vali")
    assert office.members("commission") == ("vali",)
    assert office.stand_ins == ()


def test_the_name_of_somebody_left_out_is_still_known_and_who_left_stays_gone() -> None:
    office = OFFICE.without({"ali"})

    assert office.name("ali") == "Ali"
    assert not office.officials["gone"].active


def test_without_nobody_the_office_is_the_same() -> None:
    assert OFFICE.without(()) is OFFICE


def test_people_stand_by_their_names_in_the_azerbaijani_order() -> None:
    names = ("Zaur", "İlqar", "Xəyal", "Çinarə", "Cavid", "Əli", "Elçin")
    people = {
        f"u{number}": Official(f"u{number}", name, Words("", ""), "a", frozenset()) for number, name in enumerate(names)
    }

    found = [each.name for each in Directory(people).by_name()]

    assert found == ["Cavid", "Çinarə", "Elçin", "Əli", "Xəyal", "İlqar", "Zaur"]


def test_the_hub_has_a_name_and_whoever_is_not_known_keeps_the_login() -> None:
    assert [OFFICE.name(login) for login in ("ali", HUB, "nobody")] == ["Ali", "Qayıdış Hub", "nobody"]


def test_who_has_an_account_and_no_place_of_work_has_a_name() -> None:
    office = Directory(OFFICE.officials, others={"samir": "Samir"}, former={"samir": ((10, "Səmir"),)})

    assert [office.without({"ali"}).name("samir", at) for at in (9, 10, None)] == ["Səmir", "Samir", "Samir"]
    assert "samir" not in office.officials


RENAMED = Directory(OFFICE.officials, former={"ali": ((10, "Alı Birinci"), (20, "Alı İkinci"))})


@pytest.mark.parametrize(("at", "name"), [(9, "Alı Birinci"), (10, "Alı İkinci"), (20, "Ali"), (None, "Ali")])
def test_an_act_is_told_by_the_name_that_was_borne_at_its_moment(at: int | None, name: str) -> None:
    assert RENAMED.name("ali", at) == name
    assert RENAMED.name("vali", at) == "Vali"


@pytest.mark.parametrize(
    ("acts", "name"),
    [
        ([("ali", 5), ("ali", 30)], "Alı Birinci"),
        ([("ali", 15)], "Alı İkinci"),
        ([("vali", 5), ("vali", 15)], "Alı İkinci"),
        ([("vali", 5), ("ali", 30)], "Ali"),
        ([], "Ali"),
    ],
)
def test_in_one_thing_somebody_is_called_as_at_the_first_act_on_it_or_as_it_stood_last(
    acts: list[tuple[str, int]], name: str
) -> None:
    told = RENAMED.told_of(acts)

    assert told.name("ali") == told.without({"vali"}).name("ali") == name
    assert told.of_now().name("ali") == "Ali"
    assert OFFICE.told_of(acts) is OFFICE
