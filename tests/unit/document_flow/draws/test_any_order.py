"""Whatever officials, parties, families and the clock do, in whatever order, some things hold of a draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from document_flow.draws.acts.bring_value import ConfirmPublicValue, StatePublicValue
from document_flow.draws.acts.confirm_pulls import ConfirmPulls, DisputePulls
from document_flow.draws.acts.finish import DrawDone, FinishDraw
from document_flow.draws.acts.leave import ForfeitHome, HandOverHome, WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, LapseOffer, OfferHome
from document_flow.draws.acts.stop import CancelDraw, VoidDraw
from document_flow.draws.kernel import KERNEL
from document_flow.draws.order import Entry
from document_flow.draws.standing import Event
from document_flow.draws.state import DRAWS, NOTHING, Draw
from document_flow.draws.verifying import verify
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.second_person import Agree, Refute
from tests.campaigns import examples
from tests.unit.document_flow.draws.office import (
    AT,
    DIRECTORY,
    ENTRIES,
    HOMES,
    PARTIES,
    announce,
    commit,
    draft,
    drawn,
    file_of,
    freeze,
    pull,
    reveal,
    stands,
)

WHO = st.sampled_from(("aysel", "tural", "head", "orxan"))
KINDS: tuple[dict[str, Any], ...] = (
    {},
    {"parties": (), "source": "drand"},
    {"protocol": "by_hand", "parties": ()},
    {"source": "drand"},
)
Step = tuple[str, int, int, str]
"""What, which family, which slip or how many days pass before, and whose hand where it is an official's."""
EARLY = ["commit", "draft", "freeze", "cancel", "announce"]
MIDDLE = [
    "reveal",
    "withdraw",
    "pull",
    "pull",
    "pull",
    "confirm",
    "dispute",
    "state",
    "vouch",
    "finish",
    "void",
    "agree",
    "freeze",
]
LATE = ["offer", "offer", "accept", "refuse", "lapse", "withdraw", "keys", "forfeit", "finish", "void"]
COMMANDS: dict[str, Callable[[Draw, int, int, str], Command]] = {
    "announce": lambda _draw, _at, _slip, _who: announce(),
    "commit": lambda _draw, at, _slip, _who: commit(tuple(PARTIES)[at % 3]),
    "draft": lambda _draw, at, _slip, _who: draft(ENTRIES[at % 3 :]),
    "freeze": lambda draw, at, _slip, who: freeze(draw, ENTRIES[at % 3 :], by=who),
    "cancel": lambda _draw, _at, _slip, who: CancelDraw(by=who, reason="x"),
    "reveal": lambda _draw, at, _slip, _who: reveal(tuple(PARTIES)[at % 3]),
    "state": lambda _draw, at, _slip, who: StatePublicValue(by=who, value=f"{at}"),
    "vouch": lambda draw, at, _slip, _who: ConfirmPublicValue(
        by=("leyla", "sevda")[at % 2], value=draw.public_value if at else "x"
    ),
    "pull": lambda _draw, at, slip, who: pull(ENTRIES[at].number, ENTRIES[at].rooms, slip, who, ("leyla", "sevda")),
    "finish": lambda _draw, _at, _slip, who: FinishDraw(by=who),
    "confirm": lambda draw, at, _slip, _who: ConfirmPulls(
        by=("leyla", "sevda")[at % 2], count=len(draw.unconfirmed(("leyla", "sevda")[at % 2]))
    ),
    "dispute": lambda _draw, at, _slip, _who: DisputePulls(by=("leyla", "sevda")[at % 2], reason="x"),
    "void": lambda _draw, _at, _slip, who: VoidDraw(by=who, reason="x"),
    "agree": lambda _draw, at, _slip, who: Agree(by=who) if at > 1 else Refute(by=who, reason="x"),
    "offer": lambda draw, at, _slip, _who: OfferHome(
        by="aysel",
        number=ENTRIES[at].number,
        home=draw.homes.get(ENTRIES[at].number, "301"),
        document="Ç-1",
        notified_on=draw.plan.draw_at.date() + timedelta(days=1),
    ),
    "accept": lambda _draw, at, _slip, _who: AnswerOffer(
        by="clerk", number=ENTRIES[at].number, accepted=True, document="M"
    ),
    "refuse": lambda _draw, at, _slip, _who: AnswerOffer(
        by=HUB, number=ENTRIES[at].number, accepted=False, document="M"
    ),
    "lapse": lambda _draw, at, _slip, _who: LapseOffer(by=HUB, number=ENTRIES[at].number),
    "withdraw": lambda _draw, at, _slip, _who: WithdrawEntry(by=HUB, number=ENTRIES[at].number, document="M"),
    "keys": lambda _draw, at, _slip, _who: HandOverHome(by="aysel", number=ENTRIES[at].number, document="A"),
    "forfeit": lambda _draw, at, _slip, _who: ForfeitHome(by="head", number=ENTRIES[at].number, document="Q"),
}


def _steps(names: list[str], most: int) -> st.SearchStrategy[list[Step]]:
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 6), st.integers(0, 6), WHO), max_size=most)


def _all_pull(slips: list[int]) -> list[Step]:
    """Everybody, each in its class, the slips in any order; pulling is refused where the draw is computed."""
    tries = [("pull", at, slip, "tural") for at in range(len(ENTRIES)) for slip in slips]
    value = [("state", 1, 1, "aysel"), ("vouch", 1, 0, ""), ("vouch", 2, 0, "")]
    return [*tries, ("confirm", 0, 0, ""), ("confirm", 1, 0, ""), *value, ("finish", 0, 0, "head")]


def _story(parts: tuple[list[Step], ...]) -> list[Step]:
    return [step for part in parts for step in part]


READY: list[Step] = [("commit", at, 0, "") for at in range(3)] + [("draft", 0, 0, ""), ("freeze", 0, 0, "tural")]
SLIPS = st.permutations(range(1, 6)).map(_all_pull)
WHOLE = st.tuples(
    st.just(READY), _steps(["reveal", "withdraw"], 4), st.just([("reveal", 0, 0, "")]), SLIPS, _steps(LATE, 25)
)
STORY = WHOLE.map(_story) | st.tuples(_steps(EARLY, 6), _steps(MIDDLE, 12), _steps(LATE, 8)).map(_story)


def told(story: list[Step], kind: int) -> tuple[Draw, list[Event]]:
    """The draw that was announced so after the story, and its events. A late step comes after days, the others before
    and at the moment.
    """
    draw, moment = NOTHING, AT
    events: list[Event] = []
    for name, at, number, who in [("begin", 0, 0, ""), *story]:
        command = announce(**KINDS[kind]) if name == "begin" else COMMANDS[name](draw, at, number, who)
        if name in {*MIDDLE, *LATE} - {"reveal", "withdraw", "freeze"}:
            moment = max(moment, draw.plan.draw_at) + timedelta(days=number if name in LATE and name != "finish" else 0)
        decided = KERNEL.decide(stands(draw, moment), command)
        if not isinstance(decided, Refusal):
            events.extend(decided)
            draw = KERNEL.replay(decided, draw)
    return draw, events


@given(STORY, st.integers(0, 3))
@settings(max_examples=examples(60))
def test_each_home_has_one_family_at_most_and_each_family_one_home_of_its_class(story: list[Step], kind: int) -> None:
    draw = NOTHING
    rooms = {each.number: each.rooms for each in HOMES}
    for event in told(story, kind)[1]:
        draw = KERNEL.evolve(draw, event)
        classes = {each.number: each.rooms for each in draw.entries}

        assert max(Counter(draw.homes.values()).values(), default=0) <= 1
        assert all(rooms[home] == classes[number] for number, home in draw.homes.items())
        assert all(draw.homes[number] == offer.home for number, offer in draw.offers.items())
    assert draw.phase != "drawn" or not draw.out & draw.homes.keys()


@given(STORY, st.integers(0, 3))
@settings(max_examples=examples(60))
def test_nothing_frozen_changes_and_no_draw_has_two_results(story: list[Step], kind: int) -> None:
    draw, frozen, result = NOTHING, None, None
    for event in told(story, kind)[1]:
        draw = KERNEL.evolve(draw, event)
        frozen = frozen or ((draw.plan, draw.entries, draw.root, draw.commitments) if draw.root else None)
        assert frozen in (None, (draw.plan, draw.entries, draw.root, draw.commitments))
        assert not (result and isinstance(event, DrawDone))
        result = result or draw.order
        assert not result or (draw.order, draw.phase) == (result, "drawn")
        others = {*draw.vouched} - {draw.announced_by, draw.frozen_by, draw.stated_by}
        assert not result or not draw.plan.source or len(others) == 2, "a public value that nobody else has seen"


@given(STORY, st.integers(0, 3))
@settings(max_examples=examples(60))
def test_no_eligible_family_is_missing_and_what_is_published_is_found_whole(story: list[Step], kind: int) -> None:
    draw, events = told(story, kind)

    if any(isinstance(each, DrawDone) for each in events):
        assert sorted(each.number for each in draw.order) == [each.number for each in draw.entries]
        free = {each.number for each in HOMES} - set(draw.homes.values())
        waiting = {each.rooms for each in draw.order if each.number not in {*draw.homes, *draw.out}}
        assert draw.plan.protocol == "by_hand" or not waiting & {each.rooms for each in HOMES if each.number in free}
    if draw.phase:
        assert verify(file_of(draw)) == ()


@given(STORY, st.integers(0, 3))
@settings(max_examples=examples(40))
def test_events_commands_and_snapshots_read_back_from_json_come_to_the_same_draw(story: list[Step], kind: int) -> None:
    draw, events = told(story, kind)
    stored = [KERNEL.events.validate_json(KERNEL.events.dump_json(each)) for each in events]

    assert stored == events
    assert KERNEL.replay(stored) == draw == DRAWS.validate_json(DRAWS.dump_json(draw))
    for name, at, number, who in story:
        command = COMMANDS[name](draw, at, number, who)
        assert KERNEL.commands.validate_json(KERNEL.commands.dump_json(command)) == command


@given(st.permutations(ENTRIES))
@settings(max_examples=examples(20))
def test_the_order_does_not_depend_on_the_order_of_the_list(entries: list[Entry]) -> None:
    assert drawn(entries) == drawn()


@given(SLIPS, st.integers(0, 3))
@settings(max_examples=examples(15))
def test_a_whole_way_is_among_the_stories(slips: list[Step], kind: int) -> None:
    assert told([*READY, ("reveal", 0, 0, ""), *slips], kind)[0].phase == "drawn"


def test_every_act_has_a_kind_of_its_own_and_the_parties_are_in_office() -> None:
    assert len({each.kind for each in KERNEL.acts}) == len(KERNEL.acts)
    assert all(DIRECTORY.members(each) for each in PARTIES)
