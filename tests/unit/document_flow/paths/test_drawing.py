"""The picture of a path: everything a reader needs in one SVG, safe to show anywhere."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from document_flow.paths.acts.marks import CastVote
from document_flow.paths.acts.record_agreement import RecordAgreement
from document_flow.paths.authoring.authoring import load_path
from document_flow.paths.drawing.drawing import draw_svg
from document_flow.paths.path import Condition, Rule, Who
from document_flow.people import Directory
from document_flow.words import Words
from document_flow.xml import parse
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CLERK,
    FILES,
    H1,
    LAWYER,
    directory,
    path,
    person,
    stage,
    stand_in,
    submitted,
)

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> str:
    root = parse(picture.encode(), most_bytes=1_000_000)
    return "\n".join(str(each.text) for each in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("lang", ["az", "en"])
@pytest.mark.parametrize(
    "sample", sorted(each.name for each in files("document_flow.paths").joinpath("samples").iterdir())
)
def test_every_sample_becomes_a_picture_with_its_stages(sample: str, lang: str) -> None:
    chosen = load_path(files("document_flow.paths").joinpath("samples", sample).read_text("utf-8"))

    shown = texts(draw_svg(chosen, lang="az" if lang == "az" else "en"))

    for number, each in enumerate(chosen.stages, start=1):
        title = each.title.az if lang == "az" else each.title.en
        assert f"{number}. {title.split()[0]}" in shown


def test_it_says_who_by_which_rule_until_when_and_under_which_condition() -> None:
    chosen = load_path((FILES / "sound.yaml").read_text("utf-8"))

    shown = texts(draw_svg(chosen, lang="en", directory=directory()))

    for line in (
        "if: Amount: at least 1000",
        "• role: lawyer (legal)",
        "• role: executor (the author's unit)",
        "• orxan",
        "• the author's head",
        "• head of unit: legal",
        "at least 2",
        "one after the other",
        "term: 5 working days",
        "reminder: 2 working days before",
        "1 working days late: head of the",
        "3 working days late: role: head",
        "• Ministry of Labour",
        "• commission: left",
        "at least 1 of each group",
        "more than half of those present",
        "quorum: two thirds of the members,",
        "chair: head of unit: board",
        "casting vote: Əsasnamə, bənd",
        "4.5",
        "return: the author chooses",
        "return: begins anew",
    ):
        assert line in shown


def test_a_draft_shows_a_condition_that_cannot_be_read_as_it_was_typed() -> None:
    chosen = load_path((FILES / "sound.yaml").read_text("utf-8"))
    broken = replace(chosen, stages=(replace(chosen.stages[0], when=(Condition("amount", ">> 1"),)),))

    assert "if: Amount: >> 1" in texts(draw_svg(broken, lang="en", directory=directory()))


def test_a_run_shows_where_it_is_and_each_vote() -> None:
    chosen = path(
        stage("a", "visa", person(LAWYER)),
        stage("if", "visa", when=(Condition("x", "1"),)),
        stage("b", "vote", person("m1", "m2", "m3", "m4"), rule=Rule("at_least", 3), abstain=True, due=3),
        stage("c", "agreement", (Who("body", "bank", title=Words("Bank", "Bank")),)),
    )
    run = submitted(chosen, directory(stand_in("m2", "m3")))
    run.approve(LAWYER)
    run.do(CastVote(by="m1", choice="against", content_hash=H1))
    run.do(CastVote(by="m3", on_behalf_of="m2", choice="for", content_hash=H1))
    run.do(CastVote(by="m4", choice="for", content_hash=H1))

    shown = texts(draw_svg(chosen, run.state, directory=run.context.directory))

    for line in (
        "İNDİ BURADADIR",
        "son tarix 18.03.2026",
        "✗ M1",
        "✓ M2 (M3)",
        "○ M3",
        "✓ M4",
        "keçib",
        "bu sənədə aid deyil",
        "növbəsini gözləyir",
    ):
        assert line in shown


def test_another_bodys_answer_is_a_mark_without_a_hand() -> None:
    run = submitted(path(stage("c", "agreement", (Who("body", "bank"),)), stage("d", who=person(LAWYER))))
    run.do(RecordAgreement(by=CLERK, body="bank", result="agreed", reg_no="1", content_hash=H1))

    assert "✓ bank\n" in texts(draw_svg(run.path, run.state, directory=run.context.directory))


def test_hostile_titles_are_only_text() -> None:
    hostile = "<script>alert('1')</script>&amp;\x00\x1b]]>\"'"
    chosen = path(stage("a", "visa", (Who("person", hostile),)))

    picture = draw_svg(chosen, directory=Directory())

    assert "<script" not in picture
    assert "alert" in texts(picture)
    assert "\x00" not in picture


def test_a_path_of_any_length_has_room() -> None:
    chosen = path(*(stage(f"s{number}", who=person(AUTHOR)) for number in range(30)))

    root = parse(draw_svg(chosen).encode(), most_bytes=1_000_000)

    width, height = int(root.get("width", "0")), int(root.get("height", "0"))
    for box in root.iter(f"{SVG}rect"):
        assert int(box.get("x", "0")) + int(box.get("width", "0")) <= width
        assert int(box.get("y", "0")) + int(box.get("height", "0")) <= height


def test_a_commission_is_named_by_its_title_where_it_has_one() -> None:
    chosen, known = path(stage()), directory()
    titled = replace(known, titles={"nine": Words("Mənzil komissiyası", "Housing commission")})

    shown = [texts(draw_svg(chosen, lang="en", directory=each)) for each in (titled, known)]

    assert ["Housing commission" in each for each in shown] == [True, False]
    assert known.title("nine") == Words("nine", "nine")
