"""A list beside the last one: nothing begins, changes or ends without its act; what is missing becomes a task."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document_flow.lists.comparing import Basis, BasisKind, Compared, RightFound, Tally, compare, tally
from document_flow.lists.entry import ListEntry, chunk_hash, list_root
from hub.evidence.merkle import leaf_hash, node_hash
from tests.campaigns import examples

ENTRY = ListEntry(person="p1", right="r1", amount_qepik=3300, account="a1")
RAISED = replace(ENTRY, amount_qepik=6000)


def act(kind: BasisKind, document: str = "Q-1") -> Basis:
    return Basis(kind=kind, document=document, reason="səbəb")


def one(last: ListEntry | None, found: RightFound | None) -> list[tuple[str, str, ListEntry]]:
    """What one line comes to: change, task and the line that counts."""
    made = compare([last] if last else [], [found] if found else [])
    return [(each.change, each.task, each.entry) for each in made]


@pytest.mark.parametrize("kind", ["decision", "group_act"])
def test_a_new_grant_is_listed_by_its_decision(kind: BasisKind) -> None:
    assert one(None, RightFound(entry=ENTRY, standing="in_force", basis=act(kind))) == [("new", "", ENTRY)]


@pytest.mark.parametrize("basis", [None, act("death"), act("payee"), act("decision", " ")])
def test_a_new_grant_without_its_decision_is_left_out_and_becomes_a_task(basis: Basis | None) -> None:
    assert one(None, RightFound(entry=ENTRY, standing="in_force", basis=basis)) == [("left_out", "no_act", ENTRY)]


def test_a_new_grant_is_never_there_undecided_and_one_that_ended_is_not_named() -> None:
    undecided = RightFound(entry=ENTRY, standing="undecided", basis=act("decision"))

    assert one(None, undecided) == [("left_out", "recheck", ENTRY)]
    assert one(None, replace(undecided, standing="ended")) == []


@pytest.mark.parametrize("kind", ["decision", "death", "group_act"])
def test_an_entry_ends_by_an_act(kind: BasisKind) -> None:
    assert one(ENTRY, RightFound(entry=RAISED, standing="ended", basis=act(kind))) == [("ended", "", ENTRY)]


@pytest.mark.parametrize("basis", [None, act("payee"), act("death", "")])
def test_an_entry_does_not_end_without_an_act(basis: Basis | None) -> None:
    assert one(ENTRY, RightFound(entry=ENTRY, standing="ended", basis=basis)) == [("kept", "no_act", ENTRY)]


def test_what_nobody_speaks_of_or_has_decided_stays_as_it_was_and_becomes_a_task() -> None:
    assert one(ENTRY, None) == [("kept", "silent", ENTRY)]
    assert one(ENTRY, RightFound(entry=RAISED, standing="undecided")) == [("kept", "recheck", ENTRY)]


def test_an_entry_changes_by_an_act_alone() -> None:
    found = RightFound(entry=RAISED, standing="in_force", basis=act("payee"))

    assert one(ENTRY, found) == [("changed", "", RAISED)]
    assert one(ENTRY, replace(found, basis=None)) == [("kept", "no_act", ENTRY)]
    assert one(ENTRY, replace(found, entry=ENTRY)) == [("kept", "", ENTRY)]


def test_a_doubted_right_is_paid_as_its_act_says_and_asks_for_people() -> None:
    found = RightFound(entry=RAISED, standing="in_force", basis=act("decision"), has_fin=False, is_doubted=True)

    assert one(None, found) == [("new", "doubted", RAISED)]
    assert one(ENTRY, found) == [("changed", "doubted", RAISED)]
    assert one(RAISED, found) == [("kept", "doubted", RAISED)]
    assert one(ENTRY, replace(found, basis=None)) == [("kept", "no_act", ENTRY)]
    assert one(ENTRY, replace(found, standing="ended")) == [("ended", "", ENTRY)], "an act ends it"
    counted = tally(compare([RAISED], [found]))
    assert (counted, counted.to_look_at) == (Tally(kept=1, doubted=1, total_qepik=6000), 1)


def test_whoever_has_no_fin_is_listed_as_all_and_counted_as_no_open_question() -> None:
    found = RightFound(entry=RAISED, standing="in_force", basis=act("decision"), has_fin=False)

    assert one(None, found) == [("new", "no_fin", RAISED)]
    assert one(RAISED, found) == [("kept", "no_fin", RAISED)]
    assert one(ENTRY, replace(found, standing="undecided")) == [("kept", "recheck", ENTRY)]
    assert one(ENTRY, replace(found, standing="ended")) == [("ended", "", ENTRY)]
    assert tally(compare([], [found])) == Tally(new=1, total_qepik=6000)


def test_a_stream_out_of_order_or_with_a_key_twice_is_no_list() -> None:
    later = replace(ENTRY, person="p2")

    with pytest.raises(ValueError, match=r"last list: .* read each key once"):
        list(compare([later, ENTRY], []))
    with pytest.raises(ValueError, match=r"rights found: .* read each key once"):
        list(compare([], [RightFound(entry=ENTRY, standing="undecided")] * 2))


ENTRIES = st.builds(
    ListEntry,
    person=st.sampled_from("abcdefgh"),
    right=st.sampled_from(("r1", "r2")),
    amount_qepik=st.sampled_from((3300, 6000)),
)
BASES = st.none() | st.builds(act, st.sampled_from(("decision", "death", "group_act", "payee")))
FOUND = st.builds(RightFound, entry=ENTRIES, standing=st.sampled_from(("in_force", "undecided", "ended")), basis=BASES)
LAST = st.lists(ENTRIES, unique_by=lambda each: each.key).map(lambda each: sorted(each, key=lambda one: one.key))
NOW = st.lists(FOUND, unique_by=lambda each: each.key).map(lambda each: sorted(each, key=lambda one: one.key))


def listed(compared: Iterable[Compared]) -> list[ListEntry]:
    return [each.entry for each in compared if each.is_listed]


@given(LAST, NOW)
@settings(max_examples=examples(50))
def test_whatever_is_found_nobody_is_lost_doubled_or_changed_without_an_act(
    last: list[ListEntry], found: list[RightFound]
) -> None:
    made = list(compare(last, found))

    keys = [each.entry.key for each in made]
    assert keys == sorted(set(keys))
    assert {each.key for each in last} <= set(keys)
    for each in made:
        if each.change in ("new", "changed", "ended"):
            assert each.basis is not None
            assert not each.task
        if each.change == "kept":
            assert each.entry in last
        if each.change == "new":
            assert any(right.standing == "in_force" and right.entry == each.entry for right in found)
    assert tally(made).entries == len(listed(made))
    assert tally(made).total_qepik == sum(each.amount_qepik for each in listed(made))


@given(LAST, NOW, st.integers(0, 8))
@settings(max_examples=examples(50))
def test_chunks_compared_apart_come_to_what_the_whole_does(
    last: list[ListEntry], found: list[RightFound], cut: int
) -> None:
    start = "abcdefghi"[cut]
    apart = [
        list(
            compare(
                [e for e in last if (e.person < start) == low], [f for f in found if (f.entry.person < start) == low]
            )
        )
        for low in (True, False)
    ]

    assert [*apart[0], *apart[1]] == list(compare(last, found))
    assert tally(apart[0]) + tally(apart[1]) == tally(compare(last, found))


@given(LAST)
@settings(max_examples=examples(25))
def test_when_all_agencies_are_silent_the_list_is_unchanged(last: list[ListEntry]) -> None:
    made = list(compare(last, ()))

    assert listed(made) == last
    assert chunk_hash(listed(made)) == chunk_hash(last)
    assert tally(made) == Tally(kept=len(last), tasks=len(last), total_qepik=sum(e.amount_qepik for e in last))


def test_a_long_list_is_a_walk_that_keeps_nothing() -> None:
    def entries() -> Iterable[ListEntry]:
        return (ListEntry(person=f"{number:06}", right="r", amount_qepik=6000) for number in range(3_000))

    tracemalloc.start()
    counted = tally(compare(entries(), (RightFound(entry=each, standing="in_force") for each in entries())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert counted == Tally(kept=3_000, total_qepik=18_000_000)
    assert peak < 100_000


def test_equal_entries_have_equal_bytes_whatever_the_order_of_their_terms() -> None:
    one, other = (ListEntry(person="p", right="r", terms=each) for each in ({"a": "z", "b": "z"}, {"b": "z", "a": "z"}))

    assert one.canonical == other.canonical
    assert one.sha256 == other.sha256 == leaf_hash(one.canonical).hex()
    assert '"terms":{"a":"z","b":"z"}' in one.canonical.decode()


def test_a_line_is_proven_by_the_chunk_and_the_chunk_by_the_root() -> None:
    left, right = chunk_hash([ENTRY, RAISED]), chunk_hash([])

    assert left == node_hash(leaf_hash(ENTRY.canonical), leaf_hash(RAISED.canonical)).hex()
    assert list_root([left, right]) == node_hash(leaf_hash(bytes.fromhex(left)), leaf_hash(bytes.fromhex(right))).hex()
    assert list_root([left, right]) != list_root([right, left])
