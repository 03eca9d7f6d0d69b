"""Messages in by SOAP: a change to the register in any format that the party was granted."""

from __future__ import annotations

from pathlib import Path

from hub.errors import Words
from hub.soap.handing_over import MOST_BYTES, hand_over
from hub.soap.service import Document, Operation, Service, SoapCall


async def send_message(asked: SoapCall) -> Document:
    """The format is the request's own word; whether the party may, the right to it says."""
    return await hand_over(asked, asked.text("format"))


SERVICE = Service(
    name="messages",
    words=Words("Mesajların qəbulu", "Messages in"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "sendMessage",
            Words(
                "Reyestrə dəyişiklik və ya başqa mesaj təhvil verin; qəbz alırsınız.",
                "Hand over a change to the register or another message; you get a receipt.",
            ),
            "{format}",
            send_message,
        ),
    ),
    stores=True,
    most_bytes=MOST_BYTES,
    attached="content",
)
