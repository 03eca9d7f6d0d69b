"""Plain REST as the simulated agencies speak it: a document applied once per `Idempotency-Key`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from connectors.manifest import Agency
from connectors.operations import RestOperation
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.twins.twin import Service

Told = Callable[[dict[str, Any]], Reply]
"""What a question, by its document, is answered."""


class RestTwin:
    """All plain REST operations of a manifest; their subject is the document itself.

    `answers` say by operation what a question is answered; what is not in it is told, and gets a reference.
    """

    def __init__(self, agency: Agency, ledger: Ledger, answers: Mapping[str, Told] | None = None) -> None:
        self.agency, self._ledger, self._answers = agency.name, ledger, answers or {}
        found = [each for each in agency.operations if isinstance(each, RestOperation)]
        self._names = {f"/{agency.name}{each.path}": each.name for each in found if not each.path_field}
        self._reads = {f"/{agency.name}{each.path}/": each for each in found if each.path_field}
        self.paths = frozenset(self._names)

    def service(self, request: Request) -> Service | Reply:
        """Post a document, or read what the path names."""
        name, asked = (self._names.get(request.path) if request.method == "POST" else None), request
        if request.method == "GET":
            name, asked = self._read(request)
        if name is None:
            return problem(404, f"{self.agency}.no_such_service")
        if request.headers.get("authorization") != f"Bearer {hub_credentials(self.agency)}":
            return problem(401, f"{self.agency}.key")
        operation = name
        return Service(operation, lambda: self._apply(operation, asked))

    def _read(self, request: Request) -> tuple[str | None, Request]:
        """The operation that a path is of, and its question as if it had been posted."""
        for path, operation in self._reads.items():
            if request.path.startswith(path):
                named = {operation.path_field: request.path.removeprefix(path)}
                return operation.name, replace(request, body=json.dumps(named).encode())
        return None, request

    def _apply(self, name: str, request: Request) -> Reply:
        key, digest = request.headers.get("idempotency-key", ""), hashlib.sha256(request.body).hexdigest()
        application = Application(self.agency, key, name, digest, request.json())
        told = self._answers.get(name)
        if told is not None:
            return self._ledger.apply(application, lambda _: told(application.subject))
        return self._ledger.apply(application, lambda seq: json_reply(201, {"reference": f"{self.agency}-{seq}"}))

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A refusal with the asked code."""
        status = 422 if behaviour.fault == "Client" else 500
        return problem(status, f"{self.agency}.{behaviour.code or 'told_to_fail'}")

    def wrong_element(self) -> Reply:
        """A success that says nothing that a caller knows."""
        return json_reply(200, {"netice": "OK"})
