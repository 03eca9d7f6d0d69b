"""`azeriqaz.subscriber.update`: tells Azəriqaz a subscriber's identity data and IDP status.

The key travels as `SorguId`; Azəriqaz applies one `SorguId` once and can be asked about it (`SorguVeziyyeti`).
"""

from __future__ import annotations

from typing import Final

from connectors.agencies.azeriqaz.wsdl import pinned_wsdl
from connectors.agencies.endpoint import AgencyEndpoint
from connectors.connector import Limits
from connectors.outcome import Breach, Busy, Delivered, Document, Outcome, Rejected
from connectors.parsing import to_document
from connectors.rest.client import AgencyClient
from connectors.rest.operation import NOT_APPLIED
from connectors.soap.service import SoapAnswer, SoapCall, SoapService

BUSY_KOD = "900"
_CODES = {"301": "azeriqaz.no_such_subscriber", "302": "azeriqaz.other_body"}


class SubscriberUpdate:
    """Idempotent by `SorguId`, with a status service."""

    name: Final = "azeriqaz.subscriber.update"
    agency: Final = "azeriqaz"
    idempotent: Final = True
    has_status: Final = True

    def __init__(self, endpoint: AgencyEndpoint, client: AgencyClient) -> None:
        self.limits = endpoint.limits_of(self.name, Limits())
        url = endpoint.address("/abonent")
        self._service = SoapService(url, pinned_wsdl(), client, endpoint.credentials)

    async def call(self, document: Document, key: str) -> Outcome:
        """Send the subscriber's data; fields that are None are left out. The reference is Azəriqaz's `QeydNo`."""
        fields = {name: value for name, value in document.items() if value is not None}
        call = SoapCall("AbonentYenile", {**fields, "SorguId": key}, ("AbonentYenileCavab", "Xeta"))
        answer = await self._service.ask(call, self.limits)
        return _about(answer, key) if isinstance(answer, SoapAnswer) else answer

    async def status(self, key: str) -> Outcome:
        """Ask by `SorguVeziyyeti`; `TAPILMADI` is Azəriqaz's word that it never applied the key."""
        call = SoapCall("SorguVeziyyeti", {"SorguId": key}, ("SorguVeziyyetiCavab", "Xeta"))
        answer = await self._service.ask(call, self.limits)
        if not isinstance(answer, SoapAnswer):
            return answer
        outcome = _about(answer, key)
        if isinstance(outcome, Delivered) and answer.text("Veziyyet") != "TETBIQ_OLUNUB":
            return Rejected(answer.exchanged, NOT_APPLIED)
        return outcome


def _about(answer: SoapAnswer, key: str) -> Outcome:
    if answer.name == "Xeta":
        kod = answer.text("Kod")
        if kod == BUSY_KOD:
            return Busy(answer.exchanged, "azeriqaz.busy")
        return Rejected(answer.exchanged, _CODES.get(kod, "azeriqaz.error"), f"Xeta {kod}")
    if answer.text("SorguId") != key:
        return Breach(answer.exchanged, "azeriqaz.other_request")
    return Delivered(answer.exchanged, answer.text("QeydNo") or None, to_document(answer.element))
