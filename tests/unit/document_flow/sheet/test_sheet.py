"""Sheets are read strictly: what is doubtful is a problem with its line, never a guess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from document_flow.sheet import MOST_CHARACTERS, Entry, SheetRefused, read_sheet
from document_flow.words import Words

SHEETS = Path(__file__).parent / "sheets"


def _found(entry: Entry) -> list[tuple[int, str, str]]:
    return [(each.line, each.place, each.words.en) for each in entry.findings.problems]


def test_every_kind_of_value_is_read() -> None:
    sheet = read_sheet((SHEETS / "whole.yaml").read_text(encoding="utf-8"), "test.refused")
    inner = sheet.entry("inner")

    assert inner is not None
    assert (sheet.text("index"), sheet.whole("days"), sheet.flag("open")) == ("01", 15, True)
    assert (sheet.day("since"), sheet.one_of("kind", ("years", "permanent"))) == (date(2026, 1, 5), "years")
    assert sheet.words("title") == Words("Əmrlər", "Orders")
    assert sheet.texts("names") == ("bir", "iki")
    assert [each.text("a") for each in sheet.entries("rows")] == ["x", "y"]
    assert (inner.text("deep"), inner.keys(), inner.has("deep"), inner.has("other")) == ("yes", ("deep",), True, False)
    sheet.done()
    sheet.findings.refuse_if_any()


def test_what_is_missing_is_a_problem_unless_it_has_a_default() -> None:
    sheet = read_sheet("a: 1", "test.refused")

    given = (sheet.text("t", default="d"), sheet.whole("w", default=4), sheet.flag("f", default=True))
    empty = (sheet.words("words"), list(sheet.entries("rows")), sheet.texts("names"), sheet.entry("e", optional=True))

    assert given == ("d", 4, True)
    assert empty == (Words("", ""), [], (), None)
    assert _found(sheet) == [
        (1, "words", "this key is missing, add it"),
        (1, "rows", "this key is missing, add it"),
    ]


@pytest.mark.parametrize(
    ("text", "ask", "problem"),
    [
        ("k: 01", lambda s: s.text("k"), "expected a text, in quotes where it looks like a number"),
        ('k: ""', lambda s: s.text("k"), "expected a text, in quotes where it looks like a number"),
        ("k: [a]", lambda s: s.text("k"), "expected a text, in quotes where it looks like a number"),
        ("k: 1.5", lambda s: s.whole("k"), "expected a whole number"),
        ("k: true", lambda s: s.whole("k"), "expected a whole number"),
        ("k: 2", lambda s: s.whole("k", least=3), "2 is too small: at least 3"),
        ("k: 1", lambda s: s.flag("k"), "expected true or false"),
        ("k: 2026-02-30", lambda s: s.day("k"), "expected a day as yyyy-mm-dd"),
        ("k: 2026-02-03 10:00:00", lambda s: s.day("k"), "expected a day as yyyy-mm-dd"),
        ("k: year", lambda s: s.one_of("k", ("years",)), "'year' is not known; it may be: years"),
        ("k: a", lambda s: list(s.entries("k")), "expected a list"),
        ("k: [1]", lambda s: s.texts("k"), "expected a text"),
        ("k: a", lambda s: s.entry("k"), "expected lines of the form `key: value`"),
        ("j: 1", lambda s: s.done(), "this key is not known; it may be: "),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_problem(text: str, ask: Callable[[Entry], object], problem: str) -> None:
    sheet = read_sheet(text, "test.refused")

    ask(sheet)

    assert [en for _, _, en in _found(sheet)] == [problem]


def test_a_key_that_stands_twice_or_is_no_text_is_a_problem() -> None:
    sheet = read_sheet("a: x\na: y\n3: z", "test.refused")

    value = sheet.text("a")

    assert value == "x"
    assert _found(sheet) == [(2, "a", "this key stands twice"), (1, "", "a key must be a text: 3")]


@pytest.mark.parametrize("text", ["", "- a", "word"])
def test_a_sheet_that_is_no_mapping_says_what_was_expected(text: str) -> None:
    assert [en for _, _, en in _found(read_sheet(text, "test.refused"))] == ["expected lines of the form `key: value`"]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: [", 1, "this line is no YAML"),
        ("a: 1\nb: \x07", 1, "this line is no YAML"),
        ("a: 1\n---\nb: 2", 2, "this line is no YAML"),
        ("a: 1\nb: &x [1]", 2, "anchors, aliases and tags"),
        ("a: !!str 1", 1, "anchors, aliases and tags"),
        ("a: " + "[" * 30 + "]" * 30, 1, "nested deeper than 20 levels"),
        ("#" * (MOST_CHARACTERS + 1), 1, "longer than 2000000 characters"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_at_once(text: str, line: int, problem: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(text, "test.refused")

    assert refused.value.problems[0].line == line
    assert refused.value.problems[0].words.en.startswith(problem)


def test_the_refusal_reads_as_one_line() -> None:
    sheet = read_sheet("a: 1", "test.refused")
    sheet.text("b")
    sheet.problem("", "səhv", "wrong")

    with pytest.raises(SheetRefused) as refused:
        sheet.findings.refuse_if_any()

    assert str(refused.value) == "test.refused; line 1, top: wrong; line 1, b: this key is missing, add it"
