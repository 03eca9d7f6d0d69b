"""The whole command line in both languages: every command, group, argument and option, and what Typer itself says."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command
from typer.testing import CliRunner

from hub.cli import PLACES, app, load
from hub.commands.sentences import FIXED, LOCALE, Sentences
from hub.web.catalogue import catalogue
from mappings.functions import functions

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted((LOCALE / "az").glob("*.po"))
LIBRARIES, TOLD = "typer.po", ("checks.po", "formats.po")
COMMANDS = ROOT / "hub/commands"
CHECKING = [COMMANDS / name for name in ("check.py", "agency_checks.py", "programme_checks.py")]
REFUSING = ("load_settings", "_contradictions", "_unknown_names", "_hint", "__init__")
CODES = re.compile(r"[\w=…, :-]+[^.]")
"""Names of states, acts and the like, which are the same in every language."""
NAMES = re.compile(r"VÖEN|SİMA İmza|SİMA|FİN|qəpik|Qayıdış Hub")
ENGLISH = re.compile(r"\b(?:the|of|is|its?|and|or|to|by|with|that|has|no)\b")
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


def sources() -> Iterator[ast.AST]:
    """What says in English alone what is wrong: checks, refused settings, routes, formats and arguments."""
    commands = {path: ast.parse(path.read_text("utf-8")) for path in COMMANDS.rglob("*.py")}
    yield from (commands[path] for path in CHECKING)
    for tree in commands.values():
        yield from (each for each in ast.walk(tree) if isinstance(each, ast.Call) and is_named(each, "BadParameter"))
    for file in ("hub/settings.py", "routes/route.py"):
        for each in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
            is_one = isinstance(each, ast.FunctionDef) and each.name in REFUSING
            if is_one or (isinstance(each, ast.Call) and is_named(each, "ValueError")):
                yield each
    mappings = {path.name: ast.parse(path.read_text("utf-8")) for path in (ROOT / "mappings").glob("*.py")}
    yield mappings["definition.py"]
    calls = [each for tree in mappings.values() for each in ast.walk(tree) if isinstance(each, ast.Call)]
    yield from (part for each in calls if is_named(each, "wrong", "Problem") for part in each.args[-1:])


def is_named(call: ast.Call, *names: str) -> bool:
    return bool({getattr(call.func, "id", ""), getattr(call.func, "attr", "")}.intersection(names))


def strings(tree: ast.AST) -> Iterator[str]:
    """Its strings, `x` in each hole; no docstrings, nothing that is `Words` already."""
    if isinstance(tree, ast.JoinedStr):
        yield "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in tree.values)
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    if isinstance(tree, ast.Call) and is_named(tree, "Words"):
        return
    for each in ast.iter_child_nodes(tree):
        is_part = isinstance(tree, ast.JoinedStr) and isinstance(each, ast.Constant)
        if not is_part and not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)):
            yield from strings(each)


@cache
def problems() -> frozenset[str]:
    return frozenset(text for tree in sources() for text in strings(tree)) | {each.does for each in functions()}


def faults(text: str, azerbaijani: str) -> Iterator[str]:
    """What is wrong with a declared text and what is said for it."""
    if " / " in text or re.search("[əğışöüƏĞİŞÖÜ]", NAMES.sub("", text)):
        yield "two languages in one"
    if azerbaijani == text and not CODES.fullmatch(text):
        yield "no Azerbaijani"
    elif ENGLISH.search(azerbaijani):
        yield "half of it in English"


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
        ("Such as a.v1: whose it is.", "Məsələn, a.v1: whose it is."),
    ],
)
def test_a_text_that_lacks_a_language_or_holds_both_is_found(text: str, azerbaijani: str) -> None:
    assert list(faults(text, azerbaijani))


def test_names_of_states_and_acts_need_no_other_language() -> None:
    assert not list(faults("in_progress, quarantined, completed …", "in_progress, quarantined, completed …"))


def test_every_problem_that_is_told_in_english_has_its_azerbaijani() -> None:
    said = Sentences("az").said
    sentences = [text for text in problems() - {"hub check: x"} if re.search(r"[a-z]{2,} [a-z]{2,}", text)]

    assert len(sentences) > 60
    assert [text for text in sentences if ENGLISH.search(said(text)) or said(text) == text] == []


@pytest.mark.parametrize(
    ("english", "azerbaijani"),
    [
        ("tehsil/mapping.yaml: path: is required", "tehsil/mapping.yaml: path: verilməlidir"),
        ("x: line 3, column 4: key 'a' stands twice", "x: sətir 3, sütun 4: 'a' açarı iki dəfə yazılıb"),
        (
            "codes.yaml: a.b: no code table z; known: a, b",
            "codes.yaml: a.b: belə kod cədvəli yoxdur: z; məlum olanlar: a, b",
        ),
        (
            "x: begins at 4: first-last, in the order of the line",
            "x: 4 mövqeyindən başlayır: ilk-son, sətirdəki sıra ilə",
        ),
        ("HUB_AGENCIES (a.url): Field required", "HUB_AGENCIES (a.url): verilməyib"),
        ("HUB_LANG: Input should be 'az' or 'en'", "HUB_LANG: bunlardan biri olmalıdır: 'az' və ya 'en'"),
        ("a: Input should be 'x', 'y' or 'z'", "a: bunlardan biri olmalıdır: 'x', 'y' və ya 'z'"),
        (
            "HUB_SANDBOX: Input should be a valid boolean, unable to interpret input",
            "HUB_SANDBOX: true və ya false olmalıdır",
        ),
        ("HUB_XROAD: Input should be a valid dictionary or instance of XroadSettings", "HUB_XROAD: obyekt olmalıdır"),
        ("HUB_HASH_KEY: String should have at least 32 characters", "HUB_HASH_KEY: ən azı 32 simvol olmalıdır"),
        (
            "HUB_PUBLIC_URL: String should match pattern '^https?://'",
            "HUB_PUBLIC_URL: bu qəlibə uyğun olmalıdır: '^https?://'",
        ),
        ("a: Input is not a valid IPv4 network", "a: IPv4 şəbəkəsi deyil"),
        ("x: a.b: unknown key; did you mean 'c'?", "x: a.b: naməlum açar; bəlkə 'c'?"),
        ("x: no field file; known: path, law", "x: belə sahə yoxdur: file; məlum olanlar: path, law"),
        ("x: no field file; known: law", "x: belə sahə yoxdur: file; məlum olanlar: law"),
        ("routes: on", "routes: on"),
        ("what: nobody: knows of", "what: nobody: knows of"),
        ("a: ", "a: "),
    ],
)
def test_a_problem_is_said_behind_its_place_whose_names_stay(english: str, azerbaijani: str) -> None:
    assert Sentences("az").said(english) == azerbaijani
    assert Sentences("en").said(english) == english


def test_no_catalogue_keeps_a_sentence_that_nobody_says() -> None:
    helped = {text for _, text in texts()}
    told = {text.split(": ", cut)[cut] for text in problems() for cut in range(text.count(": ") + 1)}
    told |= {text.partition(": ")[0] for text in problems()}

    unsaid = []
    for name, english, _ in translated():
        shape = re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(english)))
        if name != LIBRARIES and not any(map(shape.fullmatch, told if name in TOLD else helped)):
            unsaid.append(english)
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
        (
            ("parties", "grant", "a", "b", "--as", "c", "--action", "x"),
            "'x' bunlardan biri deyil: 'send', 'ask',",
            "is not one of",
        ),
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
