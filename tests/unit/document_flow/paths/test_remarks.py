"""Comments are for all, private notes for the head alone."""

from __future__ import annotations

from document_flow.paths.acts.remarks import Comment, PrivatelyNoted, PrivateNote
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    CLERK,
    LAWYER,
    drafted,
    submitted,
    three,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def test_a_comment_stands_in_the_thread_of_its_stage() -> None:
    run = submitted(three())

    (made,) = run.do(Comment(by="m1", text="baxın", reply_to=1))
    (early,) = drafted(three()).do(Comment(by="m1", text="baxın"))

    assert (made.kind, getattr(made, "stage", "")) == ("commented", "visa")
    assert getattr(early, "stage", "") is None
    assert run.refusal(Comment(by="m1", text=" ")).code == "path.note"


def test_a_private_note_is_for_the_head_alone() -> None:
    run = submitted(three())

    run.do(PrivateNote(by="lawyer2", text="risk var"))
    drafted(three()).do(PrivateNote(by="lawyer2", text="risk var", unit="top"))

    (note,) = [event for event in run.events if isinstance(event, PrivatelyNoted)]
    assert (note.by, note.to) == ("lawyer2", LAWYER)
    assert run.refusal(PrivateNote(by=CLERK, text="x")).code == "path.no_head"
    assert run.refusal(PrivateNote(by="lawyer2", text="")).code == "path.note"
