"""A replay adds ranges up, each once, and the sums and digests do not depend on how the cases fall into ranges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.law_replays.acts.conclude import ConcludeLacking
from document_flow.law_replays.acts.replay import BeginReplay, ReadRange
from document_flow.law_replays.kernel import KERNEL
from document_flow.law_replays.standing import Standing
from document_flow.law_replays.state import FIRST, NOTHING, LawReplay, Laws, found_in
from document_flow.law_replays.weighing import Effect, Weighed
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.words import Words

AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
PEOPLE = Directory(
    {
        login: Official(login, login, Words("v", "p"), "top", frozenset((role,)))
        for login, role in (("orxan", "lawyer"), ("sevinc", "clerk"), ("elcin", "programme_officer"))
    }
)
LAWS = Laws(table="allowance", programme="allowance", before=3, after=4)
BEGIN = BeginReplay(by="orxan", table="allowance", after=4, laws=LAWS, of_all=3, waiting=1)


def weighed(effect: Effect, money: int = 0) -> Weighed:
    missing = ("qaz",) if effect == "unknown" else ()
    return Weighed(effect=effect, money=money, groups={"sex": "female"}, missing=missing, ends=effect == "loses")


CASES = (
    ("a" * 32, weighed("loses", -3300)),
    ("b" * 32, weighed("same")),
    ("c" * 32, weighed("unknown")),
    ("d" * 32, weighed("gains", 6000)),
    ("e" * 32, weighed("loses", -6000)),
)


def standing(replay: LawReplay) -> Standing:
    return Standing(replay, Context(AT, WorkingCalendar(), PEOPLE))


def after(replay: LawReplay, command: Command) -> LawReplay:
    made = KERNEL.decide(standing(replay), command)
    assert not isinstance(made, Refusal), made
    return KERNEL.replay(made, replay)


def code(replay: LawReplay, command: Command) -> str:
    made = KERNEL.decide(standing(replay), command)
    return made.code if isinstance(made, Refusal) else ""


def read(size: int) -> LawReplay:
    """All of it, in ranges of a size."""
    replay = after(NOTHING, BEGIN)
    for at in range(0, len(CASES), size):
        part, is_last = CASES[at : at + size], at + size >= len(CASES)
        replay = after(
            replay,
            ReadRange(by=HUB, after_id=replay.last, last=part[-1][0], is_last=is_last, found=found_in(part)),
        )
    return replay


def test_a_lawyer_begins_it_and_the_hub_alone_reads() -> None:
    begun = after(NOTHING, BEGIN)

    assert (begun.phase, begun.by, begun.of_all, begun.waiting) == ("reading", "orxan", 3, 1)
    assert code(NOTHING, BeginReplay(by="sevinc", table="allowance", after=4)) == "access.role_missing"
    by_hand = ReadRange(by="orxan", after_id=FIRST, last="a" * 32, is_last=False, found=found_in(()))
    assert code(begun, by_hand) == "access.role_missing"


def test_a_range_is_read_once() -> None:
    begun, found = after(NOTHING, BEGIN), found_in(CASES[:1])
    first = ReadRange(by=HUB, after_id=FIRST, last="a" * 32, is_last=False, found=found)
    once = after(begun, first)

    assert code(once, first) == "law_replays.stale"
    assert (
        code(once, ReadRange(by=HUB, after_id="a" * 32, last="a" * 32, is_last=False, found=found))
        == "law_replays.stale"
    )
    done = after(once, ReadRange(by=HUB, after_id="a" * 32, last="a" * 32, is_last=True, found=found_in(())))
    assert (done.phase, done.read) == ("read", 1)
    assert code(done, first) == "law_replays.stale"


@pytest.mark.parametrize("size", range(1, 6))
def test_sums_and_the_pin_are_the_same_however_the_cases_fall_into_ranges(size: int) -> None:
    whole, parted = read(5), read(size)

    assert parted.weights == whole.weights
    assert (parted.read, parted.changed, parted.lost, parted.pin) == (5, 4, 2, whole.pin)
    assert parted.weight("sex", "female", "loses") == (2, -9300)
    assert parted.weight("sex", "male", "loses") == (0, 0)
    assert (parted.values("sex"), dict(parted.missing)) == (["female"], {"qaz": 1})


def test_the_digest_is_another_where_one_case_is() -> None:
    other = after(NOTHING, BEGIN)
    found = found_in((*CASES[:4], ("e" * 32, weighed("loses", -3300))))
    other = after(other, ReadRange(by=HUB, after_id=FIRST, last="e" * 32, is_last=True, found=found))

    assert other.digest != read(5).digest
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(other)) == other


def test_sums_that_were_too_little_are_held_fast_with_what_was_due_however_cases_fall_into_ranges() -> None:
    more = Weighed(effect="already", money=0, groups={}, due="6000")
    open_ = Weighed(effect="unknown", money=0, groups={}, missing=("məskən",), is_open=True)
    cases = (("a" * 32, more), ("b" * 32, open_), ("c" * 32, weighed("same")), ("d" * 32, more))
    begun = after(NOTHING, BEGIN)

    whole = after(begun, ReadRange(by=HUB, after_id=FIRST, last="d" * 32, is_last=True, found=found_in(cases)))
    first = after(begun, ReadRange(by=HUB, after_id=FIRST, last="a" * 32, is_last=False, found=found_in(cases[:1])))
    parts = after(first, ReadRange(by=HUB, after_id="a" * 32, last="d" * 32, is_last=True, found=found_in(cases[1:])))

    assert (whole.too_little, whole.lacking, whole.lost) == (2, 1, 0)
    assert (parts.too_little, parts.raise_pin, parts.lacking) == (2, whole.raise_pin, 1)
    assert found_in(cases).raises == (f"{'a' * 32} 6000", f"{'d' * 32} 6000")
    assert found_in(cases).lacking == ("b" * 32,)


def test_an_officer_says_once_that_the_facts_that_were_lacking_were_found_out() -> None:
    open_ = Weighed(effect="unknown", money=0, groups={}, missing=("məskən",), is_open=True)
    begun = after(NOTHING, BEGIN)
    found = found_in([("a" * 32, open_)])
    whole = after(begun, ReadRange(by=HUB, after_id=FIRST, last="a" * 32, is_last=True, found=found))
    said = ConcludeLacking(by="elcin", reason="rayonun sənədi")

    assert [code(each, said) for each in (begun, read(5))] == ["law_replays.none_lacking"] * 2
    assert code(whole, replace(said, by="orxan")) == "access.role_missing"
    assert code(after(whole, said), said) == "law_replays.none_lacking"
