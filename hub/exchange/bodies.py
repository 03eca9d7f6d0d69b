"""Reading the bytes of one message by a format. It knows neither store nor bus, so that others can read alone."""

from __future__ import annotations

from typing import Any

from connectors.parsing.digest import canonical_hash
from connectors.parsing.json import parse_json
from connectors.parsing.refusal import ParsingRefused
from connectors.parsing.workbook import parse_workbook
from connectors.parsing.xml import parse_xml, to_document
from hub.errors import Refused, Words
from hub.exchange.formats import MessageFormat
from mappings.format import Reading


def read_body(made: MessageFormat, raw: bytes) -> tuple[Reading, str]:
    """Parse, validate and map the bytes of one message; also the hash by which equal content is known."""
    try:
        if made.syntax == "xml":
            element = parse_xml(raw, max_nodes=made.most_nodes)
            document: Any = to_document(element)
            refusal = made.refuse(document, element)
        elif made.syntax == "xlsx":
            document = parse_workbook(raw)
            refusal = None
        else:
            document = parse_json(raw, max_values=made.most_nodes)
            refusal = made.refuse(document)
    except ParsingRefused as refused:
        raise Refused(refused.code, Words(*refused.text), place=refused.place) from refused
    if refusal is not None:
        raise Refused(refusal.code, Words(*refusal.text), status=422, place=refusal.place)
    return made.read(document), canonical_hash(document)
