"""Checks between the fields of one record (`checks:` in a mapping): what does not agree is said, never corrected."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mappings.definition import Node
from mappings.fields import values_at
from mappings.names import SEX_OF

Values = dict[str, Any]
Check = Callable[[Values], str | None]
"""Gives an issue code where the values disagree, and None where they agree or one of them is not known."""


def suffix_fits_sex(node: Node) -> Check:
    """The word oğlu belongs to a man and qızı to a woman."""
    suffix, sex = node.text("suffix"), node.text("sex")

    def check(values: Values) -> str | None:
        found, stated = values.get(suffix), values.get(sex)
        if found is None or stated is None or SEX_OF[found] == stated:
            return None
        return "map.suffix_and_sex"

    return check


def difference(node: Node) -> Check:
    """One number less another is a third: a meter's final reading less its initial one is the consumption."""
    of, less, equals = node.text("of"), node.text("less"), node.text("equals")

    def check(values: Values) -> str | None:
        whole, part, rest = values.get(of), values.get(less), values.get(equals)
        if whole is None or part is None or rest is None or whole - part == rest:
            return None
        return "map.sum_differs"

    return check


def product(node: Node) -> Check:
    """A number times a constant is another, where a flag is true: 300 kWh a person (Cabinet decision 55)."""
    of, times, equals, where = node.text("of"), node.number("times") or 0, node.text("equals"), node.text("where")

    def check(values: Values) -> str | None:
        first, result = values.get(of), values.get(equals)
        if values.get(where) is not True or first is None or result is None or first * times == result:
            return None
        return "map.sum_differs"

    return check


def counted(node: Node) -> Check:
    """The items of a list, and `plus` others, are as many as is stated: a family's members and its head."""
    of, plus, equals = node.text("of"), node.number("plus", 0) or 0, node.text("equals")

    def check(values: Values) -> str | None:
        stated = values.get(equals)
        return None if stated is None or len(values.get(of, ())) + plus == stated else "map.sum_differs"

    return check


def same(node: Node) -> Check:
    """All items of a list have one value in a field, as far as they have any: one district a list."""
    names = tuple(node.text("of").split("."))

    def check(values: Values) -> str | None:
        return "map.several" if len(set(values_at(values, names))) > 1 else None

    return check


def content(node: Node) -> Check:
    """Bytes in Base64 are of the size and the SHA-256 that are stated for them."""
    of, size, sha256 = node.text("of"), node.text("size"), node.text("sha256")

    def check(values: Values) -> str | None:
        written, stated, digest = values.get(of), values.get(size), values.get(sha256)
        if written is None or stated is None or digest is None:
            return None
        raw = binascii.a2b_base64(written)
        if len(raw) != stated:
            return "map.size_differs"
        return None if hashlib.sha256(raw).hexdigest() == digest else "map.hash_differs"

    return check


def distinct(node: Node) -> Check:
    """No two items of a list have the same value in a field."""
    names = tuple(node.text("of").split("."))

    def check(values: Values) -> str | None:
        found = values_at(values, names)
        return "map.not_distinct" if len(set(found)) < len(found) else None

    return check


def refers(node: Node) -> Check:
    """Every name is the name of something in this document."""
    names, to = tuple(node.text("of").split(".")), tuple(node.text("to").split("."))

    def check(values: Values) -> str | None:
        return None if set(values_at(values, names)) <= set(values_at(values, to)) else "map.no_such_name"

    return check


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """What makes a check of a rule; `fields` are those of its words that name fields. `words` and `values` are an
    example, a record that fails it, which `mappings.functions` tries.
    """

    make: Callable[[Node], Check]
    fields: tuple[str, ...]
    words: Mapping[str, Any]
    values: Mapping[str, Any]


CHECKS: Final[Mapping[str, NamedCheck]] = {
    "suffix_fits_sex": NamedCheck(
        suffix_fits_sex, ("suffix", "sex"), {"suffix": "suffix", "sex": "sex"}, {"suffix": "oglu", "sex": "female"}
    ),
    "difference": NamedCheck(
        difference,
        ("of", "less", "equals"),
        {"of": "last", "less": "first", "equals": "used"},
        {"last": 1169, "first": 1000, "used": 160},
    ),
    "product": NamedCheck(
        product,
        ("of", "equals", "where"),
        {"of": "persons", "times": 300, "equals": "limit", "where": "displaced"},
        {"persons": 5, "limit": 1200, "displaced": True},
    ),
    "counted": NamedCheck(
        counted,
        ("of", "equals"),
        {"of": "members", "plus": 1, "equals": "persons"},
        {"members": [{}, {}], "persons": 4},
    ),
    "same": NamedCheck(
        same, ("of",), {"of": "rows.district"}, {"rows": [{"district": "AZ-FUZ"}, {"district": "AZ-LAC"}]}
    ),
    "content": NamedCheck(
        content,
        ("of", "size", "sha256"),
        {"of": "file", "size": "size", "sha256": "sha256"},
        {"file": "UERG", "size": 4, "sha256": "…"},
    ),
    "distinct": NamedCheck(distinct, ("of",), {"of": "rows.no"}, {"rows": [{"no": 1}, {"no": 1}]}),
    "refers": NamedCheck(refers, ("of", "to"), {"of": "main", "to": "files.id"}, {"main": "2", "files": [{"id": "1"}]}),
}
