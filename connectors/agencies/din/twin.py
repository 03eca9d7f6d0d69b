"""DİN: answers for every invented person, in upper case; no more than three requests a second (format F1).

Every answered query is in the ledger under its `sorguId`, with who asked, on which basis and why.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from connectors.agencies.din.agency import AGENCY
from connectors.sandbox.http import Reply
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.traffic.parcel import question
from connectors.sandbox.twins.soap import (
    Content,
    SoapHandler,
    SoapRequest,
    SoapTwin,
    business_error,
    fault,
    soap_reply,
)
from connectors.sandbox.twins.twin import Dependencies, Simulation

NAME = AGENCY.name
_QUERY = "din.identity.query"
_TEXTS = {"": "Xəta", "101": "Şəxs tapılmadı", "102": "Sənəd uyğun gəlmir", "900": "Sistem məşğuldur"}
_PER_WINDOW, _WINDOW_S = 3, 0.9
"""Three requests a second, with a tenth of it for what the network does to a caller's even spacing."""


def _twin(sandbox: Dependencies) -> SoapTwin:
    handler = SoapHandler(_QUERY, "SexsMelumati", _Desk(sandbox.ledger).answer)
    wrong = soap_reply(NAME, "SexsMelumati", {"Ad": "", "FIN": ""}, "urn:din:qeydiyyat:v1")
    return SoapTwin(NAME, "/sexs", {"SexsMelumatiSorgu": handler}, _TEXTS, wrong)


@dataclass(slots=True)
class _Desk:
    ledger: Ledger
    recent: deque[float] = field(default_factory=deque)

    def answer(self, asked: SoapRequest) -> Reply:
        header = asked.header
        if not all(header.get(name) for name in ("musteri", "sorguId", "esas", "meqsed")):
            return fault("Client", "the header lacks musteri, sorguId, esas or meqsed")
        if self._too_fast():
            return business_error(NAME, "900", _TEXTS)
        subject = {"fin": asked.text("FIN"), **{name: header.get(name, "") for name in ("esas", "meqsed")}}
        application = Application(NAME, header["sorguId"], _QUERY, asked.body_sha256, subject)
        reply = self.ledger.apply(application, lambda _: _answer(asked))
        return fault("Client", "sorguId was used for another query") if reply.status == 409 else reply

    def _too_fast(self) -> bool:
        now = time.monotonic()
        while self.recent and now - self.recent[0] > _WINDOW_S:
            self.recent.popleft()
        if len(self.recent) >= _PER_WINDOW:
            return True
        self.recent.append(now)
        return False


def _answer(asked: SoapRequest) -> Reply:
    number = number_of(asked.text("FIN"))
    if number is None:
        return business_error(NAME, "101", _TEXTS)
    found = person(number)
    if asked.text("SenedNomre") not in {"", found.document_number}:
        return business_error(NAME, "102", _TEXTS)
    return soap_reply(NAME, "SexsMelumati", _content(found))


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


SIMULATION = Simulation(
    _twin, story={50: lambda now: question("identity", now.wife.fin, "data_check", "668-IQ", f"question-{now.step}")}
)
