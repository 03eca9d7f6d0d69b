"""Reads what a REST service answered: its own code by the operation's table, then what the answer must hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors.operations import CodeField, RestOperation, Says
from connectors.outcome import Breach, Busy, Delivered, Document, Exchanged, Outcome, Rejected, Unknown
from connectors.parsing import JsonRefused, parse_json
from connectors.rest.client import MAX_ANSWER, Answer
from connectors.rest.statuses import refusal

NOT_APPLIED = "status.not_applied"
"""The agency's own word that it never applied a key; no HTTP status alone stands for it."""

_MOST_REFUSAL = 64 * 1024
_PLACE = re.compile(r"[A-Za-z0-9/_-]{0,120}")
_RECEIPT = re.compile(r"[\x21-\x7e]{1,200}")


def read_answer(
    operation: RestOperation, answer: Answer, sent: Mapping[str, Any], *, is_status: bool = False
) -> Outcome:
    """The outcome of a call, or of asking about a key; `sent` is what the answer must be about."""
    code = operation.code
    if code is not None and code.of == "refusal":
        body = _refusal(answer, code)
        row = operation.says.get(body.get(code.name, ""))
        # Nobody is told "never heard of it" but who asked, and who asked is told nothing else by a refusal.
        if row is not None and is_status == (row.means == "not_applied"):
            return _said(operation, answer, row, body)
    if answer.status == 202 and operation.accepted == "unknown":
        return Unknown(answer.exchanged, "agency.accepted")
    refused = refusal(answer)
    if refused is not None:
        return refused
    if not operation.strict and not (answer.body and "json" in answer.content_type):
        return Delivered(answer.exchanged)
    document = _object(answer)
    return _read(operation, answer, document, sent) if isinstance(document, dict) else document


def not_asked(key: str) -> Unknown:
    """The answer of an operation whose agency cannot be asked."""
    return Unknown(Exchanged(), "status.unsupported", f"no status service for {key}")


def _read(operation: RestOperation, answer: Answer, document: Document, sent: Mapping[str, Any]) -> Outcome:
    code, echo = operation.code, operation.echo
    in_answer = code is not None and code.of == "answer"
    value = document.get(code.name) if code is not None and in_answer else None
    if in_answer and type(value) is not int:
        return Breach(answer.exchanged, "agency.contract_json", "status is no number")
    if operation.receipt and _reference(operation, document) is None:
        return Breach(answer.exchanged, "agency.contract_json", f"no {operation.references[0]}")
    if echo is not None and echo.field in sent:
        absent = sent[echo.field] if echo.may_be_absent else None
        if document.get(echo.field, absent) != sent[echo.field]:
            return Breach(answer.exchanged, echo.otherwise)
    if code is None or not in_answer:
        return Delivered(answer.exchanged, _reference(operation, document), document)
    row = operation.says.get(value or 0)
    if row is None:
        return Breach(answer.exchanged, code.other, f"status {value}")
    return _said(operation, answer, row, document)


def _said(operation: RestOperation, answer: Answer, row: Says, document: Document) -> Outcome:
    match row.means:
        case "applied":
            reference = _reference(operation, document)
            return Delivered(answer.exchanged, reference, document, row.cause.code or "delivered")
        case "not_applied":
            return Rejected(answer.exchanged, NOT_APPLIED)
        case "refused":
            return Rejected(answer.exchanged, row.cause.code, _place(document))
        case "busy" | "taken_in":
            return Busy(answer.exchanged, row.cause.code)


def _object(answer: Answer) -> Document | Outcome:
    """The object, or what its absence means: no body is Unknown, a body that is not a JSON object a Breach."""
    if not answer.body.strip():
        return Unknown(answer.exchanged, "agency.empty")
    try:
        parsed = parse_json(answer.body, max_bytes=MAX_ANSWER)
    except JsonRefused as error:
        return Breach(answer.exchanged, "agency.contract_json", f"{error.code} at {error.place}")
    if not isinstance(parsed, dict):
        return Breach(answer.exchanged, "agency.contract_json", "not an object")
    return parsed


def _refusal(answer: Answer, code: CodeField) -> Document:
    """The body of a refusal, its code without the prefix; empty where there is none that can be read."""
    if not 400 <= answer.status < 500 or len(answer.body) > _MOST_REFUSAL:
        return {}
    try:
        document = parse_json(answer.body, max_bytes=_MOST_REFUSAL)
    except JsonRefused:
        return {}
    if not isinstance(document, dict) or not isinstance(document.get(code.name), str):
        return {}
    return {**document, code.name: document[code.name].removeprefix(code.prefix)}


def _reference(operation: RestOperation, document: Document) -> str | None:
    found = next((document[name] for name in operation.references if name in document), None)
    if not isinstance(found, str) or (operation.receipt and not _RECEIPT.fullmatch(found)):
        return None
    return found


def _place(refusal_body: Document) -> str:
    """Where the fault is, if it is told as a place; words of others do not travel."""
    place = refusal_body.get("place")
    return place if isinstance(place, str) and _PLACE.fullmatch(place) else ""
