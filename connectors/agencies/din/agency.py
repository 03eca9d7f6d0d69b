"""DİN: identity and residence by FIN, on a named legal basis and for a named purpose (format F1).

A query changes nothing, so it may be repeated, and there is nothing to ask about afterwards. Business errors come as
`Xeta` in the Body, not as a Fault. DİN bears three requests a second from all of us.
"""

from __future__ import annotations

from connectors.connector import Limits
from connectors.manifest import Agency, Answers
from connectors.operations import Echo, SoapOperation, busy, refused

AGENCY = Agency(
    name="din",
    title=("DİN", "Ministry of Internal Affairs"),
    full_title=("Daxili İşlər Nazirliyi", "Ministry of Internal Affairs"),
    weight={"identity": 3, "residence": 3, "civil": 3},
    answers=(
        Answers(
            "identity",
            "din.identity.query",
            "din.identity.v1",
            {
                "din.not_found": (
                    "ask.not_found",
                    404,
                    ("DİN-də bu FİN-ə uyğun şəxs tapılmadı.", "DİN knows nobody with this FIN."),
                ),
                "din.document_mismatch": (
                    "ask.document_mismatch",
                    409,
                    ("Sənədin məlumatı bu FİN-ə uyğun deyil.", "The document does not belong to this FIN."),
                ),
            },
        ),
    ),
    operations=(
        SoapOperation(
            name="din.identity.query",
            title=("şəxsiyyət barədə sorğu", "question about the identity"),
            path="/sexs",
            request="SexsMelumati",
            answer="SexsMelumati",
            header={
                "musteri": "qayidis-hub",
                "xidmet": "din.SexsMelumati.v2",
                "istifadeci": "{person}",
                "esas": "{legal_basis}",
                "meqsed": "{purpose}",
                "sorguId": "{key}",
            },
            echo=Echo("FIN", "din.other_person"),
            says={
                "101": refused("din.not_found"),
                "102": refused("din.document_mismatch"),
                "900": busy("din.busy"),
            },
            other="din.error",
            limits=Limits(rate_per_second=3, parallel=3, first_byte_s=8, total_s=10),
        ),
    ),
)
