"""The converters that a mapping may name with `as:`."""

from __future__ import annotations

from collections.abc import Callable

from mappings import converters, text_converters
from mappings.converters import Converter, Tables
from mappings.definition import Node

CONVERTERS: dict[str, Callable[[Node, Tables], Converter]] = {
    "exact": converters.exact,
    "pattern": converters.pattern,
    "fin": converters.fin,
    "code": converters.code,
    "integer": converters.integer,
    "qepik": converters.qepik,
    "date": converters.date,
    "day": converters.day,
    "instant": converters.instant,
    "base64": converters.base64,
    "flag": converters.flag,
    "offset": converters.offset,
    "month": converters.month,
    "identity_card": converters.identity_card,
    "iban": converters.iban,
    "place": converters.place,
    "text": text_converters.text,
    "name": text_converters.name,
    "patronymic": text_converters.patronymic,
    "full_name": text_converters.full_name,
}


def converter(node: Node, tables: Tables) -> Converter | None:
    """Compile the converter that a rule names; an unknown name is reported and gives None."""
    name = node.choice("as", CONVERTERS)
    if name is None:
        node.ignore()
        return None
    return CONVERTERS[name](node, tables)
