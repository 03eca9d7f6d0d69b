"""MEİS puts its verdict into HTTP 200: the number `status` beside the `sorgu_id` that it is about."""

from __future__ import annotations

from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected
from connectors.rest.client import Answer
from connectors.rest.json_answer import json_object
from connectors.rest.operation import not_applied

APPLIED, DECEASED, NOT_FOUND, NO_SUCH_REQUEST, TAKEN_IN = 0, 5, 7, 8, 99

REFUSALS = {DECEASED: "meis.deceased", NOT_FOUND: "meis.not_found"}
"""Statuses about the person: the same bytes would be refused again."""

PENDING = "meis.taken_in"


def verdict(answer: Answer, key: str) -> Outcome:
    """The outcome that MEİS names; an answer about another request, or an unknown number, breaks the contract."""
    document = json_object(answer)
    if not isinstance(document, dict):
        return document
    status = document.get("status")
    if not isinstance(status, int) or isinstance(status, bool):
        return Breach(answer.exchanged, "agency.contract_json", "status is no number")
    if document.get("sorgu_id") != key:
        return Breach(answer.exchanged, "meis.other_request")
    if status == APPLIED:
        reference = document.get("qeyd_no")
        return Delivered(answer.exchanged, reference if isinstance(reference, str) else None, document)
    if status == TAKEN_IN:
        return Busy(answer.exchanged, PENDING)
    if status == NO_SUCH_REQUEST:
        return not_applied(answer)
    if status in REFUSALS:
        return Rejected(answer.exchanged, REFUSALS[status])
    return Breach(answer.exchanged, "meis.unknown_status", f"status {status}")
