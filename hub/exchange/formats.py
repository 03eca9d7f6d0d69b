"""What the exchange asks of a format, whether a folder of `mappings` declares it or the hub itself reads it."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from lxml import etree

from mappings.format import Reading, SchemaRefusal, Syntax
from mappings.records import Record


class MessageFormat(Protocol):
    """See `mappings.format.Format`, which is one."""

    @property
    def name(self) -> str: ...
    @property
    def syntax(self) -> Syntax: ...
    @property
    def most_nodes(self) -> int: ...
    @property
    def version_hash(self) -> str: ...
    @property
    def duplicate_key_rule(self) -> Literal["declared", "header", "derived"]: ...
    def refuse(self, document: dict[str, Any], element: etree._Element | None = None) -> SchemaRefusal | None: ...
    def read(self, document: dict[str, Any]) -> Reading: ...
    def write(self, record: Record) -> dict[str, Any]: ...
