"""What a person is told of looks at their data, and when: categories and looks that are told later, from a sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

from document_flow.sheet import read_sheet
from mappings.registered import Category

SHEET: Final = Path(__file__).with_suffix(".yaml")
OTHERWISE: Final[Category] = "personal"
_CODE: Final = re.compile(r"[a-z_]+")
_DAY: Final = 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class UsageRules:
    """`categories` by the words of a look, `held` by purpose: how long a look is told later, in microseconds."""

    categories: Mapping[str, Category]
    held: Mapping[str, int]

    def categories_of(self, words: str) -> tuple[Category, ...]:
        """Of the words of a look, each once, in their order; personal data where no line speaks of them."""
        found = (self.categories.get(word) for word in words.split())
        return tuple(dict.fromkeys(each for each in found if each is not None)) or (OTHERWISE,)


@cache
def usage_rules(sheet: Path = SHEET) -> UsageRules:
    """The rules; raises SheetRefused with every problem, a word or purpose that stands twice among them."""
    top = read_sheet(sheet.read_text(encoding="utf-8"), "usage.refused")
    categories: dict[str, Category] = {}
    held: dict[str, int] = {}
    for entry in top.entries("categories"):
        category = cast("Category", entry.one_of("category", get_args(Category)))
        for word in entry.texts("of"):
            if word in categories:
                entry.problem("of", f"{word} iki dəfə yazılıb", f"{word} stands twice")
            categories[word] = category
        entry.done()
    for entry in top.entries("held"):
        days = entry.whole("days", least=1)
        entry.text("law")
        for purpose in entry.texts("purposes"):
            if not _CODE.fullmatch(purpose):
                entry.problem("purposes", f"{purpose} kataloqun kodu deyil", f"{purpose} is no code of the catalogue")
            if purpose in held:
                entry.problem("purposes", f"{purpose} iki dəfə yazılıb", f"{purpose} stands twice")
            held[purpose] = days * _DAY
        entry.done()
    top.done()
    top.findings.refuse_if_any()
    return UsageRules(categories, held)
