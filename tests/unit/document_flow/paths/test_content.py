"""A visa is for one content: a change voids visas by the rule of the path."""

from __future__ import annotations

from typing import Any

import pytest

from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.resubmit import ReplaceContent
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    H1,
    H2,
    H3,
    HEAD,
    LAWYER,
    Run,
    directory,
    drafted,
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


def replaced(on_change: str, *, minor: bool = False) -> Run:
    """Changed while the chief, the second of three, has it."""
    run = submitted(three(on_change=on_change))
    run.approve(LAWYER, "lawyer2")
    run.do(ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2, minor=minor, difference="bənd 2"))
    return run


@pytest.mark.parametrize(
    ("on_change", "minor", "opens", "number"),
    [
        ("void_all", False, "visa", 2),
        ("void_all", True, "visa", 2),
        ("void_later", False, "chief", 2),
        ("minor_keeps", False, "visa", 2),
        ("minor_keeps", True, "chief", 1),
    ],
)
def test_visas_fall_by_the_rule_of_the_stage(on_change: str, minor: bool, opens: str, number: int) -> None:
    run = replaced(on_change, minor=minor)

    assert (run.open, run.state.round, run.state.content_hash) == (opens, number, H2)


def test_marks_of_the_open_stage_fall_unless_the_change_is_minor() -> None:
    for on_change, minor, left in (("void_later", False, set()), ("minor_keeps", True, {"m1"})):
        run = submitted(path(stage(on_change=on_change)))
        run.approve("m1")
        run.do(ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2, minor=minor, difference="nöqtə"))
        assert set(run.state.stages[0].marks) == left


def test_a_visa_for_other_content_is_stale_and_says_what_changed() -> None:
    run = replaced("void_later")

    refused = run.refusal(Approve(by=CHIEF, content_hash=H1))
    older = run.refusal(Approve(by=CHIEF, content_hash=H3))

    assert (refused.code, refused.why) == ("path.stale", "stale")
    assert "bənd 2" in refused.words.az
    assert "bənd 2" in refused.words.en
    assert "bənd 2" not in older.words.az


def test_what_somebody_has_signed_is_not_changed() -> None:
    run = submitted(path(stage("s", "sign", person(HEAD)), stage("b", "seal", (Who("role", "clerk"),))))
    run.approve(HEAD, signature="sig")

    refused = run.refusal(ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2))

    assert refused.code == "path.signed"


def test_a_change_is_the_authors_of_the_content_that_is_there() -> None:
    run = submitted(three())

    def changed(by: str = AUTHOR, previous: str = H1, to: str = H2, **more: Any) -> str:
        return run.refusal(ReplaceContent(by=by, previous_hash=previous, content_hash=to, **more)).code

    assert changed(by=LAWYER) == "path.not_author"
    assert changed(previous=H3) == "path.stale"
    assert changed(to=H1) == "path.same_content"
    assert changed(minor=True) == "path.difference"
    assert drafted(three()).refusal(ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2)).code == "path.not_now"


def test_who_changes_it_for_the_author_must_not_be_needed_further_on() -> None:
    chosen = path(stage("a", who=person(LAWYER)), stage("b", who=person("deputy")))
    run = submitted(chosen, directory(stand_in(AUTHOR, "deputy")))

    refused = run.refusal(ReplaceContent(by="deputy", on_behalf_of=AUTHOR, previous_hash=H1, content_hash=H2))

    assert refused.code == "path.unstaffed"
