"""The knobs: how often, for which operation, and by which dice they act."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from connectors.sandbox.behaviour import HEALTHY, Behaviour, Knobs


def turned(**knobs: Any) -> Knobs:
    all_knobs = Knobs()
    all_knobs.put("meis", Behaviour(**knobs))
    return all_knobs


def bad_calls(knobs: Knobs, calls: int, operation: str = "meis.person.update") -> list[int]:
    return [call for call in range(calls) if knobs.draw("meis", operation) is not HEALTHY]


def test_a_knob_holds_until_it_is_changed() -> None:
    knobs = turned(fail=503)

    assert bad_calls(knobs, 5) == [0, 1, 2, 3, 4]
    knobs.put("meis", Behaviour())
    assert bad_calls(knobs, 5) == []


def test_a_counted_knob_wears_out() -> None:
    knobs = turned(fail=503, times=2)

    assert bad_calls(knobs, 5) == [0, 1]
    assert knobs.show("meis") == {"fail": 503, "times": 2, "left": 0}


def test_a_knob_for_one_operation_leaves_the_others_alone() -> None:
    knobs = turned(fail=503, operation="meis.person.update", times=1)

    assert bad_calls(knobs, 3, "meis.result") == []
    assert bad_calls(knobs, 3) == [0]


def test_dice_with_the_same_seed_fall_the_same() -> None:
    first, second = (bad_calls(turned(fail=500, probability=0.1, seed=7), 1000) for _ in range(2))

    assert first == second
    assert 60 < len(first) < 140


def test_another_agency_stays_healthy() -> None:
    assert turned(down=True).draw("din", "din.identity.query") is HEALTHY


@pytest.mark.parametrize(
    "body",
    [b"[]", b'{"fial": 503}', b'{"fail": "503"}', b'{"latency_ms": -1}', b'{"fault": "client"}', b'{"down": 1}', b"{"],
)
def test_a_knob_that_there_is_not_is_refused(body: bytes) -> None:
    with pytest.raises(ValidationError):
        Behaviour.model_validate_json(body)
