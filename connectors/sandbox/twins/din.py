"""DİN: answers for every invented person, in upper case; no more than three requests a second (format F1)."""

from __future__ import annotations

import time
from collections import deque

from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.twins.soap import Content, SoapRequest, action_of, fault, pinned_file, read_soap, soap_reply
from connectors.sandbox.twins.twin import Service
from connectors.soap.envelope import header_of
from connectors.soap.wsdl import pinned_wsdl

PATH = "/din/sexs"
_NAMESPACE = "urn:din:qeydiyyat:v2"
_NOT_FOUND, _DOCUMENT_MISMATCH, _BUSY = 101, 102, 900
_TEXTS = {_NOT_FOUND: "Şəxs tapılmadı", _DOCUMENT_MISMATCH: "Sənəd uyğun gəlmir", _BUSY: "Sistem məşğuldur"}

_PER_WINDOW, _WINDOW_S = 3, 0.9
"""Three requests a second, with a tenth of it for what the network does to a caller's even spacing."""


class Din:
    """Every answered query is in the ledger under its `sorguId`, with who asked, on which basis and why."""

    agency = "din"

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._wsdl_file = pinned_wsdl(self.agency).text
        self._recent: deque[float] = deque()

    def service(self, request: Request) -> Service | Reply:
        """One operation."""
        pinned = pinned_file(request, PATH, self._wsdl_file)
        if pinned is not None:
            return pinned
        if request.path != PATH or request.method != "POST":
            return problem(404, "din.no_such_service")
        asked = read_soap(request, pinned_wsdl(self.agency), self.agency)
        if isinstance(asked, Reply):
            return asked
        if asked.name != "SexsMelumatiSorgu" or action_of(request) != "SexsMelumati":
            return fault("Client", "no such operation, or another SOAPAction")
        header = header_of(request.body)
        if not all(header.get(name) for name in ("musteri", "sorguId", "esas", "meqsed")):
            return fault("Client", "the header lacks musteri, sorguId, esas or meqsed")
        return Service("din.identity.query", lambda: self._query(asked, header))

    def _query(self, asked: SoapRequest, header: dict[str, str]) -> Reply:
        if self._too_fast():
            return _error(_BUSY)
        subject = {"fin": asked.text("FIN"), **{name: header.get(name, "") for name in ("esas", "meqsed")}}
        application = Application(self.agency, header["sorguId"], "din.identity.query", asked.body_sha256, subject)
        reply = self._ledger.apply(application, lambda _: _answer(asked))
        return fault("Client", "sorguId was used for another query") if reply.status == 409 else reply

    def _too_fast(self) -> bool:
        now = time.monotonic()
        while self._recent and now - self._recent[0] > _WINDOW_S:
            self._recent.popleft()
        if len(self._recent) >= _PER_WINDOW:
            return True
        self._recent.append(now)
        return False

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A Fault of the asked side, or an `Xeta` with the asked code."""
        if behaviour.code is not None:
            return _error(behaviour.code)
        return fault(behaviour.fault or "Server", "told to fail")

    def wrong_element(self) -> Reply:
        """The element of version 1."""
        return soap_reply("urn:din:qeydiyyat:v1", "SexsMelumati", {"Ad": "", "FIN": ""})


def _answer(asked: SoapRequest) -> Reply:
    number = number_of(asked.text("FIN"))
    if number is None:
        return _error(_NOT_FOUND)
    found = person(number)
    if asked.text("SenedNomre") not in {"", found.document_number}:
        return _error(_DOCUMENT_MISMATCH)
    return soap_reply(_NAMESPACE, "SexsMelumati", _content(found))


def _content(found: SyntheticPerson) -> Content:
    woman = found.sex == "female"
    return {
        "FIN": found.fin,
        "Soyad": _upper(found.surname),
        "Ad": _upper(found.given_name),
        "AtaAdi": _upper(f"{found.father} {'qızı' if woman else 'oğlu'}"),
        "Cins": "Q" if woman else "K",
        "DogumTarixi": f"{found.born:%d.%m.%Y}",
        "DogumYeri": _upper(found.birth_place),
        "Sened": {
            "Seriya": found.document_series,
            "Nomre": found.document_number,
            "VerilmeTarixi": "14.02.2021",
            "EtibarlidirTarixi": "14.02.2031",
            "VerenOrqan": "ASAN XİDMƏT",
        },
        "Qeydiyyat": {
            "RayonKodu": "10300",
            "YMKodu": "1030012",
            "Kuce": _upper(found.street),
            "Bina": found.building,
            "Menzil": found.flat,
            "QeydiyyatTarixi": "01.09.2012",
        },
        "Veziyyet": "1",
    }


def _upper(text: str) -> str:
    """Upper case by the Azerbaijani rule: i becomes İ, ı becomes I."""
    return text.replace("i", "İ").replace("ı", "I").upper()


def _error(kod: int) -> Reply:
    return soap_reply(_NAMESPACE, "Xeta", {"Kod": str(kod), "Metn": _TEXTS.get(kod, "Xəta")})
