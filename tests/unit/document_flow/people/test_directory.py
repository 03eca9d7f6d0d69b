"""The directory: an office without those who may have no part in a matter."""

from __future__ import annotations

from datetime import date

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
