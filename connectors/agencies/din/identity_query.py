"""`din.identity.query`: asks DİN for a person by FIN, on a named legal basis and for a named purpose (format F1).

A query changes nothing, so it may be repeated. Business errors come as `Xeta` in the Body, not as a Fault.
"""

from __future__ import annotations

from typing import Final

from connectors.agencies.din.wsdl import pinned_wsdl
from connectors.agencies.endpoint import AgencyEndpoint
from connectors.connector import Limits
from connectors.outcome import Breach, Busy, Delivered, Document, Outcome, Rejected
from connectors.parsing import to_document
from connectors.rest.client import AgencyClient
from connectors.rest.operation import no_status
from connectors.soap.service import SoapAnswer, SoapCall, SoapService

HEADER = "_header"
"""The document's member that goes into the SOAP header; the rest is the Body."""

_FIELDS = ("musteri", "xidmet", "istifadeci", "esas", "meqsed")
_DEFAULTS = {"musteri": "qayidis-hub", "xidmet": "din.SexsMelumati.v2"}
_BUSY_KOD = "900"
_REFUSALS = {"101": "din.not_found", "102": "din.document_mismatch"}


class IdentityQuery:
    """A read: safe to repeat, nothing to ask about afterwards; DİN bears three requests a second from all of us."""

    name: Final = "din.identity.query"
    agency: Final = "din"
    idempotent: Final = True
    has_status: Final = False

    def __init__(self, endpoint: AgencyEndpoint, client: AgencyClient) -> None:
        declared = Limits(rate_per_second=3, parallel=3, first_byte_s=8, total_s=10)
        self.limits = endpoint.limits_of(self.name, declared)
        url = endpoint.address("/sexs")
        self._service = SoapService(url, pinned_wsdl(), client, endpoint.credentials)

    async def call(self, document: Document, key: str) -> Outcome:
        """Ask; `document` is `{FIN, SenedSeriya?, SenedNomre?, _header: {istifadeci, esas, meqsed, ...}}`.

        Delivered carries the answer as a document of `SexsMelumati`. The key goes out as `sorguId`.
        """
        given = {**_DEFAULTS, **document.get(HEADER, {})}
        header = {**{name: str(given.get(name) or "") for name in _FIELDS}, "sorguId": key}
        body = {name: value for name, value in document.items() if name != HEADER and value is not None}
        call = SoapCall("SexsMelumati", body, ("SexsMelumati", "Xeta"), header)
        answer = await self._service.ask(call, self.limits)
        return _read(answer, str(body.get("FIN"))) if isinstance(answer, SoapAnswer) else answer

    async def status(self, key: str) -> Outcome:
        """There is none."""
        return no_status(key)


def _read(answer: SoapAnswer, fin: str) -> Outcome:
    if answer.name == "SexsMelumati":
        if answer.text("FIN") != fin:
            return Breach(answer.exchanged, "din.other_person")
        return Delivered(answer.exchanged, answer=to_document(answer.element))
    kod = answer.text("Kod")
    if kod == _BUSY_KOD:
        return Busy(answer.exchanged, "din.busy")
    return Rejected(answer.exchanged, _REFUSALS.get(kod, "din.error"), f"Xeta {kod}")
