"""What a ministry's answer means: a receipt, or one of the faults that DHX names (with or without its prefix).

    Duplicate               it has this consignment already: delivered, though the first answer was lost
    Validation              the envelope or a file is wrong         ConsignmentReused    other content under a known id
    InvalidAddressee        the document is for another body        SenderDoesNotMatch   we may not send for this body
    SizeLimitExceeded       more than it takes                      UnsupportedVersion   another version of the exchange
    NotFound                it never got our key: the answer to a question only

None of the refusals is worth a second try with the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from connectors.outcome import Breach, Delivered, Document, Outcome, Rejected
from connectors.parsing import JsonRefused, parse_json
from connectors.rest.client import Answer
from connectors.rest.json_answer import json_object
from connectors.rest.operation import not_applied

DUPLICATE, NOT_FOUND = "Duplicate", "NotFound"
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "Validation": "nazirlik.validation",
        "ConsignmentReused": "nazirlik.consignment_reused",
        "InvalidAddressee": "nazirlik.invalid_addressee",
        "SenderDoesNotMatch": "nazirlik.sender_does_not_match",
        "SizeLimitExceeded": "nazirlik.size_limit",
        "UnsupportedVersion": "nazirlik.unsupported_version",
    }
)
_MOST_FAULT = 64 * 1024
_PLACE = re.compile(r"[A-Za-z0-9/_-]{0,120}")
_RECEIPT = re.compile(r"[\x21-\x7e]{1,200}")


def verdict(answer: Answer, consignment: object) -> Outcome:
    """The outcome of handing over: what is not a fault by name is read by its status."""
    fault = _fault(answer)
    code = fault.get("code")
    if code == DUPLICATE:
        return Delivered(answer.exchanged, _receipt(fault), fault, code="nazirlik.duplicate")
    if isinstance(code, str) and code in REFUSALS:
        return Rejected(answer.exchanged, REFUSALS[code], _place(fault))
    return _received(answer, consignment)


def state(answer: Answer) -> Outcome:
    """The outcome of asking by our key."""
    if _fault(answer).get("code") == NOT_FOUND:
        return not_applied(answer)
    return _received(answer, None)


def _received(answer: Answer, consignment: object) -> Outcome:
    document = json_object(answer)
    if not isinstance(document, dict):
        return document
    receipt = _receipt(document)
    if receipt is None:
        return Breach(answer.exchanged, "agency.contract_json", "no receiptId")
    if consignment is not None and document.get("consignmentId", consignment) != consignment:
        return Breach(answer.exchanged, "nazirlik.other_consignment")
    return Delivered(answer.exchanged, receipt, document)


def _fault(answer: Answer) -> Document:
    """The body of a refusal, its code without `DHX.`; empty where there is none that can be read."""
    if not 400 <= answer.status < 500 or len(answer.body) > _MOST_FAULT:
        return {}
    try:
        document = parse_json(answer.body, max_bytes=_MOST_FAULT)
    except JsonRefused:
        return {}
    if not isinstance(document, dict) or not isinstance(document.get("code"), str):
        return {}
    return {**document, "code": document["code"].removeprefix("DHX.")}


def _receipt(document: Document) -> str | None:
    receipt = document.get("receiptId")
    return receipt if isinstance(receipt, str) and _RECEIPT.fullmatch(receipt) else None


def _place(fault: Document) -> str:
    """Where the fault is, if it is told as a place; words of others do not travel."""
    place = fault.get("place")
    return place if isinstance(place, str) and _PLACE.fullmatch(place) else ""
