"""Who only takes in: `/webhooks/{name}` for a subscriber's events."""

from __future__ import annotations

import hashlib
from typing import Any

from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.twins.twin import Service


class Webhooks:
    """Keeps each event once by its `webhook-id`, with its headers, so that a test can check the signature."""

    agency = "webhooks"

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def service(self, request: Request) -> Service | Reply:
        """Any name is a receiver."""
        name = request.path.removeprefix("/webhooks/")
        if request.method != "POST" or not name or "/" in name:
            return problem(404, "webhooks.no_such_receiver")
        return Service(f"webhooks.{name}", lambda: self._take(name, request))

    def _take(self, name: str, request: Request) -> Reply:
        digest = hashlib.sha256(request.body).hexdigest()
        subject: dict[str, Any] = {
            "body": request.body.decode(errors="replace"),
            "headers": {key: value for key, value in request.headers.items() if key.startswith(("webhook-", "ce-"))},
        }
        key = f"{name}:{request.headers.get('webhook-id', digest)}"
        return self._ledger.apply(
            Application(self.agency, key, f"webhooks.{name}", digest, subject), lambda _: Reply(204)
        )

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A plain refusal."""
        return problem(500, "webhooks.told_to_fail")

    def wrong_element(self) -> Reply:
        """A success with a body that nobody expects."""
        return Reply(200, b"ok", "text/plain")
