"""Notices to services that somebody comes to them (format F12), declared once: whoever takes them acknowledges them.

The notice's number is the delivery's key, so that a resend is the same notice. The answer says that it was taken in;
what became of it the service says later, in a message of its own.
"""

from __future__ import annotations

from connectors.manifest import Gives, Takes
from connectors.operations import ByXroad, RestOperation

ACKNOWLEDGEMENT = "service.acknowledgement.v1"
NUMBER = "bildirisNo"

ACKNOWLEDGES = Gives(
    ACKNOWLEDGEMENT,
    "service-acknowledgements",
    ("Xidmətlərin təsdiqləri reyestrə", "Acknowledgements of services to the register"),
)
"""What everybody who takes notices gives."""


def notice_of(agency: str, xroad: ByXroad | None = None) -> RestOperation:
    """The operation of an agency that takes notices; by X-Road where it stands behind a security server."""
    name, path = f"{agency}.notice.put", "/v1/bildirisler"
    title = "dəyişiklik barədə bildiriş", "notice of a change"
    return RestOperation(name=name, title=title, path=path, key_field=NUMBER, strict=True, receipt=True, xroad=xroad)


def takes_notices(agency: str, ages: tuple[int, int] | None = None) -> Takes:
    """Who takes them of whom: `ages` are completed years, both ends included."""
    return Takes("person-change", f"{agency}.notice.put", "service.notice.v1", ages=ages)


def takes_subscriber_notices(agency: str) -> Takes:
    """A utility takes them of its own subscribers, one an account, beside the changes that it is told of."""
    name, writes = f"{agency}.notice.put", "service.subscriber-notice.v1"
    return Takes("person-change", name, writes, by_account=True, told_as="service-notice")
