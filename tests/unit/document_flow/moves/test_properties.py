"""Whatever is done in whatever order: a home is one family's, and whoever has keys is never moved again or put out."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from document_flow.hands import Command
from document_flow.moves.acts.add_household import PassHomeOn, WithdrawHousehold
from document_flow.moves.kernel import KERNEL
from document_flow.moves.state import Move
from document_flow.outcome import Refusal
from tests.unit.document_flow.moves.office import Day, added, came, keys, opened

NUMBERS, HOMES = [f"QM-{each}" for each in range(4)], [f"EV-{each}" for each in range(3)]
NUMBER = st.sampled_from(NUMBERS)
COMMANDS = st.one_of(
    st.builds(added, NUMBER, st.sampled_from(HOMES)),
    st.builds(came, NUMBER),
    st.builds(keys, NUMBER, st.sampled_from(["TT-1", "TT-2", ""])),
    st.builds(lambda number: WithdrawHousehold(by="clerk", number=number, document="V"), NUMBER),
    st.builds(lambda number: PassHomeOn(by="aysel", number=number, document="Q"), NUMBER),
)
STEPS: st.SearchStrategy[list[tuple[int, Command]]] = st.lists(st.tuples(st.integers(6, 20), COMMANDS), max_size=40)


@given(STEPS)
def test_one_home_one_family_and_once_moved_never_twice(steps: list[tuple[int, Command]]) -> None:
    move, keyed = opened(), dict[str, str]()
    for day, command in sorted(steps, key=lambda each: each[0]):
        decided = Day(date(2026, 4, day)).meets(move, command)
        if isinstance(decided, Refusal):
            continue
        move = KERNEL.replay(decided, move)
        for event in decided:
            if event.kind == "keys_handed_over":
                assert command.number not in keyed  # type: ignore[attr-defined]  # the command of that event has one
                keyed[command.number] = move.households[command.number].home  # type: ignore[attr-defined]
        _holds_together(move, keyed)


def _holds_together(move: Move, keyed: dict[str, str]) -> None:
    homes = [each.home for each in move.staying]
    assert len(homes) == len(set(homes))
    assert len(set(move.holds)) == len(list(move.holds))
    for number, home in keyed.items():
        assert (move.households[number].home, move.households[number].left) == (home, None)
    acts = [each.handover for each in move.households.values() if each.moved]
    assert len(acts) == len(set(acts))
