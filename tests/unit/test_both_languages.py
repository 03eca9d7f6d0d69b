"""No sentence lacks a language: Python says it by `Words` (plain pairs below the hub), templates by gettext or `t`.

That every sentence of a template has its Azerbaijani is held by tests/unit/console/test_sentences.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from hub.console.pages import environment

ROOT = Path(__file__).parents[2]
ROOMS = ("hub", "document_flow", "routes", "connectors", "mappings")
LANGUAGES = ("az", "en")
PAGES = ROOT / "hub/citizen/templates"
_BY_HAND = re.compile(r"(?:\}|%\(\w+\)[sd])[»”]?-(?:c[ıiuü]|d[aə]n?|d[ıiuü]r|n?[ıiuü]n|y?[aə]|n?[ıiuü]|d[aə]k)\b")


@cache
def sources() -> list[tuple[str, ast.Module]]:
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return [(str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))) for file in files]


def is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == ""


def half_said(tree: ast.Module) -> Iterator[int]:
    """Lines where one language is said and the other is not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
            given = [*node.args, *(each.value for each in node.keywords)]
            starred = any(isinstance(each, ast.Starred) for each in given)
            if not starred and (len(given) != 2 or is_empty(given[0]) != is_empty(given[1])):
                yield node.lineno
        if isinstance(node, ast.Dict):
            names = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if len(names.intersection(LANGUAGES)) == 1 and names <= set(LANGUAGES):
                yield node.lineno


def half_said_in(template: nodes.Template) -> Iterator[int]:
    """Lines of a citizen's page where `t(az, en)` lacks a sentence or says one twice."""
    for call in template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            said = [each.value if isinstance(each, nodes.Const) else each for each in call.args]
            if len(said) != len(LANGUAGES) or call.kwargs or "" in said or said[0] == said[1]:
                yield call.lineno


def chosen_by_hand(tree: ast.Module) -> Iterator[int]:
    """Lines that choose between `.az` and `.en` themselves: `words.say(lang)` does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp):
            arms = (node.body, node.orelse)
            if {each.attr for each in arms if isinstance(each, ast.Attribute)} == set(LANGUAGES):
                yield node.lineno


def test_no_sentence_lacks_a_language() -> None:
    assert [f"{name}:{line}" for name, tree in sources() for line in half_said(tree)] == []


def test_no_sentence_of_a_citizens_page_lacks_a_language() -> None:
    found = [(file, environment("az").parse(file.read_text("utf-8"))) for file in sorted(PAGES.glob("**/*.html"))]

    assert sum(1 for _, made in found for each in made.find_all(nodes.Name) if each.name == "t") > 100
    assert [f"{file.name}:{line}" for file, made in found for line in half_said_in(made)] == []


def test_one_place_chooses_the_readers_language() -> None:
    places = [name for name, tree in sources() for _ in chosen_by_hand(tree)]

    assert places == ["document_flow/rendering/labels.py", "document_flow/words.py"]  # forms have Azerbaijani alone


@pytest.mark.parametrize(
    "source", ['Words("Var", "")', 'Words("", en)', 'Words("Var")', 'TEXTS = {"az": "Var"}', 'Words(az="Var", en="")']
)
def test_a_sentence_in_one_language_is_found(source: str) -> None:
    assert list(half_said(ast.parse(source))) == [1]


@pytest.mark.parametrize("source", ['t("Var")', 't("", "There")', 't("Var", "Var")', 't("Var", en="There")'])
def test_a_sentence_of_a_page_in_one_language_is_found(source: str) -> None:
    assert list(half_said_in(environment("az").parse(f"{{{{ {source} }}}}"))) == [1]


@pytest.mark.parametrize("source", ['Words("", "")', "Words(*pair)", 'Words("Var", "There")', '{"az": a, "en": b}'])
def test_a_sentence_in_both_or_none_is_right(source: str) -> None:
    assert list(half_said(ast.parse(source))) == []


def test_no_ending_stands_by_hand_after_a_value() -> None:
    """`{number}-ci` is right for some numbers only: document_flow/azerbaijani.py knows them all."""
    files = [
        file for room in ROOMS for kind in ("py", "html", "po", "yaml") for file in (ROOT / room).rglob(f"*.{kind}")
    ]

    assert [str(file.relative_to(ROOT)) for file in files if _BY_HAND.search(file.read_text("utf-8"))] == []
