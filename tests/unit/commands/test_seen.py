"""Nobody agrees to whatever stands now: who answers another names the version that they looked at."""

from __future__ import annotations

import pytest
import typer
from pydantic import ValidationError

from document_flow.act import Act
from document_flow.cases.registry import ACTS
from document_flow.money.kernel import OBLIGATIONS
from hub.commands.programmes.seen import need_seen
from hub.kinds import KINDS
from hub.web.aggregates import AggregateActBody
from hub.web.payments import ObligationActBody

ROOMS: list[tuple[str, Act]] = [
    *(("cases", act) for act in ACTS),
    *(("payments", act) for act in OBLIGATIONS.acts),
    *((kind.room, act) for kind in KINDS.values() for act in kind.kernel.acts),
]
ANSWERS = {
    "accounts agree_account",
    "cases confirm_ruling",
    "cases keep_paper",
    "cases resume",
    "cases revoke",
    "cases suspend",
    "draws agree",
    "draws refute",
    "clock_acts agree_clock_act",
    "group_acts agree_group_act",
    "lists answer_withholding",
    "payments agree",
    "payments refute",
    "treasury send_request",
}


def test_the_answers_to_another_say_so_and_nothing_else_does() -> None:
    assert {f"{room} {act.kind}" for room, act in ROOMS if act.seen} >= ANSWERS
    assert not {f"{room} {act.kind}" for room, act in ROOMS if "agree" in act.kind and not act.seen and act.forms}


def test_the_command_line_asks_for_the_version_and_the_doors_take_none_without_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    agree, correct = OBLIGATIONS.by_kind["agree"], OBLIGATIONS.by_kind["correct"]

    need_seen(agree, 3, "payments")
    need_seen(correct, None, "payments")
    with pytest.raises(typer.Exit):
        need_seen(agree, None, "payments")

    assert "hub payments show" in "".join(capsys.readouterr())
    for body in (AggregateActBody, ObligationActBody):
        with pytest.raises(ValidationError):
            body.model_validate({"act": "agree"})
