"""The author recalls the document before the final signature."""

from __future__ import annotations

from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    H1,
    H2,
    HEAD,
    LAWYER,
    Run,
    path,
    person,
    stage,
    submitted,
    three,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def test_the_author_takes_it_back_with_a_reason_and_may_send_it_again() -> None:
    run = submitted(three())

    assert run.refusal(Recall(by=AUTHOR, reason="")).code == "path.note"
    assert run.refusal(Recall(by=LAWYER, reason="x")).code == "path.not_author"
    run.do(Recall(by=AUTHOR, reason="səhv ünvan"))
    assert run.state.status == "recalled"
    assert run.refusal(Recall(by=AUTHOR, reason="yenə")).code == "path.not_now"
    run.do(Submit(by=AUTHOR, content_hash=H2))

    assert (run.open, run.state.round) == ("visa", 2)


def test_not_after_the_final_signature() -> None:
    chosen = path(
        stage("one", "sign", person(HEAD)),
        stage("two", "sign", person(CHIEF)),
        stage("seal", "seal", (Who("role", "clerk"),)),
    )
    run = submitted(chosen)
    run.approve(HEAD, signature="1")
    between = Run(run.path, run.context, run.state)
    run.approve(CHIEF, signature="2")

    between.do(Recall(by=AUTHOR, reason="səhv"))
    refused = run.refusal(Recall(by=AUTHOR, reason="səhv"))

    assert refused.code == "path.signed"


def test_a_returned_document_may_be_recalled() -> None:
    run = submitted(three())
    run.do(ReturnForRevision(by=LAWYER, content_hash=H1, note="bax"))

    run.do(Recall(by=AUTHOR, reason="lazım deyil"))

    assert run.state.status == "recalled"
