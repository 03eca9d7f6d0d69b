"""A replay finds whose outcome changes, and can prove what it found."""

from __future__ import annotations

from document_flow.decisions.replay import Difference, Replay, StoredCase
from document_flow.decisions.table import Table
from tests.unit.document_flow.decisions.building import table

OLD = table({"say": "number"}, ("[1..3]", "a"), ("> 3", "b"))
NEW = table({"say": "number"}, ("[1..4]", "a"), ("[5..9]", "b"))
CASES = [StoredCase(f"iş {n}", {"say": n}) for n in range(12)]


def replayed(old: Table, new: Table, cases: list[StoredCase]) -> tuple[Replay, list[Difference]]:
    replay = Replay(old, new, allow_assumed=False)
    return replay, list(replay.differences(cases))


def test_the_cases_that_change_are_found_with_both_outcomes() -> None:
    replay, found = replayed(OLD, NEW, CASES)

    assert [(each.case, each.before.kind, each.after.kind) for each in found] == [
        ("iş 4", "decided", "decided"),
        ("iş 10", "decided", "not_decided"),
        ("iş 11", "decided", "not_decided"),
    ]
    assert (replay.cases, replay.changed, replay.only_basis) == (12, 3, 0)
    assert replay.kinds == {
        ("decided", "decided"): 9,
        ("decided", "not_decided"): 2,
        ("not_decided", "not_decided"): 1,
    }


def test_the_same_answer_from_another_act_is_told_apart() -> None:
    amended = table({"say": "number"}, ("[1..3]", "a"), ("> 3", "b"), basis="yeni maddə")

    replay, found = replayed(OLD, amended, CASES)

    assert (len(found), replay.changed, replay.only_basis) == (11, 0, 11)
    assert all(each.only_basis for each in found)


def test_a_conflict_and_another_missing_fact_are_changes() -> None:
    wrong = table({"say": "number"}, ("> 1", "a"), ("> 3", "b"))
    other = table({"say": "number", "rayon": "string"}, ("> 1", '"x"', "a"))

    assert replayed(OLD, wrong, [StoredCase("c", {"say": 5})])[1][0].after.kind == "conflicted"
    assert replayed(OLD, other, [StoredCase("c", {})])[0].changed == 1


def test_a_replay_over_the_same_cases_has_the_same_digest_and_over_others_another() -> None:
    one, again, other = (replayed(OLD, NEW, cases)[0].sha256() for cases in (CASES, CASES, CASES[:-1]))

    assert one == again != other
    assert replayed(OLD, OLD, CASES)[1] == []
