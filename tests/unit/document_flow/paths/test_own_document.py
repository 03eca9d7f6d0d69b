"""Nobody approves their own document, neither as himself nor for somebody else."""

from __future__ import annotations

from document_flow.paths.acts.marks import Acquaint, Approve
from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    H1,
    LAWYER,
    directory,
    drafted,
    path,
    person,
    stage,
    stand_in,
    submitted,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def test_the_author_is_not_asked_though_he_is_a_member() -> None:
    run = submitted(path(stage(who=person(AUTHOR, LAWYER))))

    assert run.state.stages[0].members == (LAWYER,)
    assert run.refusal(Approve(by=AUTHOR, content_hash=H1)).code == "path.own_document"


def test_the_author_approves_it_for_nobody_else_either() -> None:
    run = submitted(path(stage(who=person(LAWYER))), directory(stand_in(LAWYER, AUTHOR)))

    refused = run.refusal(Approve(by=AUTHOR, on_behalf_of=LAWYER, content_hash=H1))

    assert (refused.code, refused.why) == ("path.own_document", "forbidden")


def test_who_sent_it_on_for_the_author_approves_it_no_more_than_he() -> None:
    chosen = path(stage(who=person("deputy", LAWYER), rule=ANY))
    run = drafted(chosen, directory(stand_in(AUTHOR, "deputy")))
    run.do(Submit(by="deputy", on_behalf_of=AUTHOR, content_hash=H1))

    assert run.state.hands == (AUTHOR, "deputy")
    assert run.state.stages[0].members == (LAWYER,)


def test_who_has_approved_does_not_send_it_on_for_the_author() -> None:
    chosen = path(
        stage("a", who=person("deputy"), on_return="resume"), stage("b", who=person(LAWYER), on_return="resume")
    )
    run = submitted(chosen, directory(stand_in(AUTHOR, "deputy")))
    run.approve("deputy")
    run.do(ReturnForRevision(by=LAWYER, content_hash=H1, note="bax"))

    refused = run.refusal(Resubmit(by="deputy", on_behalf_of=AUTHOR, content_hash=H1))

    assert refused.code == "path.own_document"


def test_the_author_may_seal_and_read_it() -> None:
    run = submitted(path(stage("s", "seal", person(AUTHOR)), stage("r", "acquaint", person(AUTHOR))))

    run.approve(AUTHOR, signature="möhür")
    run.do(Acquaint(by=AUTHOR, content_hash=H1))

    assert run.state.status == "approved"
