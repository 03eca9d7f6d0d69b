"""A document on its path: sent, approved, returned, changed, recalled; by the right people only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import Approve, Refuse
from document_flow.paths.acts.submit import Submit, begin
from document_flow.paths.decide import decide
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    FRIDAY,
    H1,
    H2,
    HEAD,
    LAWYER,
    NINE,
    PEOPLE,
    directory,
    drafted,
    official,
    path,
    person,
    stage,
    submitted,
    three,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def test_stages_open_one_after_the_other_until_the_last_ends_the_run() -> None:
    run = submitted(three())

    run.approve(LAWYER, "lawyer2")
    assert run.open == "chief"
    run.approve(CHIEF)
    assert run.open == "sign"
    run.approve(HEAD, signature="sig-1")

    assert run.state.status == "approved"
    assert [event.kind for event in run.events].count("stage_opened") == 3
    assert run.events[-3].signature == "sig-1"  # type: ignore[attr-defined]


def test_a_path_is_for_its_kinds_of_document_and_its_own_runs() -> None:
    refused = begin(three(), AUTHOR, "appeal", H1, FRIDAY)
    run = submitted(three())

    other = decide(replace(three(), version=2), run.state, Approve(by=LAWYER, content_hash=H1), run.context)

    assert isinstance(refused, Refusal)
    assert refused.code == "path.kind"
    assert isinstance(other, Refusal)
    assert other.code == "path.wrong_version"


def test_a_refused_document_may_begin_anew_and_its_rounds_count_on() -> None:
    run = submitted(path(stage(who=person(LAWYER), due=1)))
    first = set(run.timers())
    run.do(Refuse(by=LAWYER, content_hash=H1, note="yox"))
    assert run.refusal(Submit(by=AUTHOR, content_hash=H2)).code == "path.not_now"

    begun = begin(run.path, AUTHOR, "internal", H2, FRIDAY)
    assert not isinstance(begun, Refusal)
    run.take((begun,))
    run.do(Submit(by=AUTHOR, content_hash=H2))

    assert (run.state.round, run.state.seen) == (2, {LAWYER: H1})
    assert first.isdisjoint(run.timers())


def test_only_its_author_submits_it_and_only_once() -> None:
    run = drafted(three())

    assert run.refusal(Submit(by=LAWYER, content_hash=H1)).code == "path.not_author"
    run.do(Submit(by=AUTHOR, content_hash=H1))
    assert run.refusal(Submit(by=AUTHOR, content_hash=H1)).code == "path.not_now"


def test_a_run_is_not_sent_where_a_stage_ahead_has_too_few_people() -> None:
    known = directory(people=[each for each in PEOPLE if each.login != HEAD])

    refused = drafted(three(), known).refusal(Submit(by=AUTHOR, content_hash=H1))

    assert (refused.code, refused.why) == ("path.unstaffed", "state")
    assert "Stage sign" in refused.words.en


@pytest.mark.parametrize(
    ("who", "members"),
    [
        (Who("person", LAWYER), (LAWYER,)),
        (Who("role", "lawyer"), (LAWYER, "lawyer2")),
        (Who("role", "lawyer", "legal"), (LAWYER, "lawyer2")),
        (Who("group", "left"), NINE[:4]),
        (Who("head_of", "top"), (HEAD,)),
        (Who("author_head"), (CHIEF,)),
    ],
)
def test_who_becomes_people_when_the_stage_opens(who: Who, members: tuple[str, ...]) -> None:
    run = submitted(path(stage(who=(who,))))

    assert run.state.stages[0].members == members


def test_a_role_may_be_of_the_authors_unit() -> None:
    known = directory(people=(*PEOPLE, official("mate", "unit", "executor"), official("far", "legal", "executor")))

    run = submitted(path(stage(who=(Who("role", "executor", "author"),))), known)

    assert run.state.stages[0].members == ("mate",)


def test_nobody_stands_in_a_stage_twice() -> None:
    run = submitted(path(stage(who=(Who("group", "left"), Who("group", "right")), rule=Rule("per_group", 2))))

    assert run.state.stages[0].members == NINE[:7]
    assert [bloc.members for bloc in run.state.stages[0].blocs] == [NINE[:4], NINE[4:7]]
