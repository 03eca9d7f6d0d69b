"""On the Azerbaijani pages that are kept, nothing that programs say to each other stands where a word should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from hub.exchange.destinations import OPERATIONS, OWN
from hub.web.agency_book import TITLES

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("hub", "document_flow", "mappings")
PAGES = Path(__file__).parent / "kept" / "house" / "pages" / "az"
ALSO_WORDS = {"operator", "auditor", "status", "name"}
"""Codes that are Azerbaijani too, and what a function of mappings is called."""
NAMED_BY_CODE = {"kind/settings-parties"}
"""Where a party is listed with the name by which it logs in, beside its title."""
_OPTION = re.compile(r"^\[option[^\]]*\] *")


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
    code, markup = (
        re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})(?![\w.])"),
        re.compile(r"\[[^\]]*\]|^→.*"),
    )
    shown = []
    for page in sorted(PAGES.rglob("*.txt")):
        lines = (markup.sub("", line) for line in page.read_text(encoding="utf-8").splitlines())
        shown += [(page.stem, line) for line in lines if code.search(line)]

    assert len(names) > 20
    assert shown == []
