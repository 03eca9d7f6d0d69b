"""The one place where foreign bytes become values: a hardened XML parser and a strict JSON loader (ASVS 1.5.3)."""

from connectors.parsing.digest import canonical_hash
from connectors.parsing.json import parse_json
from connectors.parsing.refusal import JsonRefused, ParsingRefused, XmlRefused
from connectors.parsing.xml import parse_xml, to_document

__all__ = ["JsonRefused", "ParsingRefused", "XmlRefused", "canonical_hash", "parse_json", "parse_xml", "to_document"]
