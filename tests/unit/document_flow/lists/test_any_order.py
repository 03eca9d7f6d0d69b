"""Whatever officials, parties, workers and crashes do to the lists of two runs in whatever order, some things hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from document_flow.hands import Command
from document_flow.lists.acts.cut import CutList
from document_flow.lists.acts.freeze import FreezeList
from document_flow.lists.acts.issue import IssueList, ListIssued
from document_flow.lists.acts.settle import CloseList, SettleList
from document_flow.lists.acts.stop import CancelList, RejectList
from document_flow.lists.acts.withhold import AnswerWithholding, ProposeWithholding
from document_flow.lists.acts.work_chunk import ChunkFinished
from document_flow.lists.comparing import Tally
from document_flow.lists.entry import chunk_hash, list_root
from document_flow.lists.kernel import KERNEL
from document_flow.lists.run import Cut, RunKind
from document_flow.lists.standing import Event
from document_flow.lists.state import LISTS, NOTHING, ListHead
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.campaigns import examples
from tests.unit.document_flow.lists.office import (
    CUT,
    ENTRIES,
    PARTIES,
    RUN,
    TALLIES,
    approval,
    claim,
    cut,
    finish,
    stands,
    withholding,
)

RUNS = tuple(replace(RUN, id=f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 2))
CUTS = tuple(Cut(run=run, origin="LAC", settlement=to, starts=("", "p3")) for run in RUNS for to in ("SUM", "BAK"))
WHO = st.sampled_from(("aysel", "tural", "head", "orxan", "leyla"))
EARLY = ["claim", "finish", "late", "other", "freeze", "approve", "vouch", "reject", "cancel"]
LATE = ["vouch", "approve", "issue", "issue", "propose", "agree", "decline", "settle", "close", "cancel", "finish"]
AHEAD = ("finish", "freeze", "approve", "approve", "approve")
"""So far all lists may be when a story begins, so that it comes to its end."""
Step = tuple[int, str, int, str]
"""Of which list, what, which chunk or party of it, and whose hand where it is an official's."""


def _story(ahead: int, names: list[str]) -> st.SearchStrategy[list[Step]]:
    before = [(number, AHEAD[at], (1, 0, 0, 1, 2)[at], "aysel") for number in range(4) for at in range(ahead)]
    steps = st.tuples(st.integers(0, 3), st.sampled_from(names), st.integers(0, 2), WHO)
    return st.lists(steps, min_size=8, max_size=30).map(lambda after: [*before, *after])


BEGUN, APPROVED = _story(0, EARLY), _story(5, LATE)
STORY = BEGUN | _story(2, EARLY + LATE) | APPROVED


@dataclass(slots=True)
class Store:
    """Two runs of one period with two lists each, and who holds each slot, as a store would keep them."""

    kind: RunKind = "regular"
    heads: dict[int, ListHead] = field(default_factory=dict)
    events: dict[int, tuple[Event, ...]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    seconds: int = 0

    def does(self, number: int, command: Command) -> None:
        """Refused, it changes nothing."""
        head = self.heads.get(number, NOTHING)
        decided = KERNEL.decide(stands(head, self.seconds, self.holders.get(head.run.slot, "")), command)
        if isinstance(decided, Refusal):
            return
        for event in decided:
            if isinstance(event, ListIssued):
                self.holders.setdefault(event.slot, head.run.id)
        self.events[number] = (*self.events.get(number, ()), *decided)
        self.heads[number] = KERNEL.replay(decided, head)

    def ready(self, number: int) -> None:
        """Cut, and read up to its last chunk."""
        place = replace(CUTS[number], run=replace(CUTS[number].run, kind=self.kind))
        for command in (CutList(by="aysel", cut=place), claim(0), finish(0), claim(1)):
            self.does(number, command)


def asked(step: str, head: ListHead, which: int, who: str) -> Command:
    chunk = which % 2
    fence = head.chunks[chunk].fence
    party, by = PARTIES[which]
    commands: dict[str, Command] = {
        "claim": claim(chunk, who),
        "finish": finish(chunk, fence),
        "late": replace(finish(chunk, fence - 1), hash="0" * 64),
        "other": replace(finish(chunk, fence), hash="f" * 64) if head.chunks[chunk].hash else finish(chunk, fence),
        "freeze": FreezeList(by=who),
        "approve": approval(head, party, by),
        "vouch": approval(head, party, who),
        "issue": IssueList(by=who),
        "propose": ProposeWithholding(by=who, withholding=withholding(chunk)),
        "agree": AnswerWithholding(by=who, agreed=True),
        "decline": AnswerWithholding(by=who, agreed=False),
        "settle": SettleList(by=HUB, paid_qepik=head.issue_qepik, returned_qepik=0, open_qepik=0),
        "close": CloseList(by=who),
        "reject": RejectList(by=by, party=party, reason="x"),
        "cancel": CancelList(by=who, reason="x"),
    }
    return commands[step]


def told(story: list[Step], kind: RunKind = "regular") -> Store:
    store = Store(kind)
    for number in range(len(CUTS)):
        store.ready(number)
    for number, step, which, who in story:
        store.seconds += which * 8
        store.does(number, asked(step, store.heads[number], which, who))
    return store


def issued_runs(store: Store) -> set[str]:
    return {
        store.heads[number].run.id
        for number, events in store.events.items()
        if any(isinstance(each, ListIssued) for each in events)
    }


@given(APPROVED)
@settings(max_examples=examples(30))
def test_two_regular_runs_of_one_period_are_never_both_issued(story: list[Step]) -> None:
    assert len(issued_runs(told(story))) <= 1


@given(STORY)
@settings(max_examples=examples(30))
def test_what_is_frozen_never_changes_and_nothing_goes_out_without_all_parties(
    story: list[Step],
) -> None:
    for events in told(story).events.values():
        head, frozen = NOTHING, None
        for event in events:
            head = KERNEL.replay((event,), head)
            frozen = frozen or ((head.root, head.chunks) if head.root else None)
            assert frozen in (None, (head.root, head.chunks))
            if isinstance(event, ListIssued):
                hands = {each.by for each in head.approvals.values()}
                assert (len(hands), head.missing, head.cut_by in hands) == (3, (), False)
                assert event.qepik == 15_300 - sum(head.withheld.values())
                assert head.proposal is None


@given(STORY)
@settings(max_examples=examples(30))
def test_events_and_commands_read_back_from_json_come_to_the_same_lists(story: list[Step]) -> None:
    store = told(story)
    for number, events in store.events.items():
        stored = [KERNEL.events.validate_json(KERNEL.events.dump_json(each)) for each in events]

        assert tuple(stored) == events
        assert KERNEL.replay(stored) == store.heads[number]
        assert LISTS.validate_json(LISTS.dump_json(store.heads[number])) == store.heads[number]
    for number, step, which, who in story:
        command = asked(step, store.heads[number], which, who)
        assert KERNEL.commands.validate_json(KERNEL.commands.dump_json(command)) == command


@given(BEGUN)
@settings(max_examples=examples(20))
def test_a_chunk_is_done_once(story: list[Step]) -> None:
    for events in told(story).events.values():
        done = [each.chunk for each in events if isinstance(each, ChunkFinished)]

        assert sorted(done) == sorted(set(done))


def test_a_whole_way_is_among_the_stories_and_corrections_stand_beside_each_other() -> None:
    steps = ["finish", "freeze", *["approve"] * 3, "issue", "settle", "close"]
    way = [(number, step, {2: 0, 3: 1, 4: 2}.get(at, 1), "tural") for number in (0, 2) for at, step in enumerate(steps)]

    assert [told(way).heads[number].phase for number in (0, 2)] == ["closed", "approved"]
    assert issued_runs(told(way, "correction")) == {each.id for each in RUNS}


@given(st.permutations([0, 1, 2, 3]), st.lists(st.integers(0, 3), max_size=8))
@settings(max_examples=examples(30))
def test_chunks_done_in_any_order_with_crashes_between_come_to_the_same_root(
    order: list[int], crashes: list[int]
) -> None:
    """A crash is a claim that nobody finishes; whoever comes after its lease begins the chunk anew."""
    store = Store()
    store.does(0, CutList(by="aysel", cut=replace(CUT, starts=("", "p3", "p5", "p7"))))
    for chunk in (*crashes, *order):
        store.seconds += 15
        store.does(0, claim(chunk, f"w{store.seconds}"))
    for chunk in order[::-1]:
        fence, entries = store.heads[0].chunks[chunk].fence, ENTRIES[chunk % 2]
        for behind in range(1, fence):
            store.does(0, replace(finish(0, behind), chunk=chunk, hash="0" * 64))
        done = replace(finish(0, fence), chunk=chunk, hash=chunk_hash(entries), tally=TALLIES[chunk % 2])
        store.does(0, done)
        store.does(0, done)
    store.does(0, FreezeList(by="tural"))

    assert store.heads[0].root == list_root([chunk_hash(ENTRIES[number % 2]) for number in range(4)])
    assert store.heads[0].tally == TALLIES[0] + TALLIES[1] + TALLIES[0] + TALLIES[1]


def test_every_act_has_a_kind_of_its_own_and_a_list_begins_as_nothing() -> None:
    assert len({each.kind for each in KERNEL.acts}) == len(KERNEL.acts)
    assert cut().length == 1
    assert Tally() + Tally() == Tally()
