"""Another body agrees (razılaşdırılma): its letter is recorded, and its no sends the document back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from document_flow.paths.acts.record_agreement import RecordAgreement
from document_flow.paths.path import Rule, Who
from document_flow.paths.values import AgreementResult
from document_flow.paths.waiting.waiting import waiting
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CLERK,
    H1,
    H2,
    HEAD,
    Run,
    drafted,
    path,
    stage,
    submitted,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def run_of(**more: Any) -> Run:
    return submitted(path(stage("g", "agreement", BODIES, **more)))


def answer(
    body: str, result: AgreementResult = "agreed", by: str = CLERK, reg_no: str = "5/12", seen: str = H1
) -> RecordAgreement:
    return RecordAgreement(by=by, body=body, result=result, reg_no=reg_no, content_hash=seen)


def test_each_body_answers_once_with_the_number_of_its_letter() -> None:
    run = run_of()

    run.do(answer("bank", "agreed_with_remarks"))
    assert run.refusal(answer("bank")).code == "path.already"
    run.do(answer("ministry", by=HEAD))

    assert run.state.status == "approved"
    assert run.state.stages[0].marks["body:bank"].by == CLERK


def test_whoever_wrote_the_document_never_records_that_another_body_agrees() -> None:
    run = run_of()
    clerk = replace(run.context.directory.officials[AUTHOR], roles=frozenset(("clerk",)))
    officials = {**run.context.directory.officials, AUTHOR: clerk}
    run.context = replace(run.context, directory=replace(run.context.directory, officials=officials))

    assert run.refusal(answer("bank", by=AUTHOR)).code == "path.own_agreement"
    assert AUTHOR not in waiting(run.path, run.state, run.context).actors


def test_a_body_that_does_not_agree_sends_it_back() -> None:
    run = run_of()

    run.do(answer("ministry", "disagreed"))

    assert run.state.status == "returned"
    assert run.state.returned is not None
    assert run.state.returned.principal == "body:ministry"


def test_what_was_not_asked_or_not_seen_is_refused() -> None:
    run = run_of(order="sequential")

    assert run.refusal(answer("nobody")).code == "path.not_asked"
    assert run.refusal(answer("ministry", by="m1")).code == "path.not_manager"
    assert run.refusal(answer("ministry", reg_no=" ")).code == "path.note"
    assert run.refusal(answer("ministry", seen=H2)).code == "path.stale"
    assert run.refusal(answer("bank")).code == "path.turn"
    assert drafted(run.path).refusal(answer("bank")).code == "path.not_now"
