"""Reads the JSON object that a 2xx answer must hold."""

from __future__ import annotations

from connectors.outcome import Breach, Document, Outcome, Unknown
from connectors.parsing import JsonRefused, parse_json
from connectors.rest.client import MAX_ANSWER, Answer
from connectors.rest.statuses import refusal


def json_object(answer: Answer) -> Document | Outcome:
    """The object, or what its absence means: no body is Unknown, a body that is not a JSON object a Breach."""
    refused = refusal(answer)
    if refused is not None:
        return refused
    if not answer.body.strip():
        return Unknown(answer.exchanged, "agency.empty")
    try:
        parsed = parse_json(answer.body, max_bytes=MAX_ANSWER)
    except JsonRefused as error:
        return Breach(answer.exchanged, "agency.contract_json", f"{error.code} at {error.place}")
    if not isinstance(parsed, dict):
        return Breach(answer.exchanged, "agency.contract_json", "not an object")
    return parsed
