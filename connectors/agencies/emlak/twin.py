"""The real-estate register: every other person has a flat; the extract comes beside the envelope, every fourth inline.

It enters a right of use once a key, with the act that comes beside the request. The knob `file` makes the extract
larger than was agreed, or another one than its digest names.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from connectors.agencies.emlak.agency import AGENCY, QUERY, RIGHT
from connectors.sandbox.behaviour import FileFault
from connectors.sandbox.http import Reply
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.traffic.parcel import question
from connectors.sandbox.twins.soap import (
    Content,
    SoapRequest,
    SoapTwin,
    applying,
    asking,
    business_error,
    in_parts,
    soap_reply,
)
from connectors.sandbox.twins.twin import Dependencies, Simulation

NAME = AGENCY.name
_TEXTS = {
    "": "Xəta",
    "201": "Obyekt yoxdur",
    "202": "FİN tapılmadı",
    "203": "Akt faylı AktHash-a uyğun deyil",
    "204": "Bu SorguId ilə başqa məzmun var",
    "900": "Sistem məşğuldur",
}
_USUAL, _TOO_LARGE = 2000, 5 * 1024 * 1024
"""Bytes of an extract."""


def _twin(sandbox: Dependencies) -> SoapTwin:
    def answer(asked: SoapRequest, number: int) -> Reply:
        return _answer(asked, number, sandbox.knobs.file(NAME))

    told = applying(NAME, RIGHT, sandbox.ledger, _TEXTS, number="H", other_body="204")
    told[RIGHT.request] = replace(told[RIGHT.request], other_file=business_error(NAME, "203", _TEXTS))
    handlers = asking(NAME, QUERY, sandbox.ledger, answer) | told
    return SoapTwin(NAME, QUERY.path, handlers, _TEXTS, soap_reply(NAME, QUERY.answer, {"Ad": ""}))


def _answer(asked: SoapRequest, query: int, wrong: FileFault | None) -> Reply:
    number = number_of(asked.text("FIN"))
    if number is None or number % 2:
        return business_error(NAME, "202" if number is None else "201", _TEXTS)
    owner = person(number)
    pdf = _pdf(owner, query, _TOO_LARGE if wrong == "too_large" else _USUAL)
    digest = hashlib.sha256(b"another" if wrong == "other_bytes" else pdf).hexdigest()
    content: dict[str, Content | list[Content]] = {
        "SorguNo": f"CX-{query}",
        "FIN": owner.fin,
        "Obyekt": [_flat(owner), _ended(owner)],
        "CixarisHash": digest,
    }
    if number % 4:
        return soap_reply(NAME, QUERY.answer, content | {"CixarisPdf": base64.b64encode(pdf).decode()})
    return in_parts(NAME, QUERY.answer, content, "CixarisPdf", ("application/pdf", pdf))


def _flat(owner: SyntheticPerson) -> dict[str, Content]:
    return {
        "ReyestrNo": f"R-{owner.number:07d}",
        "KadastrNo": f"401{owner.number:07d}",
        "Unvan": f"Bakı, {owner.street} {owner.building}/{owner.flat}",
        "Tipi": "Mənzil",
        "Sahe": "84,6",
        "HuquqNovu": "1",
        "Pay": "1/2",
        "SahibFIN": owner.fin,
        "QeydiyyatTarixi": "2015-06-01",
    }


def _ended(owner: SyntheticPerson) -> dict[str, Content]:
    return {
        "ReyestrNo": f"R-{owner.number + 1_000_000:07d}",
        "Unvan": f"{owner.birth_place}, Mərkəz küç. 3",
        "Tipi": "Fərdi yaşayış evi",
        "Sahe": "120",
        "HuquqNovu": "2",
        "Pay": "1/1",
        "SahibFIN": owner.fin,
        "QeydiyyatTarixi": "1989-05-10",
        "XitamTarixi": "1993-07-23",
    }


def _pdf(owner: SyntheticPerson, query: int, size: int) -> bytes:
    """The sandbox's extract, padded to about a size by a comment."""
    head = f"%PDF-1.4\n% CX-{query} {owner.fin} SANDBOX\n".encode()
    return head + b"%" + b"x" * max(size - len(head), 0) + b"\n%%EOF\n"


SIMULATION = Simulation(
    _twin, story={56: lambda now: question("dossier", now.wife.fin, "housing", "669-IQ", f"question-{now.step}")}
)
