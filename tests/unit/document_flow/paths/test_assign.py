"""Others take over: in a stage whose people have left, or as the author of a returned document."""

from __future__ import annotations

import pytest

from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.path import Escalation, Rule, Who
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    CLERK,
    H1,
    HEAD,
    LAWYER,
    PEOPLE,
    Run,
    at_least,
    directory,
    drafted,
    path,
    person,
    stage,
    stand_in,
    submitted,
    three,
)

GONE = [each for each in PEOPLE if each.login not in ("m1", "m2")]


def assign(*add: str, remove: tuple[str, ...] = (), by: str = CLERK, reason: str = "işdən çıxıb") -> Assign:
    return Assign(by=by, add=add, remove=remove, reason=reason)


def test_the_new_one_takes_the_place_and_the_turn() -> None:
    run = submitted(path(stage(who=person("m1", "m2", "m3"), order="sequential")))
    run.approve("m1")

    run.do(assign("deputy", remove=("m2",)))

    assert run.state.stages[0].members == ("m1", "deputy", "m3")
    assert run.refusal(Approve(by="m2", content_hash=H1)).code == "path.not_asked"
    run.approve("deputy", "m3")
    assert run.state.status == "approved"


def test_a_stage_that_lost_its_people_waits_for_somebody_to_bring_others() -> None:
    run = submitted(path(stage("a", who=person(LAWYER)), stage("b", who=person("m1", "m2"), rule=at_least(2))))
    run.people(directory(people=GONE))
    run.approve(LAWYER)

    assert run.open == "b"
    assert run.waits.actors == (CLERK,)
    assert "2" in run.waits.need.az
    assert not run.is_orphan
    run.do(assign("m3", "m4"))
    run.approve("m3", "m4")

    assert run.state.status == "approved"


def test_in_groups_the_new_one_stands_where_people_lack() -> None:
    groups = (Who("person", LAWYER), Who("person", "m1"))
    run = submitted(path(stage("a", who=person("lawyer2")), stage("b", who=groups, rule=Rule("per_group", 1))))
    run.people(directory(people=GONE))
    run.approve("lawyer2")

    run.do(assign("m3"))
    run.do(assign("m4"))
    run.do(assign("m5", remove=("m3",)))

    assert [bloc.members for bloc in run.state.stages[1].blocs] == [(LAWYER, "m4"), ("m5",)]


@pytest.mark.parametrize(
    ("add", "remove"),
    [
        ((), ()),
        ((), ("m2",)),
        (("m3",), ("m2", "m4")),
        (("m2",), ()),
        ((AUTHOR,), ()),
        (("nobody",), ()),
        (("m5", "m5"), ()),
        (("m5",), ("m1",)),
        (("m5",), ("m9",)),
        (("m5", "m6"), ("m2", "m2")),
    ],
)
def test_only_silent_members_go_only_others_come_and_never_fewer(add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    run = submitted(path(stage(who=person("m1", "m2", "m4"))))
    run.approve("m1")

    assert run.refusal(assign(*add, remove=remove)).code == "path.assignment"


def test_a_body_is_not_exchanged() -> None:
    run = submitted(path(stage("g", "agreement", (Who("body", "bank"),))))

    assert run.refusal(assign("m1")).code == "path.assignment"


def test_clerks_heads_and_those_escalated_to_assign_others_but_never_themselves() -> None:
    ladder = (Escalation(1, Who("person", CHIEF)),)
    run = submitted(path(stage(who=person("m1", "m2"), due=1, escalation=ladder)))

    assert run.refusal(assign("m3", by=CHIEF)).code == "path.not_manager"
    assert run.refusal(assign(CLERK)).code == "path.self_assigned"
    assert run.refusal(assign("m3", reason=" ")).code == "path.note"
    run.later(days=30)
    run.tick("1/a/escalate-1")
    run.do(assign("m3", by=CHIEF))
    run.do(assign("m4", by=HEAD))

    assert run.state.stages[0].members == ("m1", "m2", "m3", "m4")


def test_an_acting_clerk_assigns_neither_himself_nor_the_clerk() -> None:
    run = submitted(path(stage(who=person("m1"))), directory(stand_in(CLERK, "deputy")))

    for login in ("deputy", CLERK):
        command = Assign(by="deputy", on_behalf_of=CLERK, add=(login,), reason="x")
        assert run.refusal(command).code == "path.self_assigned"


class TestAuthor:
    def returned(self) -> Run:
        run = submitted(three())
        run.approve(LAWYER)
        run.do(ReturnForRevision(by="lawyer2", content_hash=H1, note="bax"))
        return run

    def test_another_author_takes_over_a_returned_document(self) -> None:
        run = self.returned()

        run.do(assign("deputy", remove=(AUTHOR,)))

        assert (run.state.author, run.state.hands) == ("deputy", (AUTHOR, "deputy"))
        assert run.refusal(Resubmit(by=AUTHOR, content_hash=H1)).code == "path.not_author"
        run.do(Resubmit(by="deputy", content_hash=H1))
        assert run.open == "visa"

    @pytest.mark.parametrize(
        ("add", "remove"),
        [(("m1", "m2"), ()), ((AUTHOR,), ()), (("nobody",), ()), (("m1",), ("m2",)), ((), ())],
    )
    def test_an_author_is_one_other_official(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        assert self.returned().refusal(assign(*add, remove=remove)).code == "path.assignment"

    def test_who_gave_a_visa_does_not_become_its_author(self) -> None:
        run = submitted(path(stage("a", who=person("m1")), stage("b", who=person("m2"))))
        run.approve("m1")
        run.do(ReturnForRevision(by="m2", content_hash=H1, note="bax"))

        assert run.refusal(assign("m1")).code == "path.assignment"

    def test_a_finished_run_needs_no_author(self) -> None:
        run = submitted(path(stage(who=person("m1"))))
        run.approve("m1")

        assert run.refusal(assign("m2")).code == "path.not_now"

    def test_an_author_may_take_a_document_back_that_was_his(self) -> None:
        run = self.returned()
        run.do(assign("deputy"))
        run.do(assign(AUTHOR))

        assert (run.state.author, run.state.hands) == (AUTHOR, (AUTHOR, "deputy"))


def test_a_draft_whose_author_has_left_is_the_clerks() -> None:
    run = drafted(three(), directory(people=[each for each in PEOPLE if each.login != AUTHOR]))

    assert run.waits.actors == (CLERK,)
    assert not run.is_orphan
