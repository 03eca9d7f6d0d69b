"""A stand-in acts in the place of a principal, recorded beside him, and counts once."""

from __future__ import annotations

from document_flow.paths.acts.marks import Acquaint, Approve
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


def test_one_hand_speaks_in_one_name_whatever_the_rule_counts() -> None:
    for rule in (Rule("at_least", 2), ALL):
        run = submitted(path(stage(who=person("m1", "m2"), rule=rule)), directory(stand_in("m1", "m2")))
        run.approve("m2")

        assert run.refusal(Approve(by="m2", on_behalf_of="m1", content_hash=H1)).code == "path.one_hand"


def test_two_visas_of_two_stages_are_not_given_by_one_hand() -> None:
    chosen = path(stage("a", who=person(LAWYER)), stage("b", who=person("m1")), stage("c", "acquaint", person("m2")))
    run = submitted(chosen, directory(stand_in(LAWYER, "m1"), stand_in("m2", "m1")))
    run.do(Approve(by="m1", on_behalf_of=LAWYER, content_hash=H1))

    refused = run.refusal(Approve(by="m1", content_hash=H1))

    assert (refused.code, refused.why) == ("path.one_hand", "forbidden")


def test_what_is_asked_twice_in_ones_own_name_is_answered_twice_and_reading_is_no_word() -> None:
    chosen = path(
        stage("a", who=person("m1")), stage("b", "approve", person("m1")), stage("c", "acquaint", person("m2"))
    )
    run = submitted(chosen, directory(stand_in("m2", "m1")))
    run.approve("m1")
    run.approve("m1")

    run.do(Acquaint(by="m1", on_behalf_of="m2", content_hash=H1))

    assert run.state.status == "approved"


def test_nobody_acts_for_himself_by_another_name() -> None:
    run = submitted(three(rule=ANY), directory(stand_in(LAWYER, LAWYER)))

    assert run.refusal(Approve(by=LAWYER, on_behalf_of=LAWYER, content_hash=H1)).code == "path.no_stand_in"
