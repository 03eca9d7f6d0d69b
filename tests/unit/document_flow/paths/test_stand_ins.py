"""A stand-in acts in the place of a principal, recorded beside him, and counts once."""

from __future__ import annotations

from document_flow.paths.acts.marks import Approve
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    FRIDAY,
    H1,
    LAWYER,
    directory,
    path,
    person,
    stage,
    stand_in,
    submitted,
    three,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def test_the_acting_person_stands_beside_the_principal() -> None:
    run = submitted(three(rule=ANY), directory(stand_in(LAWYER, "deputy")))

    run.do(Approve(by="deputy", on_behalf_of=LAWYER, content_hash=H1))

    mark = run.state.stages[0].marks[LAWYER]
    assert (mark.principal, mark.by) == (LAWYER, "deputy")


def test_a_stand_in_of_a_stand_in_is_nobodys() -> None:
    known = directory(stand_in(LAWYER, "deputy"), stand_in("deputy", "m1"))
    run = submitted(three(rule=ANY), known)

    refused = run.refusal(Approve(by="m1", on_behalf_of=LAWYER, content_hash=H1))

    assert (refused.code, refused.why) == ("path.no_stand_in", "forbidden")


def test_it_ends_with_its_last_day() -> None:
    run = submitted(three(rule=ANY), directory(stand_in(LAWYER, "deputy")))
    run.at(FRIDAY.replace(year=2027))

    assert run.refusal(Approve(by="deputy", on_behalf_of=LAWYER, content_hash=H1)).code == "path.no_stand_in"


def test_principal_and_stand_in_do_not_both_count() -> None:
    run = submitted(path(stage(who=person(LAWYER, "lawyer2"))), directory(stand_in(LAWYER, "deputy")))
    run.do(Approve(by="deputy", on_behalf_of=LAWYER, content_hash=H1))

    refused = run.refusal(Approve(by=LAWYER, content_hash=H1))

    assert (refused.code, refused.why) == ("path.already", "state")


def test_one_hand_gives_one_vote_where_heads_are_counted() -> None:
    counted = submitted(path(stage(rule=Rule("at_least", 2))), directory(stand_in("m1", "m2")))
    counted.approve("m2")
    asked = submitted(path(stage(who=person("m1", "m2"), rule=ALL)), directory(stand_in("m1", "m2")))
    asked.approve("m2")

    refused = counted.refusal(Approve(by="m2", on_behalf_of="m1", content_hash=H1))
    asked.do(Approve(by="m2", on_behalf_of="m1", content_hash=H1))

    assert refused.code == "path.one_hand"
    assert asked.state.status == "approved"


def test_nobody_acts_for_himself_by_another_name() -> None:
    run = submitted(three(rule=ANY), directory(stand_in(LAWYER, LAWYER)))

    assert run.refusal(Approve(by=LAWYER, on_behalf_of=LAWYER, content_hash=H1)).code == "path.no_stand_in"
