"""On the Azerbaijani pages that are kept, nothing that programs say to each other stands where a word should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from hub.exchange.destinations import OPERATIONS, OWN, format_name
from hub.rules import all_formats
from hub.settings import Settings
from hub.web.agency_book import TITLES
from routes import ALL

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("hub", "document_flow", "mappings")
PAGES = Path(__file__).parent / "kept" / "house" / "pages" / "az"
ALSO_WORDS = {"operator", "auditor", "status", "name"}
"""Codes that are Azerbaijani too, and what a function of mappings is called."""
NAMED_BY_CODE = {"kind/settings-parties"}
"""Where a party is listed with the name by which it logs in, beside its title."""
_OPTION, _MARKUP = re.compile(r"^\[option[^\]]*\] *"), re.compile(r"\[[^\]]*\]|^→.*")


def _enumerations(of: type[StrEnum] = StrEnum) -> Iterator[type[StrEnum]]:
    for each in of.__subclasses__():
        yield each
        yield from _enumerations(each)


def _codes() -> set[str]:
    """Values of our closed lists, and the names of the hub's own destinations and parties."""
    for source in sorted(path for package in ROOMS for path in (ROOT / package).rglob("*.py")):
        if "(StrEnum)" in source.read_text(encoding="utf-8"):
            import_module(".".join(source.relative_to(ROOT).with_suffix("").parts))
    ours = (each for each in _enumerations() if each.__module__.partition(".")[0] in ROOMS)
    return ({str(value) for each in ours for value in each} | {*TITLES}) - ALSO_WORDS


def test_no_azerbaijani_page_shows_a_code_for_a_word() -> None:
    codes, shown = _codes(), []
    for page in sorted(PAGES.rglob("*.txt")):
        name = page.relative_to(PAGES).with_suffix("").as_posix()
        lines = (_OPTION.sub("", line) for line in page.read_text(encoding="utf-8").splitlines())
        shown += [(name, line) for line in lines if line in codes and name not in NAMED_BY_CODE]

    assert len(codes) > 200
    assert shown == []


def test_no_azerbaijani_page_shows_an_operation_by_its_code() -> None:
    names = sorted(name for name in (*OPERATIONS, *OWN) if re.search(r"[.-]", name))
    code = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})(?![\w.])")
    shown = []
    for page in sorted(PAGES.rglob("*.txt")):
        lines = (_MARKUP.sub("", line) for line in page.read_text(encoding="utf-8").splitlines())
        shown += [(page.stem, line) for line in lines if code.search(line)]

    assert len(names) > 20
    assert shown == []


def test_no_azerbaijani_page_shows_a_format_by_its_code_alone() -> None:
    names = sorted({*all_formats(Settings()), *(route.source for route in ALL)})
    code = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})(?![\w.])")
    shown = []
    for page in sorted(PAGES.rglob("*.txt")):
        lines = (_MARKUP.sub("", line) for line in page.read_text(encoding="utf-8").splitlines())
        shown += [
            (page.stem, line[:200])
            for line in lines
            if (found := code.search(line))
            and format_name(found[0]).az not in line
            and not line.startswith(("{", "curl "))
        ]

    assert len(names) > 40
    assert shown == [], "a document of a format may name it; a sentence, a cell and a choice say its words"
