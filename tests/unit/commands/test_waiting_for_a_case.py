"""`hub cases show --wait` stops once a person's turn has come, and says so where it has not."""

from __future__ import annotations

from typing import Any

import pytest

from hub.commands.programmes import cases


class Hub:
    """A hub whose case is drafted at the look of that number."""

    def __init__(self, drafted_at: int) -> None:
        self.looks, self.drafted_at = 0, drafted_at

    def get(self, path: str) -> dict[str, Any]:
        self.looks += 1
        return {"path": path, "phase": "collecting", "draft": {} if self.looks >= self.drafted_at else None}


@pytest.mark.parametrize(("drafted_at", "looks", "said"), [(1, 1, False), (4, 4, False), (99, 6, True)])
def test_it_looks_until_a_person_is_waited_for_and_says_where_time_ran_out(
    drafted_at: int, looks: int, said: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    hub: Any = Hub(drafted_at)

    cases._stood(hub, "1", looks=5)

    assert hub.looks == looks
    assert (capsys.readouterr().err.strip() in (cases._AT_WORK.az, cases._AT_WORK.en)) is said
