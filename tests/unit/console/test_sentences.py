"""Both languages say everything: each sentence of a template has its Azerbaijani, and no catalogue keeps a dead one."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from hub.console import pages
from hub.console.pages import LOCALE
from hub.web.catalogue import Catalogue, catalogue

TEMPLATES = pages.HERE / "templates"
CATALOGUES = sorted((LOCALE / "az").glob("*.po"))
_OPTIONS = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
_EXTRACT: Any = babel_extract  # its annotations name other protocols than those of Babel
_PLACE = re.compile(r"%\((\w+)\)[sd]")


def said_in_templates() -> dict[str, str]:
    """The sentences of all templates, each with a place where it stands."""
    found: dict[str, str] = {}
    for template in sorted(TEMPLATES.rglob("*.html")):
        with template.open("rb") as source:
            for line, message, *_ in extract(_EXTRACT, source, DEFAULT_KEYWORDS, options=_OPTIONS):
                for text in (message,) if isinstance(message, str) else message[:1]:
                    found.setdefault(text, f"{template.relative_to(TEMPLATES)}:{line}")
    return found


def translated() -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Every entry of every catalogue: file, English, Azerbaijani."""
    for path in CATALOGUES:
        with path.open("rb") as source:
            for message in read_po(source, locale="az"):
                english = message.id[0] if isinstance(message.id, tuple | list) else message.id
                texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
                if english:
                    yield path, str(english), tuple(str(text) for text in texts)


def test_every_sentence_of_a_template_has_its_azerbaijani() -> None:
    azerbaijani = catalogue("az", LOCALE)

    missing = [f"{place}: {text}" for text, place in said_in_templates().items() if text not in azerbaijani]
    assert missing == []


def test_no_catalogue_keeps_a_sentence_that_nobody_says() -> None:
    said = said_in_templates()

    assert [f"{path.name}: {english}" for path, english, _ in translated() if english not in said] == []


def test_rooms_that_say_the_same_say_it_in_the_same_words() -> None:
    said: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, english, texts in translated():
        said[english].add(texts)

    assert {english: texts for english, texts in said.items() if len(texts) > 1} == {}


def test_translations_name_the_same_values() -> None:
    strange = [
        f"{path.name}: {english}"
        for path, english, texts in translated()
        for text in texts
        if set(_PLACE.findall(text)) - set(_PLACE.findall(english)) - {"num"}
    ]
    assert strange == []


def test_azerbaijani_sentences_do_not_shout() -> None:
    assert [english for _, english, texts in translated() if any("!" in text for text in texts)] == []


def test_words_written_in_the_console_s_code_are_there_in_both_languages() -> None:
    lacking = [
        f"{path.name}:{call.lineno}"
        for path in sorted(pages.HERE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Words" and _is_lopsided(call)
    ]
    assert lacking == []


def _is_lopsided(call: ast.Call) -> bool:
    """One language is empty and the other is not."""
    texts = [str(part.value).strip() if isinstance(part, ast.Constant) else "…" for part in call.args]
    return len(texts) == 2 and bool(texts[0]) != bool(texts[1])


@pytest.mark.parametrize("lang", ["az", "en"])
def test_a_template_is_read_in_each_language(lang: str) -> None:
    made = pages.environment("az" if lang == "az" else "en")

    for template in sorted(TEMPLATES.rglob("*.html")):
        made.get_template(str(template.relative_to(TEMPLATES)))


def test_what_has_no_translation_stays_english() -> None:
    empty = Catalogue({})

    assert empty.gettext("Log in") == "Log in"
    assert (empty.ngettext("one", "many", 1), empty.ngettext("one", "many", 2)) == ("one", "many")
