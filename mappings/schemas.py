"""Schemas of formats: a document that breaks its schema is refused at the door, with every exact place and no value.

Schemas are read from the bytes of the format folder, compiled once, and may not point anywhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path
from typing import Any, Protocol

import jsonschema_rs
from lxml import etree

from mappings.definition import FormatsRefused, Problem
from mappings.paths import pointer_of

Document = dict[str, Any]
_STEP = re.compile(r"(?:(?P<prefix>[^/:\[\]]+):)?(?P<name>[^/:\[\]]+)(?:\[(?P<number>[0-9]+)\])?(?:/|$)")
"""One step of a path as libxml2 writes it."""


MOST_BREACHES = 20
"""That a refusal names; more of them say nothing new."""


@dataclass(frozen=True, slots=True)
class SchemaRefusal:
    """The breaches of a schema, the first by itself: `place` is a JSON pointer, or a path of elements by local names.

    `more` are the places and rules of the others.
    """

    place: str
    rule: str
    code: str = "door.schema"
    more: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> tuple[str, str]:
        """Say it in Azerbaijani and in English, without the value."""
        where = ", ".join(f"{place or '/'} ({rule})" for place, rule in ((self.place, self.rule), *self.more)) + "."
        return (
            f"Sənəd formatın sxeminə uyğun deyil: {where}",
            f"The document does not fit the format's schema at {where}",
        )


class Schema(Protocol):
    """Judges a document; an XML one also needs the parsed element."""

    def refuse(self, document: Any, element: etree._Element | None) -> SchemaRefusal | None:
        """Give the breaches, or None."""
        ...


class NoSchema:
    """Accepts everything: for formats whose whole shape is in their mapping, such as tables."""

    def refuse(self, document: Any, element: etree._Element | None) -> SchemaRefusal | None:
        """Never refuse."""
        return None


class OnlyWritten:
    """Refuses everything: for formats that nobody hands over."""

    def refuse(self, document: Any, element: etree._Element | None) -> SchemaRefusal | None:
        """Always refuse."""
        return SchemaRefusal("", "format:only_written")


class JsonSchema:
    """JSON Schema 2020-12, without references to other documents."""

    def __init__(self, path: Path) -> None:
        try:
            schema = json.loads(path.read_bytes())
            self._validator = jsonschema_rs.Draft202012Validator(schema, offline=True, validate_formats=False)
        except ValueError as error:
            # jsonschema-rs's own error is a ValueError and its text is about the schema, which is ours.
            first = str(error).partition("\n")[0]
            raise FormatsRefused([Problem(path.name, "", first)]) from error

    def refuse(self, document: Any, element: etree._Element | None) -> SchemaRefusal | None:
        """Give the breaches in the order of the document."""
        if self._validator.is_valid(document):
            return None
        errors = self._validator.iter_errors(document)
        first = nsmallest(MOST_BREACHES, errors, key=lambda found: [str(step) for step in found.instance_path])
        return _refusal([(_pointer(error), f"schema:{error.kind.name}") for error in first])


def _pointer(error: jsonschema_rs.ValidationError) -> str:
    place = "".join(pointer_of(str(step)) for step in error.instance_path)
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
        place += pointer_of(str(error.kind.property))
    return place


def _refusal(breaches: list[tuple[str, str]]) -> SchemaRefusal:
    (place, rule), *more = dict.fromkeys(breaches)
    return SchemaRefusal(place, rule, more=tuple(more))


class XmlSchema:
    """W3C XML Schema 1.0, without imports and includes."""

    def __init__(self, path: Path) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            # The bytes are a file of this project, not a message: the one parser for messages is the connectors'.
            root = etree.XML(path.read_bytes(), parser)
            for name in ("import", "include", "redefine"):
                if root.find(f"{{http://www.w3.org/2001/XMLSchema}}{name}") is not None:
                    raise FormatsRefused([Problem(path.name, name, "a bundled schema stands alone")])
            self._schema = etree.XMLSchema(root)
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            raise FormatsRefused([Problem(path.name, "", str(error))]) from error

    def refuse(self, document: Any, element: etree._Element | None) -> SchemaRefusal | None:
        """Judge the element, in the order of its lines; a document alone has lost its namespaces: TypeError."""
        if element is None:
            raise TypeError("an XML document is judged by its element")
        if self._schema.validate(element):
            return None
        entries: Any = self._schema.error_log  # the stubs do not know that it is a sequence
        first = nsmallest(MOST_BREACHES, entries, key=lambda entry: entry.line)
        rules = [f"schema:{entry.type_name.removeprefix('SCHEMAV_').lower()}" for entry in first]
        return _refusal([(_element_path(element, each.path), rule) for each, rule in zip(first, rules, strict=True)])


def _element_path(root: etree._Element, path: str | None) -> str:
    """Name an element by local names, with its number where it has brothers of the same name."""
    element = _walk(root, path or "")
    steps: list[str] = []
    while True:
        parent = element.getparent()
        name = _local(element)
        if parent is None or element is root:
            return "/" + "/".join([name, *reversed(steps)])
        twins = [brother for brother in parent if brother.tag == element.tag]
        steps.append(name if len(twins) == 1 else f"{name}[{twins.index(element) + 1}]")
        element = parent


def _walk(root: etree._Element, path: str) -> etree._Element:
    """Follow libxml2's path as far as it leads to elements. XPath cannot: the path's prefixes are the sender's own."""
    element = root
    for step in _STEP.finditer(path.partition("/")[2].partition("/")[2]):
        prefix, name, number = step["prefix"], step["name"], int(step["number"] or 1)
        brothers = [
            child
            for child in element.iterchildren(tag=etree.Element)
            if name == "*" or (_local(child) == name and child.prefix == prefix)
        ]
        if len(brothers) < number:
            break
        element = brothers[number - 1]
    return element


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


SCHEMAS: dict[str, tuple[str, Callable[[Path], Schema]]] = {
    "json": ("schema.json", JsonSchema),
    "xml": ("schema.xsd", XmlSchema),
}
"""By syntax: the schema's file name and how it is compiled."""
