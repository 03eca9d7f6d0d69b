"""A payee's account changes by two persons, after a cooling period, and never between a list's cut and its issue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from document_flow.hands import Command
from document_flow.money.account import ACCOUNTS, NO_ACCOUNT, PayeeAccount
from document_flow.money.acts.change_account import AgreeAccount, ChangeAccount, DropAccount, ProposeAccount
from document_flow.money.kernel import ACCOUNTS as KERNEL
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.money.office import DESK, MONDAY, Desk

PROPOSE = ProposeAccount(by="clerk", payee="p1", account="a2", document="S-1")
AGREE, DROP, CHANGE = AgreeAccount(by="aysel"), DropAccount(by="clerk"), ChangeAccount(by=HUB)
PROPOSED = DESK.account(PROPOSE)
AGREED = DESK.account(PROPOSE, AGREE)
FRIDAY = MONDAY + timedelta(days=4)


def test_it_changes_after_the_cooling_period_of_working_days() -> None:
    changed = Desk(FRIDAY).account(CHANGE, state=AGREED)

    assert (changed.payee, changed.account, changed.proposed) == ("p1", "a2", "")
    assert Desk(FRIDAY - timedelta(days=1)).code(AGREED, CHANGE) == "money.cooling"
    assert Desk(FRIDAY).code(PROPOSED, CHANGE) == "money.no_proposal"


def test_it_never_changes_between_cut_and_issue() -> None:
    assert Desk(FRIDAY, locked=True).code(AGREED, CHANGE) == "money.account_locked"


def test_a_second_person_agrees_once() -> None:
    assert DESK.code(PROPOSED, AgreeAccount(by="clerk")) == "access.second_person"
    assert DESK.code(AGREED, AGREE) == DESK.code(NO_ACCOUNT, AGREE) == "money.no_proposal"


def test_the_payee_may_object_while_it_cools_down() -> None:
    dropped = DESK.account(DROP, state=AGREED)

    assert (dropped.account, dropped.proposed, dropped.cooling_until) == ("", "", None)
    assert DESK.code(dropped, DROP) == "money.no_proposal"
    assert DESK.code(dropped, CHANGE) == "money.no_proposal"


@pytest.mark.parametrize(
    ("state", "change", "expected"),
    [
        (PROPOSED, {}, "money.account_proposed"),
        (NO_ACCOUNT, {"account": ""}, "money.no_account"),
        (PayeeAccount(payee="p1", account="a2"), {}, "money.no_account"),
        (PayeeAccount(payee="p9", account="a1"), {}, "money.no_account"),
        (NO_ACCOUNT, {"document": ""}, "money.no_document"),
        (NO_ACCOUNT, {"by": "lawyer"}, "access.role_missing"),
        (PayeeAccount(payee="p1", account="a1"), {}, ""),
    ],
)
def test_another_account_is_proposed_for_the_payee_by_an_application(
    state: PayeeAccount, change: dict[str, Any], expected: str
) -> None:
    said = {"by": "clerk", "payee": "p1", "account": "a2", "document": "S-1", **change}

    assert DESK.code(state, ProposeAccount(**said)) == expected


def test_who_may_is_said_in_words() -> None:
    refused = DESK.meets(NO_ACCOUNT, ProposeAccount(by="lawyer", payee="p1", account="a2", document="S-1"))

    assert isinstance(refused, Refusal)
    assert refused.words.az == "Bunu yalnız kargüzar və ya rəhbər və ya proqram üzrə məsul edə bilər."
    assert refused.words.en == "Only a clerk or a head or a programme officer may do this."


def test_a_history_read_back_from_json_comes_to_the_same_account() -> None:
    commands: tuple[Command, ...] = (PROPOSE, AGREE, CHANGE)
    state, stored = NO_ACCOUNT, []
    for command in commands:
        decided = Desk(FRIDAY if command == CHANGE else MONDAY).meets(state, command)
        assert not isinstance(decided, Refusal)
        stored += [KERNEL.events.validate_json(KERNEL.events.dump_json(each)) for each in decided]
        state = KERNEL.replay(decided, state)

    assert KERNEL.replay(stored, NO_ACCOUNT) == state == ACCOUNTS.validate_json(ACCOUNTS.dump_json(state))
    assert state.length == len(stored) == 3
    assert [KERNEL.commands.validate_json(KERNEL.commands.dump_json(each)) for each in commands] == list(commands)


def test_an_account_waits_for_a_second_person_until_it_cools_down() -> None:
    waiting = KERNEL.proposed(PROPOSED)

    assert waiting is not None
    assert (waiting.act, waiting.by) == ("propose_account", "clerk")
    assert KERNEL.proposed(AGREED) is None
    assert KERNEL.proposed(NO_ACCOUNT) is None
