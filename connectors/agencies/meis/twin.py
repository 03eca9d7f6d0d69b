"""MEİS: REST, ASCII only, the verdict as a number inside HTTP 200 (domain format F3).

In each family it tells of the husband, as it has him.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, json_message
from connectors.sandbox.twins.twin import Dependencies, Service, Simulation

UPDATE, RESULT, SOCIAL = "/meis/v3/person/update", "/meis/v3/result/", "/meis/v3/person/social"
APPLIED, NOT_FOUND, NO_SUCH_REQUEST, TAKEN_IN = 0, 7, 8, 99

_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_LETTERS = str.maketrans("əƏıİ", "eEiI")
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
        if request.path == SOCIAL and request.method == "POST":
            return Service("meis.person.social", lambda: self._social(request))
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

    def _social(self, request: Request) -> Reply:
        asked = _question(request)
        if asked is None:
            return problem(422, "meis.person")
        key = str(asked.pop("sorgu_id"))
        number = number_of(asked["fin_kod"])
        digest = hashlib.sha256(request.body).hexdigest()
        application = Application(self.agency, key, "meis.person.social", digest, asked)
        if number is None:
            return self._ledger.apply(application, lambda _: _answer(NOT_FOUND, key))
        return self._ledger.apply(application, lambda _: _answer(APPLIED, key, data=_data(person(number))))

    def _result(self, key: str) -> Reply:
        return self._ledger.applied(self.agency, key) or _answer(NO_SUCH_REQUEST, key)

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """MEİS has no faults: its code is the number in the body."""
        return _answer(500 if behaviour.code is None else behaviour.code, _key_of(request))

    def wrong_element(self) -> Reply:
        """A body without `status`."""
        return json_reply(200, {"netice": "OK"})


def _answer(status: int, key: str, **more: Any) -> Reply:
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


def _question(request: Request) -> dict[str, Any] | None:
    """The body of a question, if it is what MEİS takes: ASCII, a FIN, a basis, and the key of the header."""
    body = request.json() if request.body.isascii() else None
    if not isinstance(body, dict) or not _FIN.fullmatch(str(body.get("fin_kod"))) or not body.get("esas_kod"):
        return None
    return body if body.get("sorgu_id") == request.headers.get("idempotency-key") else None


def _data(who: SyntheticPerson) -> dict[str, Any]:
    """Every fifth is disabled and has a pension; every seventh family is a martyr's."""
    disabled = who.number % 5 == 0
    work = {"voen": "1400057421", "vezife_kodu": "2411", "bas_tarix": 1704067200000, "son_tarix": 0}
    return {
        **_named(who),
        "rayon_kod": "03",
        "elillik": {"derece": 3, "faiz": 61, "bitme_tarixi": None} if disabled else None,
        "sehid_ailesi": int(who.martyr_family),
        "pensiya": [{"novu": 11, "mebleg": 32000, "bas_tarix": 1704067200000}] if disabled else [],
        "emek_muqavilesi": [work] if who.number % 3 != 2 else [],
    }


def _named(who: SyntheticPerson) -> dict[str, Any]:
    return {
        "fin_kod": who.fin,
        "soyad": _ascii(who.surname),
        "ad": _ascii(who.given_name),
        "ata_adi": _ascii(who.father),
        "cinsi": 2 if who.sex == "female" else 1,
        "dogum_tarixi": int(f"{who.born:%Y%m%d}"),
    }


def _told(now: Moment) -> Parcel:
    key = f"{now.instance[:8]}-meis-{now.family}"
    return json_message("meis", "meis.person.v3", {"sorgu_id": key, **_named(now.husband)}, key)


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isascii())


SIMULATION = Simulation(Meis, story={57: _told})
