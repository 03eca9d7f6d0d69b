"""A protected address: by which act, for whom and until when; and what hangs together in it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from mappings.protected import Protection

TERMS = {
    "fin": "5ABCD12",
    "reason": "violence",
    "act_authority": "Tərtər rayon məhkəməsi",
    "act_number": "7 a",
    "act_date": "2026-01-10",
    "valid_from": "2026-01-10",
    "review_on": "2027-01-10",
}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"review_on": None}, "until_or_review"),
        ({"ended_on": "2026-02-01"}, "end_and_reason"),
        ({"end_reason": "revoked"}, "end_and_reason"),
        ({"valid_until": "2026-01-09"}, "ends_before"),
        ({"against_fin": "5ABCD12"}, "against_covered"),
        ({"against_fin": "94FMDDD", "with_fins": ["94FMDDD"]}, "against_covered"),
        ({"act_date": "2026"}, "day_wanted"),
    ],
)
def test_what_does_not_hang_together_is_refused(more: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Protection.model_validate({**TERMS, **more})

    assert [each["type"] for each in refused.value.errors()] == [why]


def test_it_is_one_by_act_and_person_and_found_from_whom_it_covers_alone() -> None:
    made = Protection.model_validate({**TERMS, "against_fin": "94FMDDD", "with_fins": ["7ABCD12", "5ABCD12"]})
    open_ended = Protection.model_validate({**TERMS, "review_on": None, "valid_until": "2026-12-31"})

    assert made.own_number == open_ended.own_number
    assert made.about == ("5ABCD12", "7ABCD12")
