"""The question whether a paper that comes again is the one that has its number."""

from __future__ import annotations

from document_flow.documents.refusals import same_paper


def test_the_question_names_the_number_that_the_paper_has_already() -> None:
    asked = same_paper("99-01-05/2/26")

    assert asked.code == "documents.same_paper"
    assert "№ 99-01-05/2/26" in asked.words.az
    assert "99-01-05/2/26" in asked.words.en
