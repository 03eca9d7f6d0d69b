"""What stands in a programme's form is what was said, and nothing that an empty box might mean."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from document_flow.programmes import programmes
from hub.console.cases.opening import answers_of
from hub.console.viewer import Form


@pytest.mark.parametrize(("typed", "said"), [("", ""), ("true", True), ("false", False), ("1", "")])
def test_what_need_not_be_said_is_said_by_a_choice(typed: str, said: object) -> None:
    answers = answers_of(Form(FormData({"a-yetkin": typed})), programmes()["status"])

    assert answers["yetkin"] == said
    assert answers["əsas"] == ""


@pytest.mark.parametrize(("typed", "said"), [("", False), ("1", True)])
def test_a_box_that_had_to_be_seen_says_no_where_it_is_empty(typed: str, said: object) -> None:
    assert answers_of(Form(FormData({"a-with_family": typed})), programmes()["certificate"])["with_family"] == said
