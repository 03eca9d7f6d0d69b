"""A returned document comes again in a new round, from the start or from where it was returned."""

from __future__ import annotations

from typing import Any

from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    H1,
    H2,
    HEAD,
    LAWYER,
    PEOPLE,
    Run,
    directory,
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


def returned(*, content: str = H1, **more: Any) -> Run:
    """The lawyers agreed, the chief sent it back."""
    run = submitted(three(**more))
    run.approve(LAWYER, "lawyer2")
    run.do(ReturnForRevision(by=CHIEF, content_hash=content, note="2-ci bəndi düzəldin"))
    return run


def test_it_waits_for_its_author() -> None:
    run = returned()

    assert run.state.status == "returned"
    assert run.open is None
    assert run.refusal(Approve(by=CHIEF, content_hash=H1)).code == "path.not_now"


def test_restart_asks_everybody_again() -> None:
    run = returned(on_return="restart")

    run.do(Resubmit(by=AUTHOR, content_hash=H1))

    assert (run.open, run.state.round) == ("visa", 2)
    assert run.state.stages[0].marks == {}


def test_resume_goes_on_at_the_returner_and_keeps_earlier_visas() -> None:
    run = returned(on_return="resume", on_change="void_later")

    run.do(Resubmit(by=AUTHOR, content_hash=H2, difference="bənd 2"))

    assert run.open == "chief"
    assert set(run.state.stages[0].marks) == {LAWYER, "lawyer2"}
    run.approve(CHIEF, content=H2)
    assert run.open == "sign"


def test_a_change_that_voids_all_makes_resuming_a_restart() -> None:
    run = returned(on_return="resume", on_change="void_all")

    run.do(Resubmit(by=AUTHOR, content_hash=H2))

    assert run.open == "visa"


def test_resuming_with_the_same_content_keeps_who_was_for_it_at_the_returner_too() -> None:
    run = submitted(path(stage(who=person("m1", "m2"), on_return="resume")))
    run.approve("m1")
    run.do(ReturnForRevision(by="m2", content_hash=H1, note="izah edin"))

    run.do(Resubmit(by=AUTHOR, content_hash=H1))

    assert set(run.state.stages[0].marks) == {"m1"}
    run.approve("m2")
    assert run.state.status == "approved"


def test_a_minor_change_keeps_visas_where_the_path_says_so() -> None:
    keeps = {"on_return": "resume", "on_change": "minor_keeps"}
    minor, major = returned(**keeps), returned(**keeps)

    minor.do(Resubmit(by=AUTHOR, content_hash=H2, minor=True, difference="vergül"))
    major.do(Resubmit(by=AUTHOR, content_hash=H2))

    assert minor.open == "chief"
    assert major.open == "visa"


def test_a_minor_change_shows_its_difference() -> None:
    run = returned(on_return="resume", on_change="minor_keeps")

    assert run.refusal(Resubmit(by=AUTHOR, content_hash=H2, minor=True)).code == "path.difference"


def test_the_author_chooses_only_where_the_path_lets_him() -> None:
    free, bound = returned(on_return="author_chooses"), returned(on_return="restart")

    assert free.refusal(Resubmit(by=AUTHOR, content_hash=H1)).code == "path.mode"
    assert bound.refusal(Resubmit(by=AUTHOR, content_hash=H1, mode="resume")).code == "path.mode"
    free.do(Resubmit(by=AUTHOR, content_hash=H1, mode="resume"))
    bound.do(Resubmit(by=AUTHOR, content_hash=H1, mode="restart"))

    assert (free.open, bound.open) == ("chief", "visa")


def test_only_its_author_sends_it_again() -> None:
    run = returned()

    assert run.refusal(Resubmit(by=LAWYER, content_hash=H1)).code == "path.not_author"
    assert submitted(three()).refusal(Resubmit(by=AUTHOR, content_hash=H1)).code == "path.not_now"


def test_it_is_not_sent_again_where_a_stage_has_nobody_left() -> None:
    run = returned()
    run.people(directory(people=[each for each in PEOPLE if each.login != HEAD]))

    assert run.refusal(Resubmit(by=AUTHOR, content_hash=H1)).code == "path.unstaffed"
