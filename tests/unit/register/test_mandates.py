"""A mandate that is asked for: nobody becomes the curator of a child who has a guardian still."""

from __future__ import annotations

import pytest

from hub.errors import Refused
from hub.register.entity import Entity
from hub.register.mandates import MandateBody, MandateWish

TERMS = {
    "representative_fin": "5GRDNAA",
    "act_authority": "Tərtər rayon İcra Hakimiyyəti",
    "act_number": "12",
    "act_date": "2024-02-03",
    "valid_from": "2024-02-03",
}


def asked(capacity: str, born: str | None) -> str:
    """The capacity that it comes to, or the code by which it is refused."""
    said = {"fin": "5ABCD12"} if born is None else {"fin": "5ABCD12", "birth_date": born}
    terms = MandateBody.model_validate({**TERMS, "capacity": capacity})
    wish = MandateWish(entity="0197f3a0-0000-7000-8000-000000000001", terms=terms)
    try:
        return wish.thing(Entity("p", "person", attributes=said)).capacity
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize(
    ("capacity", "born", "expected"),
    [
        ("curator", "2010-02-04", "register.curator_too_young"),
        ("curator", "2010-02-03", "curator"),
        ("guardian", "2010-02-04", "guardian"),
        ("curator", "2011", "curator"),
        ("curator", None, "curator"),
    ],
)
def test_a_curator_is_entered_for_nobody_under_fourteen(capacity: str, born: str | None, expected: str) -> None:
    assert asked(capacity, born) == expected
