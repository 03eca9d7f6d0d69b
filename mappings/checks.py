"""Checks between the fields of one record (`checks:` in a mapping): what does not agree is said, never corrected."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable
from typing import Any

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


CHECKS: dict[str, tuple[Callable[[Node], Check], tuple[str, ...]]] = {
    "suffix_fits_sex": (suffix_fits_sex, ("suffix", "sex")),
    "difference": (difference, ("of", "less", "equals")),
    "product": (product, ("of", "equals", "where")),
    "counted": (counted, ("of", "equals")),
    "same": (same, ("of",)),
    "content": (content, ("of", "size", "sha256")),
    "distinct": (distinct, ("of",)),
    "refers": (refers, ("of", "to")),
}
"""Each check with those of its parameters that name fields."""
