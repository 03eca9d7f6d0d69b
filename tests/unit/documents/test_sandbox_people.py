"""The sandbox's committee has somebody wherever the sandbox's displaced people live, each with a place of work."""

from __future__ import annotations

from connectors.sandbox.people import person
from document_flow.cases.standing import AT_DESK
from document_flow.sampling.acts.ask_payee import ASKERS
from hub.access.people import PersonRole
from hub.documents.office.seed_people import sandbox_people, sandbox_posts, sandbox_titles

THE_FLIGHT = 1993
"""Whoever was born later was born where the family was settled."""


def test_each_district_of_settlement_has_a_representative() -> None:
    born_there = [each for each in map(person, range(400)) if each.born.year > THE_FLIGHT]
    districts = {each.birth_place.split()[0] for each in born_there}
    titles = sandbox_titles()
    represented = [
        titles[each.login].en
        for each in sandbox_people().values()
        if PersonRole.DISTRICT_REPRESENTATIVE.value in each.roles
    ]

    assert sorted(represented) == sorted(f"Representative in {district}" for district in districts)


def test_whoever_acts_on_cases_lists_or_money_has_a_place_of_work() -> None:
    acting = {each.login for each in sandbox_people().values() if not each.roles.isdisjoint((*AT_DESK, *ASKERS))}

    assert {"zeyneb", "aytac", "vusal"} <= acting <= {each.login for each in sandbox_posts()}
