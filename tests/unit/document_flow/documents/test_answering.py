"""What stands as an answer is linked as one and has gone out; a draft, a number and another's letter are none."""

from __future__ import annotations

import pytest

from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.answering import refuse_answer
from document_flow.documents.facts import Link
from tests.unit.document_flow.documents.office import Life, approved, begun, lodged, register, sealed, sent

LETTER, ANSWER = "a" * 32, "b" * 32
LINKS = (Link(LETTER, "answers"),)


def why_not(answer: Life | None, to: Life | None = None) -> str:
    to = to or begun("incoming")
    refused = refuse_answer(to.document, LETTER, None if answer is None else answer.document, ANSWER)
    return "" if refused is None else refused.code.removeprefix("documents.")


def filed(reason: str) -> Life:
    life = sealed(links=LINKS)
    life.do(PutInFile(by="sevinc", case_file="01-05", reason=reason))
    return life


def internal(*, is_registered: bool) -> Life:
    life = approved("internal", links=LINKS)
    if is_registered:
        life.do(register())
    return life


def test_a_letter_that_was_sent_or_given_otherwise_answers_and_a_draft_does_not() -> None:
    gone = sealed(links=LINKS)
    gone.do(gone.send())

    assert why_not(gone) == ""
    assert why_not(filed("şəxsən təqdim olundu")) == ""
    assert why_not(begun(links=LINKS)) == "answer_not_given"
    assert why_not(sealed(links=LINKS)) == "answer_not_given"
    assert sealed(links=LINKS).code(PutInFile(by="sevinc", case_file="01-05", reason=" ")) == "needs_reason"


def test_what_stays_in_the_house_answers_by_its_registration() -> None:
    assert [why_not(internal(is_registered=each)) for each in (True, False)] == ["", "answer_not_given"]


@pytest.mark.parametrize("other", [None, sent()])
def test_what_is_not_linked_as_the_answer_is_none(other: Life | None) -> None:
    assert why_not(other) == "no_such_answer"


def test_a_link_from_the_letter_does_only_where_the_answer_keeps_the_same_people_out() -> None:
    letter = begun("incoming", links=(Link(ANSWER, "answered_by"),))
    complaint = begun("appeal", appeal=lodged("elcin"), links=(Link(ANSWER, "answered_by"),))

    assert (why_not(sent(), letter), why_not(sent(), complaint)) == ("", "no_such_answer")
