"""A document as a form: its fields with their values, which of them are locked, and the edit that a filled form means.

Locked is what says whom and what the message is about: FIN, the other keys, the source's own id. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from connectors.parsing.json import parse_json
from connectors.parsing.xml import parse_xml
from hub.errors import Refused, Words
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.model import Arguments
from mappings.format import Reading

MOST_FIELDS = 300
Kind = Literal["text", "number", "truth", "nothing"]


@dataclass(frozen=True, slots=True)
class EditField:
    """One value of the document. `path` is a JSON pointer, of XML with the root's name first."""

    path: str
    value: str
    kind: Kind
    locked: bool


def locked_values(reading: Reading) -> frozenset[str]:
    """The values that may not be changed, as they are compared."""
    own = {reading.business_id} if reading.business_id else set()
    return frozenset(_plain(value) for value in {*own, *(value for _, value in reading.keys)})


def fields_of(made: MessageFormat, raw: bytes, locked: Collection[str]) -> list[EditField]:
    """The fields in the document's order, the first MOST_FIELDS of them."""
    if made.syntax == "xml":
        found = [
            EditField(path, element.text or "", "text", _plain(element.text or "") in locked)
            for path, element in _elements(parse_xml(raw))
        ]
    else:
        found = [
            EditField(path, _shown(value), _kind(value), _plain(_shown(value)) in locked)
            for path, value in _leaves(parse_json(raw), "")
        ]
    return found[:MOST_FIELDS]


def filled(made: MessageFormat, raw: bytes, locked: Collection[str], typed: Mapping[str, str]) -> Arguments:
    """The edit that the form means: what differs from the document, never what is locked. Refused for a number that
    is none.
    """
    changed = {
        field.path: (field, typed[field.path])
        for field in fields_of(made, raw, locked)
        if not field.locked and field.path in typed and _bare(typed[field.path]) != _bare(field.value)
    }
    if not changed:
        return Arguments()
    if made.syntax == "xml":
        root = parse_xml(raw)
        for path, element in _elements(root):
            if path in changed:
                element.text = changed[path][1]
        return Arguments(body=etree.tostring(root, encoding="unicode"))
    return Arguments(patches=tuple((path, _value(field, text)) for path, (field, text) in changed.items()))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{index}")
    else:
        yield path, value


def _elements(root: etree._Element, path: str = "") -> Iterator[tuple[str, etree._Element]]:
    """The elements that hold text alone, by local names; a number tells repeated ones apart."""
    here = path or f"/{_local(root)}"
    if not len(root):
        yield here, root
        return
    many = Counter(_local(child) for child in root)
    seen: Counter[str] = Counter()
    for child in root:
        name = _local(child)
        yield from _elements(child, f"{here}/{name}/{seen[name]}" if many[name] > 1 else f"{here}/{name}")
        seen[name] += 1


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _kind(value: Any) -> Kind:
    match value:
        case None:
            return "nothing"
        case bool():
            return "truth"
        case int() | float():
            return "number"
        case _:
            return "text"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(field: EditField, text: str) -> Any:
    """The typed text as the document's own type."""
    match field.kind:
        case "truth":
            return text == "true"
        case "number":
            try:
                return int(text)
            except ValueError:
                raise Refused(
                    "repair.number",
                    Words("Burada tam ədəd gözlənilir.", "A whole number is expected here."),
                    status=422,
                    place=field.path,
                ) from None
        case _:
            return text


def _bare(text: str) -> str:
    """As a line of a form keeps it: without the spaces and line ends that a browser may change."""
    return " ".join(text.split())


def _plain(value: str) -> str:
    return value.strip().upper()
