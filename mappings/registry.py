"""The converters that a mapping may name with `as:`, each with an example that `mappings.functions` tries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mappings import converters, text_converters
from mappings.codes import CodeTable
from mappings.converters import Converter, Tables
from mappings.definition import Node


@dataclass(frozen=True, slots=True)
class Named:
    """What makes a converter of a rule, and a raw value with the further words of the rule that reads it."""

    make: Callable[[Node, Tables], Converter]
    raw: Any
    words: Mapping[str, Any] = field(default_factory=dict)


EXAMPLE_TABLES: Final[Tables] = {"sex": CodeTable("sex", {(str, "K"): "male", (str, "Q"): "female"})}
"""The code tables of the examples."""

CONVERTERS: Final[Mapping[str, Named]] = {
    "exact": Named(converters.exact, "AZ-12/3"),
    "pattern": Named(converters.pattern, " 0712345678901 ", {"pattern": "[0-9]{13}"}),
    "fin": Named(converters.fin, "94fmddd "),
    "code": Named(converters.code, "Q", {"table": "sex"}),
    "integer": Named(converters.integer, "0042", {"min": 0, "max": 99}),
    "qepik": Named(converters.qepik, "-12,40"),
    "date": Named(converters.date, "07.03.1988", {"format": "dd.MM.yyyy"}),
    "day": Named(converters.day, "2026-03-31"),
    "instant": Named(converters.instant, "2026-03-31T09:00:00+04:00"),
    "base64": Named(converters.base64, "UERG", {"max": 3}),
    "flag": Named(converters.flag, raw=True),
    "offset": Named(converters.offset, "2026-03-31T09:00:00+04:00"),
    "month": Named(converters.month, "03.26", {"pivot": 90}),
    "identity_card": Named(converters.identity_card, "AZE № 12345678"),
    "iban": Named(converters.iban, "AZ21 NABZ 0000 0000 1370 1000 1944"),
    "place": Named(converters.place, "Füzuli r."),
    "text": Named(text_converters.text, " Azadlıq   pr. 12 "),
    "name": Named(text_converters.name, "İSMAYILOVA", {"case": "upper"}),
    "patronymic": Named(text_converters.patronymic, "ƏLİ QIZI", {"case": "upper"}),
    "full_name": Named(text_converters.full_name, "Əliyev Murad Əli oğlu"),
}


def converter(node: Node, tables: Tables) -> Converter | None:
    """Compile the converter that a rule names; an unknown name is reported and gives None."""
    name = node.choice("as", CONVERTERS)
    if name is None:
        node.ignore()
        return None
    return CONVERTERS[name].make(node, tables)
