"""A path is read from YAML as a clerk writes it; every mistake is found at once, with its line and what to do."""

from __future__ import annotations

from importlib.resources import files

import pytest

from document_flow.paths.authoring.authoring import PathRefused, load_path
from document_flow.paths.path import Condition, Escalation, MeetingRules, Quorum, Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import FILES

SOUND = (FILES / "sound.yaml").read_text("utf-8")
SAMPLES = sorted(files("document_flow.paths").joinpath("samples").iterdir(), key=lambda each: each.name)


def test_a_path_says_all_that_a_stage_may_say() -> None:
    path = load_path(SOUND)

    lawyer, ministry, groups, meeting = path.stages
    assert (path.id, path.version, path.kinds) == ("sound", 3, ("internal", "outgoing"))
    assert lawyer.who == (
        Who("role", "lawyer", "legal"),
        Who("role", "executor", "author"),
        Who("person", "orxan"),
        Who("author_head"),
        Who("head_of", "legal"),
    )
    assert lawyer.rule == Rule("at_least", 2)
    assert lawyer.when == (Condition("amount", ">= 1000"), Condition("urgent", "true"))
    assert (lawyer.order, lawyer.due, lawyer.reminders) == ("sequential", 5, (2, 1))
    assert lawyer.escalation == (Escalation(1, Who("head_of")), Escalation(3, Who("role", "head")))
    assert (lawyer.on_return, lawyer.on_change, lawyer.abstain, lawyer.bulk) == (
        "author_chooses",
        "minor_keeps",
        True,
        False,
    )
    assert ministry.who == (Who("body", "labour", title=Words("Əmək nazirliyi", "Ministry of Labour")),)
    assert groups.rule == Rule("per_group", 1)
    assert meeting.meeting == MeetingRules(
        Who("head_of", "board"),
        Who("role", "commission_secretary"),
        Quorum("two_thirds", 2, "Əsasnamə, bənd 3.1"),
        "Əsasnamə, bənd 4.5",
    )


def test_what_is_not_said_is_the_careful_choice() -> None:
    unsaid = SOUND[: SOUND.index("      quorum:")]
    groups, meeting = load_path(unsaid).stages[-2:]

    assert (groups.order, groups.on_return, groups.on_change, groups.abstain) == (
        "parallel",
        "restart",
        "void_all",
        False,
    )
    assert meeting.meeting is not None
    assert (meeting.meeting.quorum, meeting.meeting.casting_vote) == (Quorum("half", 3), None)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.name)
def test_each_sample_is_sound(sample: object) -> None:
    path = load_path(sample.read_text("utf-8"))  # type: ignore[attr-defined]

    assert path.stages
    assert path.title.az != path.title.en


@pytest.mark.parametrize(
    ("old", "new", "place", "word"),
    [
        ("path: sound", "path: Sound path", "path", "small Latin letters"),
        ("path: sound\n", "", "path", "missing"),
        ("version: 3", "version: 0", "version", "too small"),
        ("kinds: [internal, outgoing]", "kinds: []", "kinds", "at least one kind"),
        ("name: urgent", "name: amount", "facts[2].name", "stands twice"),
        ("type: boolean", "type: yesno", "facts[2].type", "not known"),
        ("id: ministry", "id: lawyer", "stages[2].id", "stands twice"),
        ("id: ministry", "id: 2nd", "stages[2].id", "small Latin letters"),
        ("act: approve", "act: nod", "stages[3].act", "not known"),
        ("    rule: at_least\n    count: 2\n", "    rule: most\n", "stages[1].rule", "not known"),
        ("    rule: at_least\n    count: 2\n", "    rule: at_least\n", "stages[1].count", "missing"),
        ("    rule: at_least\n", "    rule: any\n", "stages[1].count", "takes no count"),
        (">= 1000", ">> 1000", "stages[1].when.amount", "character"),
        ("when: {amount:", "when: {sum:", "stages[1].when.sum", "no such fact"),
        ('urgent: "true"', "urgent: true", "stages[1].when.urgent", "a text"),
        ("- before: 1", "- before: 2", "stages[1].reminders[2].before", "already"),
        ("- before: 1", "- before: 6", "stages[1].reminders[2].before", "longer than the term"),
        ("    due: 5\n", "", "stages[1].reminders", "need a term"),
        ("    due: 5\n", "", "stages[1].escalation", "needs a term"),
        ("- after: 3", "- after: 1", "stages[1].escalation[2].after", "already"),
        ("      - group: left\n", "      - group: left\n        person: x\n", "stages[3].who[1]", "exactly one"),
        ("      - group: left\n", "      - unit: x\n", "stages[3].who[1]", "exactly one"),
        ("      - group: left\n", "      - group: right\n", "stages[3].who", "stands twice"),
        ("- group: left\n", "- body: x\n        title: {az: X, en: X}\n", "stages[3].who", "only in a stage"),
        ("act: agreement", "act: visa", "stages[2].who", "only in a stage"),
        ("act: visa", "act: agreement", "stages[1].who", "only a body"),
        ("act: visa", "act: seal", "stages[1].abstain", "nobody abstains"),
        ("act: vote", "act: visa", "stages[4].meeting", "only a stage that votes"),
        ("rule: majority_of_present", "rule: any", "stages[4].rule", "is one of"),
        ("    rule: per_group\n    count: 1\n", "    rule: majority_of_present\n", "stages[3].rule", "needs a meeting"),
        ("rule: majority_of_present", "order: sequential", "stages[4].order", "at once"),
        ("chair: {head_of: board}", "chair: {group: nine}", "stages[4].meeting.chair", "one person"),
        ("      chair: {head_of: board}\n", "", "stages[4].meeting.chair", "missing"),
        ('least: 2, act: "Əsasnamə, bənd 3.1"', "least: 2", "stages[4].meeting.quorum.least", "not under 3"),
        ('{act: "Əsasnamə, bənd 4.5"}', "{}", "stages[4].meeting.casting_vote.act", "statute"),
        ("share: two_thirds", "share: some", "stages[4].meeting.quorum.share", "not known"),
        ("    abstain: true\n", "    abstian: true\n", "stages[1].abstian", "not known"),
    ],
)
def test_each_mistake_is_named_where_it_stands(old: str, new: str, place: str, word: str) -> None:
    assert old in SOUND

    with pytest.raises(PathRefused) as refused:
        load_path(SOUND.replace(old, new, 1))

    found = {problem.place: problem for problem in refused.value.problems}
    assert word in found[place].words.en
    assert found[place].words.az
    assert found[place].line > 0


def test_more_are_wanted_than_are_named() -> None:
    two = SOUND.replace(
        "      - group: left\n      - group: right\n    rule: per_group\n    count: 1\n",
        "      - person: a\n      - person: b\n    rule: at_least\n    count: 3\n",
    )

    with pytest.raises(PathRefused, match="3 wanted, 2 named"):
        load_path(two)


def test_a_path_without_stages_or_people_is_refused() -> None:
    head = SOUND[: SOUND.index("stages:")]

    with pytest.raises(PathRefused, match="at least one stage"):
        load_path(head + "stages: []\n")
    with pytest.raises(PathRefused, match="nobody is named"):
        load_path(head + "stages:\n  - {id: a, title: {az: A, en: A}, act: visa, who: []}\n")
    with pytest.raises(PathRefused, match="who: this key is missing"):
        load_path(head + "stages:\n  - {id: a, title: {az: A, en: A}, act: visa}\n")
    with pytest.raises(PathRefused, match="stages: this key is missing"):
        load_path(head)


def test_all_mistakes_come_at_once_in_the_order_of_their_lines() -> None:
    with pytest.raises(PathRefused) as refused:
        load_path((FILES / "broken.yaml").read_text("utf-8"))

    assert [problem.place for problem in refused.value.problems] == [
        "path",
        "version",
        "stages[1].act",
        "stages[1].due",
        "stages[2].who",
        "stages[2].rule",
    ]
    assert refused.value.code == "path.refused"


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(PathRefused) as refused:
        load_path("path: a\nstages: [\n")

    assert refused.value.problems[0].line == 3
