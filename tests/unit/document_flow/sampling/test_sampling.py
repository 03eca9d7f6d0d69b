"""A sample: nobody knows its seed before, each list is drawn once, each payee asked, what is missing followed up."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.sampling.acts.ask_payee import CloseCheck, DrawCheck, NotePayee
from document_flow.sampling.acts.draw_sample import OpenSample, SampleList, SampleOpened, TakeSeed
from document_flow.sampling.kernel import CHECKS, SAMPLES
from document_flow.sampling.standing import Standing
from document_flow.sampling.state import (
    CHECKS as CHECK_STATES,
)
from document_flow.sampling.state import (
    NO_CHECK,
    NO_SAMPLE,
    HowMany,
    PaymentCheck,
    PaymentSample,
    Sampled,
)
from document_flow.sampling.state import SAMPLES as SAMPLE_STATES
from document_flow.words import Words
from tests.unit.document_flow.lists.office import AT, DIRECTORY, RUN

OPEN = OpenSample(by="aysel", run=RUN.id, of=RUN)
SEED = TakeSeed(by=HUB, size=12, root="ab", lists=("l1", "l2"))
CHECK = PaymentCheck(sample="s", list_id="l1", obligation="o", payee="p", person="p", period="2026-03", qepik=6000)
NOTE = NotePayee(by="clerk", outcome="whole", way="phone")


def standing(state: Any, **near: Any) -> Standing[Any]:
    return Standing(state, Context(AT, WorkingCalendar(), DIRECTORY), **near)


def after(state: Any, *commands: Command) -> Any:
    kernel: Any = SAMPLES if isinstance(state, PaymentSample) else CHECKS
    for command in commands:
        decided = kernel.decide(standing(state), command)
        assert not isinstance(decided, Refusal), decided.code
        state = kernel.replay(decided, state)
    return state


def code(state: Any, command: Command, **near: frozenset[str]) -> str:
    kernel: Any = SAMPLES if isinstance(state, PaymentSample) else CHECKS
    decided = kernel.decide(standing(state, **near), command)
    return decided.code if isinstance(decided, Refusal) else ""


def listed(name: str) -> SampleList:
    return SampleList(by=HUB, list_id=name, sampled=Sampled(paid=10, drawn=3))


def asked() -> PaymentCheck:
    made: PaymentCheck = after(NO_CHECK, DrawCheck(by=HUB, of=CHECK))
    return made


def test_the_seed_comes_from_the_head_after_the_opening_and_each_list_is_drawn_once() -> None:
    state = after(NO_SAMPLE, OPEN)
    assert (state.phase, state.root, code(state, OPEN)) == ("opened", "", "sampling.phase")

    state = after(state, SEED)
    assert (state.phase, state.seed) == ("drawing", sha256(b"ab").hexdigest())
    half = after(state, listed("l1"))
    assert (half.phase, half.lists) == ("drawing", ("l2",))
    assert after(half, listed("l1")) == half

    whole = after(half, listed("l2"))
    assert (whole.phase, whole.sampled["l2"]) == ("drawn", Sampled(paid=10, drawn=3))
    assert code(whole, SEED) == "sampling.phase"
    assert SAMPLE_STATES.validate_json(SAMPLE_STATES.dump_json(whole)) == whole
    assert after(NO_SAMPLE, OPEN, replace(SEED, lists=())).phase == "drawn"


@pytest.mark.parametrize(("paid", "size"), [(0, 0), (2, 2), (3, 3), (600, 3), (601, 4), (5000, 25), (90_000, 30)])
def test_how_many_are_asked(paid: int, size: int) -> None:
    rule = programmes()["allowance"].lists
    assert rule is not None
    assert rule.sample is not None
    assert (HowMany.by(rule.sample).of(paid), rule.sample.act.assumed) == (size, True)


def test_how_many_are_asked_is_settled_with_the_opening_and_an_older_sample_has_no_such_word() -> None:
    few = HowMany(share=10, least=1, most=2, basis=Words("əmr", "order"))

    pinned = after(NO_SAMPLE, replace(OPEN, how_many=few), SEED)
    assert (pinned.how_many, few.of(90)) == (few, 2)
    assert SAMPLE_STATES.validate_json(SAMPLE_STATES.dump_json(pinned)) == pinned
    said = json.loads(SAMPLES.events.dump_json(SampleOpened(by="aysel", at=AT, of=RUN)))
    del said["how_many"]
    assert SAMPLES.events.validate_json(json.dumps(said)).apply(NO_SAMPLE).how_many is None


def test_whose_money_came_whole_is_asked_no_more() -> None:
    state = after(asked(), NOTE)

    assert (state.phase, state.noted_by, state.came_qepik) == ("whole", "clerk", None)
    assert code(state, NOTE) == "sampling.phase"
    assert after(asked(), DrawCheck(by=HUB, of=CHECK)) == asked()
    assert CHECK_STATES.validate_json(CHECK_STATES.dump_json(state)) == state


def test_who_is_not_reached_is_asked_again() -> None:
    unreached = replace(NOTE, outcome="unreached", came_qepik=5)

    state = after(asked(), unreached, unreached)

    assert (state.phase, state.tries, state.came_qepik) == ("unreached", 2, None)
    assert after(state, replace(NOTE, way="visit")).way == "visit"


def test_what_did_not_come_is_followed_up_by_an_officer_who_has_not_asked() -> None:
    part = after(asked(), replace(NOTE, by="aysel", outcome="partly", came_qepik=2000))
    assert (part.phase, part.came_qepik) == ("partly", 2000)

    close = CloseCheck(by="aysel", reason="bank qaytarıb")
    assert code(part, close) == "access.second_person"
    assert code(part, replace(close, by="clerk")) == "access.role_missing"
    assert code(part, replace(close, by="tural", reason=" ")) == "sampling.no_reason"
    assert code(asked(), close) == "sampling.phase"

    assert after(part, replace(close, by="tural")).phase == "closed"
    assert after(asked(), replace(NOTE, outcome="missing")).phase == "missing"


@pytest.mark.parametrize("came", [None, 0, 6000, 7000])
def test_a_part_is_less_than_the_whole(came: int | None) -> None:
    assert code(asked(), replace(NOTE, outcome="partly", came_qepik=came)) == "sampling.part"


def test_nobody_checks_a_relatives_money_nor_their_own_work() -> None:
    assert code(asked(), NOTE, related=frozenset(("clerk",))) == "sampling.related"
    assert code(asked(), NOTE, hands=frozenset(("clerk",))) == "sampling.own"
    assert code(asked(), NOTE, hands=frozenset(("aysel",))) == ""
    assert code(asked(), replace(NOTE, by="leyla")) == "access.role_missing"
