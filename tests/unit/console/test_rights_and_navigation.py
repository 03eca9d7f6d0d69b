"""What a role may do, and what stands at the left for whom."""

from __future__ import annotations

import itertools

import pytest

from hub.access.people import Person, PersonRole
from hub.access.rights import RIGHTS, Right, rights_of, roles_with
from hub.console.navigation import entries_for, landing
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import Viewer, lacking, local
from hub.documents.office.seed_people import sandbox_people

EXCHANGE = {
    PersonRole.VIEWER,
    PersonRole.OPERATOR,
    PersonRole.EDITOR,
    PersonRole.APPROVER,
    PersonRole.AUDITOR,
    PersonRole.ADMINISTRATOR,
}


def viewer(*roles: str, party: str = "committee") -> Viewer:
    person = Person("somebody", "Somebody", party, frozenset(roles))
    return Viewer(person, "az", "auto", "proof", rights_of(person.roles))


def test_every_role_has_rights_and_a_name() -> None:
    assert set(RIGHTS) == set(ROLE_NAMES) == set(PersonRole)


def test_no_committee_role_sees_messages_and_no_exchange_role_works_on_documents() -> None:
    for role in PersonRole:
        if role in EXCHANGE:
            assert not RIGHTS[role] & {Right.DOCUMENTS, Right.REGISTER, Right.RULES, Right.PATHS}
        else:
            assert not RIGHTS[role] & {Right.SEE, Right.UNMASK, Right.REPAIR, Right.APPROVE}


def test_an_administrator_sees_no_messages_and_no_personal_values() -> None:
    assert RIGHTS[PersonRole.ADMINISTRATOR].isdisjoint({Right.SEE, Right.UNMASK, Right.REGISTER, Right.EXPORT})


def test_a_viewer_may_only_look() -> None:
    assert RIGHTS[PersonRole.VIEWER] == {Right.STATE, Right.SEE}


def test_nobody_is_both_eyes_by_one_role() -> None:
    assert not [role for role, rights in RIGHTS.items() if {Right.PROPOSE, Right.APPROVE} <= rights]


def test_a_role_of_a_newer_hub_allows_nothing() -> None:
    assert rights_of(["viewer", "astronaut"]) == RIGHTS[PersonRole.VIEWER]


@pytest.mark.parametrize("person", sandbox_people().values(), ids=lambda person: person.login)
def test_navigation_has_at_most_eight_entries_and_holds_where_one_lands(person: Person) -> None:
    seen = Viewer(person, "az", "auto", "proof", rights_of(person.roles))
    shown = entries_for(seen, {})

    assert 1 <= len(shown) <= 8
    assert landing(seen) in {each.entry.href for each in shown}


@pytest.mark.parametrize(
    ("role", "place"),
    [("operator", "overview"), ("clerk", "desk"), ("lawyer", "rules"), ("commission_member", "desk")],
)
def test_people_land_where_their_work_is(role: str, place: str) -> None:
    assert landing(viewer(role)) == f"/console/{place}"


def test_people_of_an_agency_land_at_their_agency() -> None:
    assert landing(viewer("viewer", party="azeriqaz")) == "/console/agencies"


@pytest.mark.parametrize("right", Right)
def test_whoever_lacks_a_right_is_told_who_has_it(right: Right) -> None:
    assert roles_with(right)
    assert all(ROLE_NAMES[role].az in lacking(right).az for role in roles_with(right))


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/console/messages?state=failed", "/console/messages?state=failed"),
        ("//evil.example/console/", "/console/"),
        ("https://evil.example/console/", "/console/"),
        ("/console/\\evil.example", "/console/"),
        ("/v1/messages", "/console/"),
        ("", "/console/"),
    ],
)
def test_after_logging_in_one_goes_on_only_within_the_console(target: str, place: str) -> None:
    assert local(target) == place


def test_each_pair_of_roles_allows_what_both_allow() -> None:
    for one, other in itertools.combinations(PersonRole, 2):
        assert rights_of([one, other]) == RIGHTS[one] | RIGHTS[other]
