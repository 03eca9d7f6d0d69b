"""A run from its opening to its end, step by step, and what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.lists.entry import list_root
from document_flow.lists.run import is_within
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.runs.acts.advance import AdvanceRun
from document_flow.runs.acts.ask_all import ApproveAll, CancelRun, FreezeAll, IssueAll
from document_flow.runs.acts.cut_run import CutRun
from document_flow.runs.acts.open_run import OpenRun
from document_flow.runs.acts.withhold_group import WithholdGroup
from document_flow.runs.kernel import KERNEL, run_root
from document_flow.runs.standing import Standing
from document_flow.runs.state import NOTHING, PHASES, RUNS, RunHead
from document_flow.second_person import Agree
from tests.unit.document_flow.lists.office import DIRECTORY, PARTIES, RUN

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
ROOT = "ab" * 32
OPEN = OpenRun(
    by="aysel",
    programme="allowance",
    period="2026-03",
    run_kind="regular",
    legal_day=date(2026, 3, 1),
    run_id=RUN.id,
    parties=RUN.parties,
    benefit="money",
    tables={"allowance": "t"},
)


GROUP = WithholdGroup(
    by="aysel", which="settlement", place="Bərdə", basis="group_act", document="Fərman 12", reason="qüvvədən düşüb"
)


def stands(head: RunHead) -> Standing:
    return Standing(head, Context(AT, WorkingCalendar(), DIRECTORY))


def after(head: RunHead, *commands: Command) -> RunHead:
    for command in commands:
        decided = KERNEL.decide(stands(head), command)
        assert not isinstance(decided, Refusal), decided
        head = KERNEL.replay(decided, head)
    return head


def code(head: RunHead, command: Command) -> str:
    decided = KERNEL.decide(stands(head), command)
    return decided.code if isinstance(decided, Refusal) else ""


def looked(root: str = "", *, is_done: bool = False, **lists: int) -> AdvanceRun:
    return AdvanceRun(by=HUB, lists=lists, root=root, is_done=is_done)


def cut() -> RunHead:
    return after(NOTHING, OPEN, CutRun(by=HUB, lists=2, unplaced=1))


def frozen() -> RunHead:
    return after(cut(), looked(compared=2), FreezeAll(by="aysel"), looked(ROOT, is_done=True, frozen=2))


def approval(party: str, by: str, **more: Any) -> ApproveAll:
    return replace(ApproveAll(by=by, party=party, root=ROOT, document=f"S-{party}"), **more)


def approved() -> RunHead:
    head = frozen()
    for number, (party, by) in enumerate(PARTIES, 1):
        done = {"approved": 2} if number == len(PARTIES) else {"frozen": 2}
        head = after(head, approval(party, by), looked(ROOT, is_done=True, **done))
    return head


def test_a_run_goes_from_its_opening_to_the_end_and_is_as_far_as_the_last_of_its_lists() -> None:
    opened = after(NOTHING, OPEN)
    assert (opened.phase, opened.run, opened.asked_by) == ("asked", replace(RUN, known_at=AT), "aysel")

    made = after(opened, CutRun(by=HUB, lists=2, unplaced=1), looked(cut=1, compared=1))
    assert (made.phase, made.unplaced) == ("cut", 1)

    head = approved()
    assert (head.phase, head.missing, head.holds_slot) == ("approved", (), False)
    asked = after(head, IssueAll(by="aysel"))
    assert (asked.shown, asked.holds_slot) == ("issue", True)
    assert after(asked, looked(ROOT, approved=1, issued=1)).phase == "approved"
    issued = after(asked, looked(ROOT, is_done=True, issued=1, rejected=1))
    assert (issued.phase, issued.shown, issued.holds_slot, issued.is_ended) == ("issued", "issued", True, False)
    closed = after(issued, looked(ROOT, settled=1, rejected=1), looked(ROOT, closed=1, rejected=1))
    assert (closed.phase, closed.is_ended) == ("closed", True)
    assert RUNS.validate_json(RUNS.dump_json(closed)) == closed
    assert all(each.shown in PHASES for each in (opened, made, asked, issued, closed))


def test_where_no_list_went_out_another_run_may_have_the_period() -> None:
    asked = after(approved(), IssueAll(by="aysel"))

    assert after(asked, looked(ROOT, is_done=True, approved=2)).holds_slot is False


def test_a_run_with_nothing_to_list_is_over() -> None:
    assert after(NOTHING, OPEN, CutRun(by=HUB, lists=0)).phase == "closed"


def test_what_has_not_changed_is_no_event() -> None:
    assert KERNEL.decide(stands(cut()), looked(cut=2)) == ()
    assert KERNEL.decide(stands(cut()), looked(cut=2, is_done=True)) == ()


def test_a_run_is_cancelled_before_it_is_cut_and_after() -> None:
    early = after(NOTHING, OPEN, CancelRun(by="aysel", reason="səhv dövr"))
    assert (early.phase, early.ended, early.order) == ("cancelled", "səhv dövr", None)

    late = after(cut(), CancelRun(by="aysel", reason="səhv dövr"))
    assert (late.shown, late.ended) == ("cancel", "səhv dövr")
    assert after(late, looked(is_done=True, cancelled=2)).phase == "cancelled"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"benefit": ""}, "runs.no_lists"),
        ({"period": "2026-3"}, "lists.period"),
        ({"parties": ()}, "lists.parties"),
        ({"legal_day": date(2026, 4, 1)}, "runs.legal_day"),
        ({"period": "2026-Q1", "legal_day": date(2026, 4, 1)}, "runs.legal_day"),
        ({"period": "2026-Q5"}, "lists.period"),
        ({"by": "clerk"}, "access.role_missing"),
        ({}, ""),
    ],
)
def test_what_a_run_is_opened_for(change: dict[str, Any], expected: str) -> None:
    assert code(NOTHING, replace(OPEN, **change)) == expected


@pytest.mark.parametrize(
    ("head", "command", "expected"),
    [
        (cut(), OPEN, "runs.phase"),
        (cut(), CutRun(by=HUB, lists=2), "runs.phase"),
        (NOTHING, looked(cut=1), "runs.phase"),
        (cut(), FreezeAll(by="aysel"), "runs.phase"),
        (after(cut(), looked(compared=2), FreezeAll(by="aysel")), FreezeAll(by="aysel"), "runs.busy"),
        (cut(), approval("origin", "orxan"), "runs.phase"),
        (frozen(), approval("origin", "leyla"), "runs.party"),
        (frozen(), approval("nobody", "leyla"), "runs.party"),
        (frozen(), approval("origin", "aysel"), "access.second_person"),
        (frozen(), approval("origin", "orxan", root="cd" * 32), "runs.other_root"),
        (frozen(), approval("origin", "orxan", document=" "), "runs.no_basis"),
        (frozen(), IssueAll(by="aysel"), "runs.phase"),
        (cut(), CancelRun(by="aysel", reason=" "), "runs.no_basis"),
        (after(cut(), looked(approved=1, issued=1)), CancelRun(by="aysel", reason="səhv"), "runs.issued"),
        (after(NOTHING, OPEN, CutRun(by=HUB, lists=0)), CancelRun(by="aysel", reason="səhv"), "runs.phase"),
    ],
)
def test_what_is_not_possible(head: RunHead, command: Command, expected: str) -> None:
    assert code(head, command) == expected


def test_nobody_approves_for_two_parties_nor_twice() -> None:
    head = after(frozen(), approval("origin", "orxan"), looked(ROOT, is_done=True, frozen=2))

    assert code(head, approval("settlement", "orxan")) == "access.second_person"
    other = replace(head, approvals={"origin": replace(head.approvals["origin"], by="aysel")})
    assert code(other, approval("origin", "orxan")) == "runs.approved_already"


def test_the_root_is_over_the_lists_in_the_order_of_their_ids() -> None:
    one, two = "11" * 32, "22" * 32

    assert run_root([("b", two), ("a", one)]) == run_root([("a", one), ("b", two)]) == list_root((one, two))


@pytest.mark.parametrize("period", ["2026-03", "2026-Q1", "2026"])
def test_a_run_is_of_a_month_a_quarter_or_a_year(period: str) -> None:
    assert is_within(date(2026, 3, 31), period)
    assert not is_within(date(2025, 12, 31), period)


def test_a_group_is_withheld_on_all_lists_by_one_act_of_two_officers() -> None:
    proposed = after(frozen(), GROUP)
    assert (proposed.order, proposed.groups) == (None, ())
    assert code(proposed, Agree(by="aysel")) == "access.second_person"

    asked = after(proposed, Agree(by="tural"))
    (group,) = asked.groups
    assert (asked.shown, group.place, group.proposed_by, asked.waiting) == ("withhold", "Bərdə", "aysel", None)
    assert code(asked, IssueAll(by="aysel")) == "runs.busy"
    done = after(asked, looked(ROOT, is_done=True, frozen=2))
    assert (done.phase, done.order, done.groups) == ("frozen", None, (group,))
    assert RUNS.validate_json(RUNS.dump_json(done)) == done


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"place": " "}, "runs.no_basis"),
        ({"document": " "}, "runs.no_basis"),
        ({"by": "clerk"}, "access.role_missing"),
        ({"which": "account", "place": ""}, ""),
        ({"unlisted": True}, "runs.no_group"),
    ],
)
def test_a_group_has_a_place_and_an_act(said: dict[str, Any], expected: str) -> None:
    assert code(frozen(), replace(GROUP, **said)) == expected
    assert code(cut(), GROUP) == "runs.phase"
