"""Worlds of other seeds each day. `make simulate` runs any number."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.simulation.__main__ import some_worlds

_EACH = 5
"""Worlds of a quick test: a busy machine takes some seconds for each."""
_QUICK = range(0, 30, _EACH)
_MANY = 15
_SLOW = range(_QUICK.stop, _QUICK.stop + 300, _MANY)


def _first(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("campaign_seed")) * 1000


@pytest.mark.parametrize(
    ("start", "count"),
    [
        *((start, _EACH) for start in _QUICK),
        *(pytest.param(start, _MANY, marks=[pytest.mark.slow, pytest.mark.timeout(600)]) for start in _SLOW),
    ],
)
def test_a_world_keeps_every_promise(
    apart: ProcessPoolExecutor, request: pytest.FixtureRequest, start: int, count: int
) -> None:
    first = _first(request) + start

    reports = apart.submit(some_worlds, first, count).result()

    broken = {f"make simulate ARGS='--first {r.seed} --seeds 1'": r.broken for r in reports if not r.good}
    assert broken == {}
    assert len(reports) == count
    assert len({r.fingerprint for r in reports}) > count * 0.9
    assert sum(len(r.faults) for r in reports) > count
    assert count < _MANY or sum(r.kills for r in reports) > 0  # every sixth world has none, so five may


def test_a_seed_is_one_world_however_often_it_is_run(
    apart: ProcessPoolExecutor, request: pytest.FixtureRequest
) -> None:
    first = _first(request)

    once, again = (apart.submit(some_worlds, start, 3).result() for start in (first, first - 1))

    assert once[:2] == again[1:]
