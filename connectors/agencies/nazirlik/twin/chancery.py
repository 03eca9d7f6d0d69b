"""The ministry's counter: takes a consignment in once, and says Duplicate to the same again (DHX 1.0).

Which consignments were taken in is asked of the ledger, whose keys are the hub's own, so that they can be asked by.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from connectors.agencies.nazirlik.twin.envelope import COMMITTEE, MINISTRY, Document, fault, read_document
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour, Knobs, Mode
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.twins.twin import Service

DOCUMENT, NOTICE = "nazirlik.send_document", "nazirlik.send_notice"
_SERVICES = {"/nazirlik/v1/documents": DOCUMENT, "/nazirlik/v1/notices": NOTICE}


class Nazirlik:
    """Documents and notices by POST, what became of a key by GET below them."""

    agency = "nazirlik"

    def __init__(self, ledger: Ledger, knobs: Knobs) -> None:
        self._ledger = ledger
        self._knobs = knobs

    def service(self, request: Request) -> Service | Reply:
        """Hand over, or ask."""
        if request.headers.get("authorization") != f"Bearer {hub_credentials(self.agency)}":
            return problem(401, "nazirlik.key")
        operation = _SERVICES.get(request.path)
        if operation is not None and request.method == "POST":
            return Service(operation, lambda: self._take(operation, request))
        folder, _, key = request.path.rpartition("/")
        if folder in _SERVICES and request.method == "GET":
            return Service("nazirlik.status", lambda: self._state(key))
        return problem(404, "nazirlik.no_such_service")

    def _take(self, operation: str, request: Request) -> Reply:
        key, body = request.headers.get("idempotency-key", ""), _object(request)
        if body is None or not key:
            return fault(400, "Validation")
        subject = _document(body, self._knobs.mode(self.agency)) if operation == DOCUMENT else _notice(body)
        if isinstance(subject, Reply):
            return subject
        prior = self._ledger.key_of(self.agency, operation, "identity", subject["identity"])
        digest = hashlib.sha256(request.body).hexdigest()
        application = Application(self.agency, prior or key, operation, digest, subject)
        kept = self._ledger.apply(application, lambda seq: _receipt(seq, subject["consignment_id"]))
        if kept.status == 409:
            return fault(409, "ConsignmentReused")
        return kept if prior is None else fault(409, "Duplicate", receiptId=json.loads(kept.body)["receiptId"])

    def _state(self, key: str) -> Reply:
        return self._ledger.applied(self.agency, key) or fault(404, "NotFound")

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """Its own fault by name; a `code` has none here and is told as a fault of the ministry."""
        return fault(422, "Validation") if behaviour.fault == "Client" else problem(500, "nazirlik.told_to_fail")

    def wrong_element(self) -> Reply:
        """Taken in, but without a receipt."""
        return json_reply(202, {"netice": "OK"})


def _object(request: Request) -> dict[str, Any] | None:
    try:
        body = request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _receipt(seq: int, consignment: str) -> Reply:
    return json_reply(202, {"receiptId": f"NZR-{seq}", "consignmentId": consignment})


def _document(body: dict[str, Any], mode: Mode) -> dict[str, Any] | Reply:
    found = read_document(body)
    if not isinstance(found, Document):
        return found
    return {
        "identity": found.consignment_id,
        "consignment_id": found.consignment_id,
        "sender": found.sender,
        "reg_no": found.reg_no,
        "reg_date": found.reg_date,
        "subject": found.subject,
        "is_answer": found.is_answer,
        "files": list(found.files),
        "mode": mode,
    }


def _notice(body: dict[str, Any]) -> dict[str, Any] | Reply:
    consignment, sender, recipient = body.get("consignmentId"), body.get("Gonderen"), body.get("Alan")
    what = [name for name in ("QeydiyyatBildirisi", "ImtinaBildirisi") if isinstance(body.get(name), dict)]
    if not isinstance(consignment, str) or len(what) != 1:
        return fault(422, "Validation")
    if not isinstance(recipient, dict) or recipient.get("QurumKodu") != MINISTRY:
        return fault(422, "InvalidAddressee", place="/Alan/QurumKodu")
    if not isinstance(sender, dict) or sender.get("QurumKodu") != COMMITTEE:
        return fault(403, "SenderDoesNotMatch", place="/Gonderen/QurumKodu")
    return {
        "identity": f"{consignment} {what[0]}",
        "consignment_id": consignment,
        "what": what[0],
        "content": body[what[0]],
    }
