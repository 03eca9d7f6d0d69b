"""Official documents in by SOAP, from the bodies that hand them over: letters, and notices about consignments.

The envelope keeps its own format, whatever carries it; sender and addressee are judged where it is registered.
"""

from __future__ import annotations

from pathlib import Path

from hub.errors import Words
from hub.soap.handing_over import MOST_BYTES, hand_over
from hub.soap.service import Document, Operation, Service, SoapCall

_DOCUMENT, _NOTICE = "bodies.document.v1", "bodies.notice.v1"


async def send_document(asked: SoapCall) -> Document:
    """A letter, or an answer to one."""
    return await hand_over(asked, _DOCUMENT)


async def send_notice(asked: SoapCall) -> Document:
    """What became of a consignment of ours."""
    return await hand_over(asked, _NOTICE)


SERVICE = Service(
    name="documents",
    words=Words("Sənədlərin qəbulu", "Documents in"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "sendDocument",
            Words("Rəsmi sənəd təhvil verin; qəbz alırsınız.", "Hand over an official document; you get a receipt."),
            _DOCUMENT,
            send_document,
        ),
        Operation(
            "sendNotice",
            Words(
                "Göndərişin qeydiyyatı və ya imtinası barədə bildiriş verin.",
                "Tell that a consignment was registered, or refused.",
            ),
            _NOTICE,
            send_notice,
        ),
    ),
    stores=True,
    most_bytes=MOST_BYTES,
    attached="content",
)
