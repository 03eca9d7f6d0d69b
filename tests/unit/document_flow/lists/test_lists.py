"""A list from its cut to its end, step by step, and what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.hands import Command
from document_flow.lists.acts.approve import ApproveList
from document_flow.lists.acts.cut import CutList
from document_flow.lists.acts.freeze import FreezeList
from document_flow.lists.acts.issue import IssueList, ListIssued
from document_flow.lists.acts.settle import CloseList, SettleList
from document_flow.lists.acts.stop import CancelList, RejectList
from document_flow.lists.acts.withhold import AnswerWithholding, ProposeWithholding, WithholdOfGroup
from document_flow.lists.comparing import Basis, Tally
from document_flow.lists.entry import chunk_hash, list_root
from document_flow.lists.kernel import KERNEL, cut_all
from document_flow.lists.state import NOTHING, PHASES, ListHead
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.lists.office import (
    AT,
    CUT,
    DEATH,
    ENTRIES,
    RUN,
    after,
    approval,
    approved,
    at,
    claim,
    code,
    compared,
    cut,
    finish,
    frozen,
    issued,
    stands,
    withholding,
)


def test_a_run_cuts_all_its_lists_at_once_under_ids_that_follow_from_it() -> None:
    made = cut_all("aysel", (CUT, replace(CUT, settlement="BAK")), at())

    assert not isinstance(made, Refusal)
    assert list(made) == [CUT.list_id, replace(CUT, settlement="BAK").list_id]
    assert [each[0].kind for each in made.values()] == ["list_cut"] * 2


def test_a_run_cuts_none_where_one_is_refused() -> None:
    twice = cut_all("aysel", (CUT, CUT), at())
    unsound = cut_all("aysel", (CUT, replace(CUT, settlement="BAK", starts=("p1",))), at())

    assert [each.code for each in (twice, unsound) if isinstance(each, Refusal)] == ["lists.pair_twice", "lists.ranges"]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ({"period": "2026-13"}, "lists.period"),
        ({"known_at": AT + timedelta(seconds=1)}, "lists.not_known_yet"),
        ({"parties": ()}, "lists.parties"),
        ({"parties": ("origin", "origin")}, "lists.parties"),
        ({}, ""),
    ],
)
def test_a_run_is_sound_before_anything_is_cut_by_it(run: dict[str, Any], expected: str) -> None:
    assert code(NOTHING, CutList(by="aysel", cut=replace(CUT, run=replace(RUN, **run)))) == expected


@pytest.mark.parametrize("starts", [(), ("p1",), ("", "p3", "p3"), ("", "p3", "p2")])
def test_chunks_leave_nobody_out(starts: tuple[str, ...]) -> None:
    assert code(NOTHING, CutList(by="aysel", cut=replace(CUT, starts=starts))) == "lists.ranges"


def test_only_officers_cut_and_only_the_hub_works_on_chunks() -> None:
    cutting = CutList(by="clerk", cut=CUT)
    refused = KERNEL.decide(stands(cut()), replace(claim(0), by="aysel"))

    assert code(NOTHING, cutting) == code(NOTHING, replace(cutting, by=HUB)) == "access.role_missing"
    assert isinstance(refused, Refusal)
    assert refused.words.en == "Only the hub itself may do this."
    assert code(cut(), CutList(by="aysel", cut=CUT)) == "lists.phase"


def test_chunks_are_done_in_any_order_and_then_the_list_is_compared() -> None:
    head = after(cut(), claim(1), finish(1))

    assert (head.phase, head.tally.entries) == ("cut", 2)
    assert compared().phase == "compared"
    assert compared().tally == Tally(kept=2, new=1, tasks=1, total_qepik=15_300)


def test_a_chunk_in_work_is_given_to_another_worker_only_after_its_lease() -> None:
    head = after(cut(), claim(0))

    assert code(head, claim(0, "w2"), seconds=14) == "lists.chunk_taken"
    assert after(head, claim(0, "w2"), seconds=15).chunks[0].fence == 2
    assert code(after(head, finish(0)), claim(0), seconds=15) == "lists.chunk_taken"
    assert code(head, claim(2)) == code(head, claim(-1)) == "lists.no_chunk"
    assert code(compared(), claim(0)) == "lists.phase"


def test_a_late_worker_is_refused_by_its_fence_before_and_after_the_chunk_is_done() -> None:
    taken_over = after(after(cut(), claim(0)), claim(0, "w2"), seconds=15)

    assert code(taken_over, finish(0, fence=1)) == "lists.stale_fence"
    assert code(after(taken_over, finish(0, fence=2)), finish(0, fence=1)) == "lists.stale_fence"
    assert code(cut(), finish(0, fence=0)) == "lists.stale_fence"
    assert code(cut(), replace(finish(0), chunk=7)) == "lists.no_chunk"


def test_a_repeated_finish_changes_nothing_and_another_result_is_refused() -> None:
    head = after(cut(), claim(0), finish(0))

    assert KERNEL.decide(stands(head), finish(0)) == ()
    assert KERNEL.decide(stands(frozen()), finish(0)) == ()
    assert code(head, replace(finish(0), hash="0" * 64)) == "lists.chunk_differs"
    assert code(head, replace(finish(0), tally=Tally())) == "lists.chunk_differs"


@pytest.mark.parametrize("wrong", ["", "0" * 63, "G" * 64])
def test_a_chunk_is_not_done_by_what_is_no_hash(wrong: str) -> None:
    assert code(after(cut(), claim(0)), replace(finish(0), hash=wrong)) == "lists.no_hash"


def test_a_list_that_was_stopped_takes_no_more_chunks() -> None:
    stopped = after(cut(), claim(0), CancelList(by="tural", reason="səhv gün"))

    assert code(stopped, finish(0)) == "lists.phase"


def test_a_list_is_frozen_under_the_root_of_its_chunks() -> None:
    assert frozen().root == list_root([chunk_hash(each) for each in ENTRIES])
    assert code(cut(), FreezeList(by="aysel")) == "lists.phase"


def test_every_party_approves_by_somebody_of_its_own() -> None:
    head = frozen()
    first = after(head, approval(head, "origin", "orxan"))

    assert (first.phase, first.missing) == ("frozen", ("settlement", "committee"))
    assert (approved().phase, approved().missing) == ("approved", ())
    assert approved().approvals["origin"].document == "S-origin"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"by": "sevda"}, "lists.party"),
        ({"by": HUB}, "lists.party"),
        ({"party": "bank"}, "lists.party"),
        ({"by": "aysel"}, "access.second_person"),
        ({"root": "0" * 64}, "lists.other_root"),
        ({"document": " "}, "lists.no_basis"),
        ({}, ""),
    ],
)
def test_an_approval_is_of_this_list_by_a_document_and_not_of_whoever_cut_it(
    change: dict[str, Any], expected: str
) -> None:
    head = frozen()

    assert code(head, replace(approval(head, "origin", "orxan"), **change)) == expected


def test_nobody_approves_twice() -> None:
    head = frozen()
    first = after(head, approval(head, "committee", "head"))

    assert code(first, approval(head, "committee", "sevda")) == "lists.approved_already"
    assert code(after(head, approval(head, "origin", "orxan")), approval(head, "settlement", "orxan")) == (
        "access.second_person"
    )


def test_an_entry_is_withheld_by_an_act_and_a_second_person_and_the_frozen_list_stays_the_same() -> None:
    proposed = after(approved(), ProposeWithholding(by="aysel", withholding=withholding()))
    withheld = after(proposed, AnswerWithholding(by="tural", agreed=True))

    assert (code(proposed, IssueList(by="aysel")), code(withheld, IssueList(by="aysel"))) == ("lists.proposed", "")
    assert code(proposed, AnswerWithholding(by="aysel", agreed=True)) == "access.second_person"
    assert (withheld.root, withheld.chunks) == (approved().root, approved().chunks)
    assert (withheld.issue_qepik, withheld.issue_entries) == (9300, 2)


def test_those_of_a_group_are_withheld_once_beside_what_is_proposed_of_single_ones() -> None:
    proposed = after(approved(), ProposeWithholding(by="aysel", withholding=withholding()))
    group = WithholdOfGroup(by=HUB, withholding=replace(withholding(), by="aysel"))
    withheld = after(proposed, group)

    assert (len(withheld.withheld), withheld.proposal) == (1, proposed.proposal)
    assert after(withheld, group) == withheld
    assert code(issued(), group) == "lists.phase"
    assert code(approved(), replace(group, by="aysel")) == "access.role_missing"


def test_a_form_names_lines_and_the_act_that_they_are_withheld_by() -> None:
    act = KERNEL.by_kind["propose_withholding"]
    said = {"lines": "1.5", "basis": "death", "document": "AB-1/2026", "reason": "vəfat", "by": "aysel", "subject": ""}

    asked = act.asked(act.forms[0], said)

    assert asked.withholding.entries == {"1.5": 0}
    assert asked.withholding.basis == Basis(kind="death", document="AB-1/2026", reason="vəfat")


def test_a_proposal_to_withhold_may_be_declined_by_whoever_made_it() -> None:
    proposed = after(frozen(), ProposeWithholding(by="aysel", withholding=withholding()))
    declined = after(proposed, AnswerWithholding(by="aysel", agreed=False))

    assert (declined.proposal, declined.issue_qepik) == (None, 15_300)
    assert code(declined, AnswerWithholding(by="tural", agreed=True)) == "lists.not_proposed"
    assert code(proposed, ProposeWithholding(by="tural", withholding=withholding(1))) == "lists.proposed"


def test_nothing_is_withheld_without_a_basis_twice_or_out_of_time() -> None:
    asked = ProposeWithholding(by="aysel", withholding=withholding())
    withheld = after(frozen(), asked, AnswerWithholding(by="tural", agreed=True))
    baseless = replace(withholding(), basis=Basis(kind="death", document="AB-1", reason=" "))

    assert code(withheld, asked) == "lists.withheld_already"
    assert code(frozen(), replace(asked, withholding=replace(withholding(), entries={}))) == "lists.withheld_already"
    assert code(frozen(), replace(asked, withholding=baseless)) == "lists.no_basis"
    assert code(compared(), asked) == code(issued(), asked) == "lists.phase"


def test_an_approved_list_is_issued_and_takes_the_period() -> None:
    decided = KERNEL.decide(stands(approved()), IssueList(by="aysel"))

    assert decided == (ListIssued(by="aysel", at=AT, slot="allowance:2026-03", entries=3, qepik=15_300),)
    assert code(frozen(), IssueList(by="aysel")) == "lists.phase"


def test_another_run_that_has_issued_for_the_period_bars_this_one_but_not_its_own_lists() -> None:
    assert code(approved(), IssueList(by="aysel"), holder="another") == "lists.slot_taken"
    assert code(approved(), IssueList(by="aysel"), holder=RUN.id) == ""
    assert replace(RUN, kind="arrears").slot == RUN.id != RUN.slot


def test_a_list_is_settled_when_its_money_adds_up_and_then_closed() -> None:
    settling = SettleList(by=HUB, paid_qepik=9300, returned_qepik=6000, open_qepik=0)
    settled = after(issued(), settling)

    assert (settled.phase, settled.paid_qepik, settled.returned_qepik) == ("settled", 9300, 6000)
    assert code(issued(), replace(settling, returned_qepik=0, open_qepik=6000)) == "lists.unsettled"
    assert code(issued(), replace(settling, returned_qepik=5999)) == "lists.unsettled"
    assert code(approved(), settling) == code(issued(), CloseList(by="aysel")) == "lists.phase"
    assert after(settled, CloseList(by="aysel")).phase == "closed"


@pytest.mark.parametrize(
    ("command", "phase"),
    [
        (RejectList(by="leyla", party="settlement", reason="ünvan səhvdir"), "rejected"),
        (CancelList(by="tural", reason="səhv gün"), "cancelled"),
        (CancelList(by="tural", reason="yenisi", successor="l2"), "superseded"),
    ],
)
def test_a_list_is_stopped_before_it_is_issued_and_never_after(command: Any, phase: str) -> None:
    stopped = after(approved(), command)

    assert (stopped.phase, stopped.ended, stopped.locks_accounts) == (phase, command.reason, False)
    assert code(approved(), replace(command, reason="")) == "lists.no_basis"
    assert code(issued(), command) == code(stopped, command) == "lists.phase"


def test_a_party_rejects_only_for_itself() -> None:
    assert code(frozen(), RejectList(by="leyla", party="committee", reason="x")) == "lists.party"


@pytest.mark.parametrize("head", [cut(), compared(), frozen(), approved()])
def test_no_account_changes_between_cut_and_issue(head: ListHead) -> None:
    assert head.locks_accounts
    assert not NOTHING.locks_accounts
    assert not issued().locks_accounts


def test_what_is_refused_says_so_in_both_languages_and_names_what_it_found() -> None:
    refused: list[Command] = [
        IssueList(by="aysel"),
        ApproveList(by="clerk", party="origin", root="", document=""),
    ]
    words = [decided.words for each in refused if isinstance(decided := KERNEL.decide(stands(frozen()), each), Refusal)]

    assert words[0].az == "Siyahının indiki vəziyyətində bu mümkün deyil: dondurulub."
    assert words[1].en == "“Clerk” does not speak for the party “origin”."
    assert all(each.az and each.en for each in (*PHASES.values(), *KERNEL.names.values()))
    assert DEATH.is_said


def test_a_withholding_waits_for_a_second_person() -> None:
    waiting = KERNEL.proposed(after(frozen(), ProposeWithholding(by="aysel", withholding=withholding(0))))

    assert waiting is not None
    assert (waiting.act, waiting.by) == ("propose_withholding", "aysel")
    assert KERNEL.proposed(frozen()) is None
