"""MEİS: REST, ASCII only, the verdict as a number inside HTTP 200 (domain format F3)."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application
from connectors.sandbox.twins.twin import Dependencies, Service, Simulation

UPDATE, RESULT = "/meis/v3/person/update", "/meis/v3/result/"
APPLIED, NO_SUCH_REQUEST, TAKEN_IN = 0, 8, 99

_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_NUMBERS = ("cinsi", "dogum_tarixi", "vefat_tarixi", "mecburi_kockun")
_TEXTS = ("soyad", "ad", "ata_adi")


class Meis:
    """Applies a person's data once per `sorgu_id`; taken-in requests (99) are applied at once and told when asked."""

    agency = "meis"

    def __init__(self, sandbox: Dependencies) -> None:
        self._ledger = sandbox.ledger

    def service(self, request: Request) -> Service | Reply:
        """Update by POST, result by GET."""
        if request.headers.get("x-api-key") != hub_credentials(self.agency):
            return problem(401, "meis.key")
        if request.path == UPDATE and request.method == "POST":
            return Service("meis.person.update", lambda: self._update(request))
        if request.path.startswith(RESULT) and request.method == "GET":
            return Service("meis.result", lambda: self._result(request.path.removeprefix(RESULT)))
        return problem(404, "meis.no_such_service")

    def _update(self, request: Request) -> Reply:
        person = _person(request)
        if person is None:
            return problem(422, "meis.person")
        key = str(person.pop("sorgu_id"))
        application = Application(
            self.agency, key, "meis.person.update", hashlib.sha256(request.body).hexdigest(), person
        )
        return self._ledger.apply(application, lambda seq: _answer(APPLIED, key, qeyd_no=f"MEIS-{seq}"))

    def _result(self, key: str) -> Reply:
        return self._ledger.applied(self.agency, key) or _answer(NO_SUCH_REQUEST, key)

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """MEİS has no faults: its code is the number in the body."""
        return _answer(500 if behaviour.code is None else behaviour.code, _key_of(request))

    def wrong_element(self) -> Reply:
        """A body without `status`."""
        return json_reply(200, {"netice": "OK"})


def _answer(status: int, key: str, **more: str) -> Reply:
    return json_reply(200, {"status": status, "sorgu_id": key, **more})


def _key_of(request: Request) -> str:
    return request.headers.get("idempotency-key", request.path.rpartition("/")[2])


def _person(request: Request) -> dict[str, Any] | None:
    """The body, if it is what MEİS takes: ASCII, a FIN, numbers as numbers, and the key of the header."""
    if not request.body.isascii():
        return None
    try:
        body = request.json()
    except ValueError:
        return None
    if not isinstance(body, dict) or not _FIN.fullmatch(str(body.get("fin_kod"))):
        return None
    numbers = all(type(body.get(name)) is int for name in _NUMBERS)
    texts = all(isinstance(body.get(name), str) for name in _TEXTS)
    same_key = body.get("sorgu_id") == request.headers.get("idempotency-key")
    return body if numbers and texts and same_key else None


SIMULATION = Simulation(Meis)
