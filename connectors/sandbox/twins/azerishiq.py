"""Azərişıq: takes reply files by PUT, the same bytes any number of times, other bytes under a name never."""

from __future__ import annotations

import hashlib

from connectors.rest.calling import FILE_NAME, content_digest
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.twins.twin import Service

REPLIES = "/azerishiq/replies/"


class Azerishiq:
    """The ledger's key is the file's name: that is what a reply file is identified by."""

    agency = "azerishiq"

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def service(self, request: Request) -> Service | Reply:
        """Put a reply file."""
        name = request.path.removeprefix(REPLIES)
        if not request.path.startswith(REPLIES) or request.method != "PUT" or not FILE_NAME.fullmatch(name):
            return problem(404, "azerishiq.no_such_service")
        if request.headers.get("authorization") != f"Bearer {hub_credentials(self.agency)}":
            return problem(401, "azerishiq.key")
        if request.headers.get("content-digest") != content_digest(request.body):
            return problem(400, "azerishiq.digest")
        return Service("azerishiq.reply-file", lambda: self._take(name, request))

    def _take(self, name: str, request: Request) -> Reply:
        subject = {
            "name": name,
            "bytes": len(request.body),
            "lines": request.body.count(b"\n"),
            "idempotency_key": request.headers.get("idempotency-key", ""),
        }
        digest = hashlib.sha256(request.body).hexdigest()
        application = Application(self.agency, name, "azerishiq.reply-file", digest, subject)
        return self._ledger.apply(application, lambda seq: json_reply(201, {"reference": f"AZI-{seq}"}))

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A refusal with the asked code."""
        return problem(422 if behaviour.fault == "Client" else 500, f"azerishiq.{behaviour.code or 'fault'}")

    def wrong_element(self) -> Reply:
        """A success that says nothing that a caller knows."""
        return json_reply(200, {"netice": "OK"})
