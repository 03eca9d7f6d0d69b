"""Invented people as the register knows them, and requests about them as bytes."""

from __future__ import annotations

from typing import Any

DISPLACED, RETURNED, NO_STATUS, NOBODY = "7ABCD12", "5QRST34", "3WXYZ56", "2ZZZZ22"

RECORDS_OF_THE_REGISTER: dict[str, Any] = {
    "id": "people-1",
    "records": [
        {"kind": "person", "fin": DISPLACED, "surname": "Quliyeva", "given_name": "Aysel"},
        {"kind": "person", "fin": RETURNED, "surname": "Həsənov", "given_name": "Orxan"},
        {"kind": "person", "fin": NO_STATUS, "surname": "Əliyeva", "given_name": "Nərgiz"},
        {
            "kind": "idp_status",
            "fin": DISPLACED,
            "category": "idp",
            "card_no": "MK-0012345",
            "valid_from": "1993-10-23",
        },
        {
            "kind": "idp_status",
            "fin": RETURNED,
            "category": "idp",
            "card_no": "MK-0054321",
            "valid_from": "1993-08",
            "ended_on": "2024-05-28",
            "end_reason": "returned",
        },
        {
            "kind": "utility_account",
            "provider": "azerishiq",
            "subscriber_code": "0712345678901",
            "fin": DISPLACED,
            "idp_group": True,
            "persons_registered": 4,
            "limit_kwh": 600,
        },
        {"kind": "utility_account", "provider": "azersu", "subscriber_code": "1234567", "fin": DISPLACED},
    ],
}

ENVELOPES = {
    "1.1": ("http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8"),
    "1.2": ("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8"),
}
HUB = "urn:qayidis-hub:soap:v1"
WHY = (
    f'<h:asking xmlns:h="{HUB}"><h:purpose>benefit</h:purpose><h:legalBasis>668-IQ</h:legalBasis>'
    "<h:person>f.mammadov</h:person></h:asking>"
)
STATUS = "/soap/idp-status"


def about(fin: str, operation: str = "getStatus", service: str = "idp-status", more: str = "") -> str:
    """A Body's element that asks about somebody."""
    space = f"urn:qayidis-hub:soap:{service}:v1"
    return f'<t:{operation} xmlns:t="{space}"><t:fin>{fin}</t:fin>{more}</t:{operation}>'


def envelope(body: str, header: str = WHY, version: str = "1.1") -> bytes:
    """An envelope around a Body's content and a Header's."""
    space, _ = ENVELOPES[version]
    head = f"<s:Header>{header}</s:Header>" if header else ""
    return f'<s:Envelope xmlns:s="{space}">{head}<s:Body>{body}</s:Body></s:Envelope>'.encode()
