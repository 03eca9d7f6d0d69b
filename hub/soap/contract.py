"""A schema of ours: what may stand in a Body or a header block, and how what we answer is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.parsing import parse_xml
from mappings.schemas import SchemaRefusal, XmlSchema

XSD = "http://www.w3.org/2001/XMLSchema"


class Contract:
    """A schema that stands alone, read and compiled once; its elements are qualified."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        self.root = parse_xml(self.raw)
        self.namespace = self.root.get("targetNamespace", "")
        self.elements = frozenset(each.get("name", "") for each in self.root.iterchildren(f"{{{XSD}}}element"))
        self.prefix = next(str(prefix) for prefix, space in self.root.nsmap.items() if space == self.namespace)
        self._schema = XmlSchema(path)

    def tag(self, name: str) -> str:
        """A local name, qualified."""
        return f"{{{self.namespace}}}{name}"

    def refuse(self, element: etree._Element) -> SchemaRefusal | None:
        """The first breach, and its place."""
        return self._schema.refuse(None, element)

    def element(self, name: str, content: Mapping[str, Any]) -> etree._Element:
        """An element of this namespace with that content, in its order."""
        made = etree.Element(self.tag(name), nsmap={"q": self.namespace})
        self._fill(made, content)
        return made

    def _fill(self, parent: etree._Element, content: Mapping[str, Any]) -> None:
        for name, value in content.items():
            for each in value if isinstance(value, list | tuple) else (value,):
                if each is None:
                    continue
                child = etree.SubElement(parent, self.tag(name))
                if isinstance(each, Mapping):
                    self._fill(child, each)
                else:
                    child.text = _text(each)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
