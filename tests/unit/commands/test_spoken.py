"""The whole command line in both languages: every command, group, argument and option, and what Typer itself says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command
from typer.testing import CliRunner

from hub.cli import PLACES, app, load
from hub.commands.sentences import FIXED, LOCALE, Sentences
from hub.console.catalogue import catalogue

CATALOGUES = sorted((LOCALE / "az").glob("*.po"))
TYPER = "typer.po"
CODES = re.compile(r"[\w=…, :-]+[^.]")
"""Names of states, acts and the like, which are the same in every language."""
NAMES = re.compile(r"VÖEN|SİMA İmza|SİMA|FİN|qəpik|Qayıdış Hub")
HOLE = re.compile(r"\{(\w+)\}")


def nodes(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    yield from ((f"{name} {each.opts[0]}", each) for each in command.params)
    for inner, each in getattr(command, "commands", {}).items():
        yield from nodes(f"{name} {inner}", each)


@cache
def texts() -> list[tuple[str, str]]:
    """Every paragraph that helps, with where it stands."""
    root = get_command(app)
    found = [*nodes("hub", root), *(pair for name in PLACES for pair in nodes(name, load(name)))]
    paragraphs = [(place, part) for place, each in found for part in (getattr(each, "help", None) or "").split("\n\n")]
    return [(place, " ".join(part.split())) for place, part in paragraphs if part]


def translated() -> Iterator[tuple[str, str, str]]:
    """Every entry of every catalogue: file, English, Azerbaijani."""
    for path in CATALOGUES:
        with path.open("rb") as source:
            yield from ((path.name, str(each.id), str(each.string)) for each in read_po(source, locale="az") if each.id)


def faults(text: str, azerbaijani: str) -> Iterator[str]:
    """What is wrong with a declared text and what is said for it."""
    if " / " in text or re.search("[əğışöüƏĞİŞÖÜ]", NAMES.sub("", text)):
        yield "two languages in one"
    if azerbaijani == text and not CODES.fullmatch(text):
        yield "no Azerbaijani"


def run(*words: str, lang: str) -> tuple[int, str]:
    terminal = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "HUB_LANG": lang}
    done = CliRunner().invoke(app, [*words], prog_name="hub", env=terminal)
    return done.exit_code, done.output


def test_every_text_of_the_command_line_is_said_in_each_language_alone() -> None:
    said = Sentences("az").said

    assert len(texts()) > 1000
    assert {f"{place}: {text}: {fault}" for place, text in texts() for fault in faults(text, said(text))} == set()


@pytest.mark.parametrize(
    ("text", "azerbaijani"),
    [
        ("The newest. / Ən yenilər.", "Ən yenilər."),
        ("Ən yenilər.", "Ən yenilər."),
        ("A new sentence.", "A new sentence."),
        ("A new word or two of it.", "A new word or two of it."),
    ],
)
def test_a_text_that_lacks_a_language_or_holds_both_is_found(text: str, azerbaijani: str) -> None:
    assert list(faults(text, azerbaijani))


def test_names_of_states_and_acts_need_no_other_language() -> None:
    assert not list(faults("in_progress, quarantined, completed …", "in_progress, quarantined, completed …"))


def test_no_catalogue_keeps_a_sentence_that_no_command_says() -> None:
    declared = {text for _, text in texts()}
    shapes = {english: re.escape(english) for name, english, _ in translated() if name != TYPER}
    patterns = {english: re.compile(re.sub(r"\\\{\w+\\\}", ".+", shape)) for english, shape in shapes.items()}

    unsaid = [english for english, pattern in patterns.items() if not any(map(pattern.fullmatch, declared))]
    assert unsaid == []


def test_rooms_say_a_sentence_once_and_fill_the_same_holes() -> None:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for name, english, _ in translated():
        said[english].append(name)

    assert {english: names for english, names in said.items() if len(names) > 1} == {}
    assert [english for _, english, az in translated() if not set(HOLE.findall(az)) <= set(HOLE.findall(english))] == []


def test_what_stands_on_every_page_of_typer_is_in_the_catalogue() -> None:
    assert [name for name, text in FIXED.items() if text not in catalogue("az", LOCALE)] == []


def test_a_page_of_help_is_in_the_language_of_the_environment_and_else_in_azerbaijani() -> None:
    for lang, usage in (("az", "İstifadə: hub failed [SEÇİMLƏR] ƏMR [ARQUMENTLƏR]..."), ("", "İstifadə: hub failed")):
        assert usage in run("failed", "--help", lang=lang)[1]
    _, english = run("failed", "--help", lang="en")

    assert "Usage: hub failed [OPTIONS] COMMAND [ARGS]..." in english
    assert "Groups of failures, the latest first." in english


@pytest.mark.parametrize("words", [("--lang", "en", "--help"), ("--help", "--lang", "en"), ("--lang", "en", "failed")])
def test_the_root_says_the_language_of_help(words: tuple[str, ...]) -> None:
    _, said = run(*words, lang="az")

    assert "Usage: hub" in said
    assert "Seçimlər" not in said


@pytest.mark.parametrize(
    ("words", "azerbaijani", "english"),
    [
        (("nope",), "Belə əmr yoxdur: 'nope'.", "No such command 'nope'."),
        (("mesages",), "Belə əmr yoxdur: 'mesages'. Bəlkə 'messages'?", "Did you mean 'messages'?"),
        (("--nope",), "Belə seçim yoxdur: --nope", "No such option: --nope"),
        (("messages", "list", "--sinc"), "yoxdur: --sinc (oxşarları: --", "option: --sinc (Possible options: --"),
        (("import",), "Arqument verilməyib: 'FORMAT'.", "Missing argument 'FORMAT'."),
        (("ask", "dossier"), "Seçim verilməyib: '--purpose'.", "Missing option '--purpose'."),
        (("import", "--key"), "Seçimin qiyməti verilməyib: '--key'.", "Option '--key' requires an argument."),
        (("run", "--sandbox=1"), "Seçim qiymət qəbul etmir: '--sandbox'.", "'--sandbox' does not take a value."),
        (("map", "a", "/nope"), "'FILE': fayl tapılmadı: '/nope'.", "'FILE': file '/nope' does not exist."),
        (("messages", "list", "x", "y"), "Artıq arqument verilib: x y", "unexpected extra argument(s) (x y)"),
        (("messages", "list", "--limit", "x"), "'--limit': tam ədəd olmalıdır", "should be a valid integer"),
        (("messages", "list", "--limit", "0"), "'--limit': ən azı 1 olmalıdır", "greater than or equal to 1"),
        (("failed", "nope"), "Belə əmr yoxdur: 'nope'.", "No such command 'nope'."),
    ],
)
def test_what_is_typed_wrongly_is_told_in_the_readers_language(
    words: tuple[str, ...], azerbaijani: str, english: str
) -> None:
    in_azerbaijani, in_english = run(*words, lang="az"), run(*words, lang="en")

    assert in_azerbaijani[0] == in_english[0] == 2
    assert azerbaijani in " ".join(in_azerbaijani[1].replace("│", "").split())
    assert english in " ".join(in_english[1].replace("│", "").split())


def test_a_question_that_is_left_ends_in_the_readers_language() -> None:
    assert run("why", "--basis", "1206", lang="az") == (1, "FİN: Dayandırıldı.\n")
    assert run("why", "--basis", "1206", lang="en")[1].endswith("Aborted.\n")


def test_help_is_said_the_same_after_another_language() -> None:
    before = run("repairs", "create", "--help", lang="en")
    run("repairs", "create", "--help", lang="az")

    assert run("repairs", "create", "--help", lang="en") == before
