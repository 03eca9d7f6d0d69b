"""What both sides have signed where they stood goes along no path, and stays as it was signed."""

from __future__ import annotations

import pytest

from document_flow.documents.acts.register import Register
from document_flow.documents.acts.revise import Revise
from document_flow.documents.acts.sign_in_person import SignInPerson
from document_flow.documents.facts import Status
from document_flow.documents.kernel import decide
from document_flow.documents.state import status_of
from document_flow.documents.tasks import tasks
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.documents.office import OTHER_FILES, VISA, Life, created

REGISTER = Register(by=HUB, reg_no="1", series="s", number=1)


def signs(life: Life, by: str = "rauf", content: str = "") -> SignInPerson:
    return SignInPerson(by=by, content_hash=content or life.document.content_hash)


def begun() -> Life:
    life = Life()
    life.do(created("internal"))
    return life


def test_it_is_registered_without_a_path_and_waits_for_its_file_alone() -> None:
    life = begun()
    assert life.code(REGISTER) == "not_approved"

    life.do(signs(life), REGISTER)

    assert (life.document.needs_approval, status_of(life.document)) == (False, Status.REGISTERED)
    assert [each.name for each in tasks(life.case)] == ["file"]
    assert life.code(Revise(by="rauf", files=OTHER_FILES)) == "registered_stays"
    refused = decide(life.case, life.submit())
    assert isinstance(refused, Refusal)
    assert (refused.code, "both sides have signed" in refused.words.en) == ("documents.no_path_for_kind", True)
    assert life.code(signs(life)) == "closed"


def test_another_content_is_another_text_and_goes_along_its_path() -> None:
    life = begun()
    life.do(signs(life), Revise(by="rauf", files=OTHER_FILES))

    assert life.document.needs_approval
    assert life.code(REGISTER) == "not_approved"


@pytest.mark.parametrize(("by", "content", "code"), [("elcin", "", "not_the_author"), ("rauf", "other", "closed")])
def test_nobody_signs_for_the_author_nor_another_content(by: str, content: str, code: str) -> None:
    life = begun()

    assert life.code(signs(life, by, content)) == code


def test_what_is_on_its_path_is_signed_there() -> None:
    life = Life(VISA)
    life.do(created("internal"))
    life.do(life.submit())

    assert life.code(signs(life)) == "closed"
