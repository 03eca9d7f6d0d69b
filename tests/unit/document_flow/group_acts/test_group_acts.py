"""A group act is proposed out of a replay of the law in force, agreed to by a second, and opened range by range."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.group_acts.acts.open_range import OpenRange
from document_flow.group_acts.acts.propose import AgreeGroupAct, DeclineGroupAct, ProposeGroupAct
from document_flow.group_acts.acts.raise_sums import ProposeGroupRaise
from document_flow.group_acts.kernel import KERNEL
from document_flow.group_acts.standing import Standing
from document_flow.group_acts.state import NOTHING, GroupAct
from document_flow.hands import Command
from document_flow.law_replays.state import Laws
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.words import Words

AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
PEOPLE = Directory(
    {
        login: Official(login, login, Words("v", "p"), "top", frozenset((role,)))
        for login, role in (("elcin", "head"), ("fuad", "head"), ("orxan", "lawyer"))
    }
)
PROPOSE = ProposeGroupAct(
    by="elcin",
    replay="r-1",
    document="NK 200",
    article="2",
    reason="bənd ləğv edilib",
    hearing_on=date(2026, 12, 10),
    laws=Laws(table="allowance", programme="allowance", before=2, after=3),
    affected=3,
    pin="p",
    is_read=True,
    is_in_force=True,
)
AGREE = AgreeGroupAct(by="fuad")


def decided(group: GroupAct, command: Command) -> Any:
    return KERNEL.decide(Standing(group, Context(AT, WorkingCalendar(), PEOPLE)), command)


def after(group: GroupAct, *commands: Command) -> GroupAct:
    for command in commands:
        made = decided(group, command)
        assert not isinstance(made, Refusal), made
        group = KERNEL.replay(made, group)
    return group


def code(group: GroupAct, command: Command) -> str:
    made = decided(group, command)
    return made.code if isinstance(made, Refusal) else ""


def opens(number: int, seen: str, *, is_last: bool = False, **left: int) -> OpenRange:
    return OpenRange(by=HUB, number=number, opened=1, left=left, seen=seen, is_last=is_last)


def test_two_officials_and_then_the_hub_range_by_range() -> None:
    group = after(NOTHING, PROPOSE, AGREE, opens(2, "x", related=1), opens(3, "p", is_last=True, related=1))

    assert (group.phase, group.opened, group.left) == ("opened", 2, {"related": 2})
    assert (group.by, group.agreed_by, group.grounds) == ("elcin", "fuad", "NK 200, 2: bənd ləğv edilib")
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(group)) == group


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"document": " "}, "group_acts.empty"),
        ({"article": ""}, "group_acts.empty"),
        ({"reason": ""}, "group_acts.empty"),
        ({"is_read": False}, "group_acts.not_read"),
        ({"is_in_force": False}, "group_acts.not_in_force"),
        ({"affected": 0}, "group_acts.nobody"),
        ({"hearing_on": date(2026, 11, 29)}, "group_acts.hearing_past"),
        ({"by": "orxan"}, "access.role_missing"),
    ],
)
def test_what_a_computation_alone_proposes_ends_nothing(changes: dict[str, Any], expected: str) -> None:
    assert code(NOTHING, replace(PROPOSE, **changes)) == expected


def test_nobody_agrees_to_their_own_and_nothing_is_opened_before() -> None:
    proposed = after(NOTHING, PROPOSE)

    assert code(proposed, AgreeGroupAct(by="elcin")) == "group_acts.own"
    assert code(proposed, opens(2, "p")) == "group_acts.phase"
    assert code(NOTHING, AGREE) == "group_acts.phase"


def test_a_declined_one_is_over() -> None:
    proposed = after(NOTHING, PROPOSE)
    declined = after(proposed, DeclineGroupAct(by="fuad", reason="siyahı köhnədir"))

    assert (declined.phase, declined.declined) == ("declined", "siyahı köhnədir")
    assert code(declined, AGREE) == "group_acts.phase"
    assert code(declined, DeclineGroupAct(by="fuad", reason="x")) == "group_acts.phase"
    assert code(proposed, DeclineGroupAct(by="fuad", reason=" ")) == "group_acts.empty"


def test_a_range_is_opened_once_and_another_list_than_the_agreed_one_never_to_its_end() -> None:
    agreed = after(NOTHING, PROPOSE, AGREE)

    assert code(after(agreed, opens(2, "x")), opens(2, "x")) == "group_acts.stale"
    assert code(agreed, opens(2, "other", is_last=True)) == "group_acts.pin"
    assert code(agreed, replace(opens(2, "p"), by="elcin")) == "access.role_missing"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"hearing_hour": "25:00"}, "group_acts.hearing_hour"),
        ({"hearing_place": "zəng: 0501234567"}, "group_acts.hearing_place"),
    ],
)
def test_an_invitation_of_thousands_has_an_hour_and_a_place_or_none(said: dict[str, str], code: str) -> None:
    refused = decided(NOTHING, replace(PROPOSE, **said))  # type: ignore[arg-type]  # by name

    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_it_waits_for_a_second_official_once_it_is_proposed() -> None:
    events = decided(NOTHING, PROPOSE)
    waiting = KERNEL.proposed(KERNEL.replay(events, NOTHING))

    assert waiting is not None
    assert waiting.by == "elcin"
    assert KERNEL.proposed(NOTHING) is None


RAISE = ProposeGroupRaise(
    by="elcin",
    replay="r-1",
    document="NK 11",
    article="1.1",
    reason="məbləğ az təyin edilib",
    laws=PROPOSE.laws,
    affected=3,
    pin="p",
    is_read=True,
    is_law=True,
)


def test_sums_are_raised_by_two_officials_without_a_hearing() -> None:
    group = after(NOTHING, RAISE, AGREE, opens(2, "p", is_last=True))

    assert (group.what, group.phase, group.basis, group.agreed_by) == ("raise", "opened", "NK 11, 1.1", "fuad")
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(group)) == group
    waiting = KERNEL.proposed(after(NOTHING, RAISE))
    assert waiting is not None
    assert (waiting.act, waiting.by) == ("propose_group_raise", "elcin")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"article": ""}, "group_acts.empty"),
        ({"is_read": False}, "group_acts.not_read"),
        ({"is_law": False}, "group_acts.not_law"),
        ({"affected": 0}, "group_acts.none_too_little"),
        ({"by": "orxan"}, "access.role_missing"),
    ],
)
def test_nothing_is_raised_by_a_computation_alone(changes: dict[str, Any], expected: str) -> None:
    assert code(NOTHING, replace(RAISE, **changes)) == expected
    assert code(after(NOTHING, RAISE), RAISE) == "group_acts.phase", "one that was proposed is not proposed anew"


@pytest.mark.parametrize("agreed", [(RAISE, AGREE), (PROPOSE, AGREE), (PROPOSE,)])
@pytest.mark.parametrize("again", [PROPOSE, RAISE])
def test_what_two_have_agreed_on_is_not_proposed_over(agreed: tuple[Command, ...], again: Command) -> None:
    """Else the hands of both would do what one has written since."""
    assert code(after(NOTHING, *agreed), again) == "group_acts.phase"
