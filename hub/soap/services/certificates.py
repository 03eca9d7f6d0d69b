"""The certificate of status, asked for by SOAP: a request is taken in, then asked after by its own number.

A request becomes a message of the format by which the programme takes applications, so that it is the same request
whichever door it comes through. Whose it is, who may ask for whom and what is given is decided where it is registered.
"""

from __future__ import annotations

import base64
import json
from functools import partial
from pathlib import Path
from typing import Final

from document_flow.programmes import programmes
from hub.access.grants import Action, need_right
from hub.errors import Words
from hub.exchange.ask.problems import sure_fin
from hub.soap.handing_over import hand_over
from hub.soap.service import Document, Operation, Service, SoapCall
from hub.web.own_applications import handed_paper, own_application, state_of
from mappings.identity import read_fin
from mappings.registered import CertificateRequest

_FORMAT: Final = programmes()["certificate"].formats[0]
_TRUE: Final = ("true", "1")


async def request_certificate(asked: SoapCall) -> Document:
    """The same number again is the same request and gets the same answer."""
    return await hand_over(asked, _FORMAT, partial(_written, asked))


async def get_certificate(asked: SoapCall) -> Document:
    """Of the party's own request alone; that its paper was handed over stands in the person's access history."""
    need_right(asked.party.rights, _FORMAT, Action.SEND)
    told = await state_of(asked.hub, asked.party.name, asked.text("requestId"))
    refusal = told.refusal or {}
    wants_paper = asked.text("withPaper") in _TRUE and told.paper_no is not None
    return {
        "state": told.state,
        "caseNumber": told.case_number or None,
        "isProvisional": told.is_provisional,
        "certificateNo": told.paper_no,
        "issuedOn": told.issued_on,
        "validUntil": told.valid_until,
        "contentHash": told.content_hash,
        "verifyCode": told.verify_code,
        "refusalCode": refusal.get("code"),
        "refusalText": refusal.get("text"),
        "paper": await _paper(asked) if wants_paper else None,
    }


async def _paper(asked: SoapCall) -> str:
    stored = await own_application(asked.hub, asked.party.name, asked.text("requestId"))
    return base64.b64encode(await handed_paper(asked.hub, asked.party.name, asked.person or None, stored)).decode()


def _written(asked: SoapCall) -> bytes:
    request = CertificateRequest(
        request_id=asked.text("requestId"),
        fin=_fin(asked, "fin"),
        acting_for=_fin(asked, "actingFor") if asked.text("actingFor") else None,
        certificate_purpose=asked.text("purposeCode"),
        with_family=asked.text("includeFamily") in _TRUE,
        without_address=asked.text("withoutAddress") in _TRUE or None,
    )
    return json.dumps(asked.hub.formats[_FORMAT].write(request), ensure_ascii=False).encode()


def _fin(asked: SoapCall, field: str) -> str:
    return sure_fin(read_fin(asked.text(field)), f"/requestCertificate/{field}")


SERVICE = Service(
    name="certificates",
    words=Words("Status haqqında arayış", "Certificate of status"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "requestCertificate",
            Words(
                "Şəxsin adından arayış üçün müraciəti təhvil verin; qəbz alırsınız.",
                "Hand a person's request for a certificate over; you get a receipt.",
            ),
            _FORMAT,
            request_certificate,
        ),
        Operation(
            "getCertificate",
            Words(
                "Müraciətiniz hansı vəziyyətdədir; verilibsə, arayışın özü.",
                "Where your request stands; once it is issued, the certificate itself.",
            ),
            _FORMAT,
            get_certificate,
        ),
    ),
    stores=True,
)
