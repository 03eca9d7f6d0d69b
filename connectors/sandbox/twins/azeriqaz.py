"""Azəriqaz: SOAP 1.1, a subscriber's data applied once per `SorguId`."""

from __future__ import annotations

from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.twins.soap import SoapRequest, action_of, fault, pinned_file, read_soap, soap_reply
from connectors.sandbox.twins.twin import Service
from connectors.soap.wsdl import pinned_wsdl

PATH = "/azeriqaz/abonent"
_NAMESPACE = "urn:azeriqaz:abonent:v1"
_OTHER_BODY = "302"


class Azeriqaz:
    """Any subscriber code is a subscriber here."""

    agency = "azeriqaz"

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._wsdl_file = pinned_wsdl(self.agency).text

    def service(self, request: Request) -> Service | Reply:
        """Dispatch on the Body's element; a SOAPAction that says otherwise is a Client fault."""
        pinned = pinned_file(request, PATH, self._wsdl_file)
        if pinned is not None:
            return pinned
        if request.path != PATH or request.method != "POST":
            return problem(404, "azeriqaz.no_such_service")
        asked = read_soap(request, pinned_wsdl(self.agency), self.agency)
        if isinstance(asked, Reply):
            return asked
        match asked.name, action_of(request):
            case "AbonentYenile", "AbonentYenile":
                return Service("azeriqaz.subscriber.update", lambda: self._update(asked))
            case "SorguVeziyyeti", "SorguVeziyyeti":
                return Service("azeriqaz.request.status", lambda: self._status(asked.text("SorguId")))
            case _:
                return fault("Client", "no such operation, or another SOAPAction")

    def _update(self, asked: SoapRequest) -> Reply:
        key = asked.text("SorguId")
        subject = {name: value for name, value in asked.fields().items() if name != "SorguId"}
        application = Application(self.agency, key, "azeriqaz.subscriber.update", asked.body_sha256, subject)
        reply = self._ledger.apply(
            application,
            lambda seq: soap_reply(_NAMESPACE, "AbonentYenileCavab", {"SorguId": key, "QeydNo": f"AZQ-{seq}"}),
        )
        return _error(_OTHER_BODY) if reply.status == 409 else reply

    def _status(self, key: str) -> Reply:
        applied = self._ledger.applied(self.agency, key) is not None
        state = "TETBIQ_OLUNUB" if applied else "TAPILMADI"
        return soap_reply(_NAMESPACE, "SorguVeziyyetiCavab", {"SorguId": key, "Veziyyet": state})

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A Fault of the asked side, or an `Xeta` with the asked code."""
        if behaviour.code is not None:
            return _error(str(behaviour.code))
        return fault(behaviour.fault or "Server", "told to fail")

    def wrong_element(self) -> Reply:
        """An element that the schema does not know."""
        return soap_reply(_NAMESPACE, "AbonentSilCavab", {"Netice": "abc"})


def _error(kod: str) -> Reply:
    return soap_reply(_NAMESPACE, "Xeta", {"Kod": kod, "Metn": "Sorğu qəbul edilmədi"})
