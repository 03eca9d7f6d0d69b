"""A vacancy that the hub has found for somebody is proposed or passed over by an official, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.hands import Command
from document_flow.moves.acts.add_household import WithdrawHousehold
from document_flow.moves.acts.propose_work import ACTS, PassOverWork, ProposeWork
from document_flow.moves.state import Move, Work
from tests.unit.document_flow.moves.office import Day, with_families

PROPOSE = ProposeWork(by="aysel", number="QM-1", person=2, vacancy="VK-1", fits="7112")
PASS_OVER = PassOverWork(by="aysel", number="QM-1", person=2, vacancy="VK-1", reason="oxuyur", fits="7112")
PROPOSED = Work(number="QM-1", person=2, vacancy="VK-1", position="7112")


def test_what_was_decided_of_a_vacancy_stands_beside_the_family() -> None:
    after = Day().after(with_families(), PROPOSE, replace(PASS_OVER, vacancy="VK-2"))

    assert list(after.work.values()) == [PROPOSED, replace(PROPOSED, vacancy="VK-2", reason="oxuyur")]
    assert list(after.work) == ["QM-1|2|VK-1", "QM-1|2|VK-2"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (replace(PROPOSE, fits=""), "moves.no_work"),
        (replace(PASS_OVER, fits=""), "moves.no_work"),
        (replace(PROPOSE, number="QM-9"), "moves.no_household"),
        (replace(PASS_OVER, reason=" "), "moves.no_reason"),
        (replace(PROPOSE, by="clerk"), "access.role_missing"),
    ],
)
def test_nothing_is_proposed_that_was_not_found(command: Command, why: str) -> None:
    assert Day().refused(with_families(), command) == why


@pytest.mark.parametrize("again", [PROPOSE, PASS_OVER])
def test_a_vacancy_is_decided_once_for_a_person_and_for_nobody_who_stays(again: Command) -> None:
    move = Day().after(with_families(), PROPOSE)
    gone = Day().after(move, WithdrawHousehold(by="clerk", number="QM-1", document="V-1"))

    assert Day().refused(move, again) == "moves.work_decided"
    assert Day().refused(gone, again) == "moves.left"


def test_a_form_names_application_person_vacancy_and_position_in_one_choice() -> None:
    propose, pass_over = ACTS

    def asked(work: str) -> tuple[Command, Command]:
        said = {"by": "aysel", "on_behalf_of": None, "subject": "", "work": work, "reason": "oxuyur"}
        return propose.asked(propose.forms[0], said), pass_over.asked(pass_over.forms[0], said)

    assert asked("QM-1|2|VK-1|7112") == (PROPOSE, PASS_OVER)
    nothing, _ = asked("")
    assert Day().refused(Move(phase="planned"), nothing) == "moves.no_household"
