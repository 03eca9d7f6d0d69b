"""The real-estate register: registered rights by FIN, and the sealed extract as a PDF (format F7).

A query changes nothing, so it may be repeated. A found right is evidence for a person's decision.
"""

from __future__ import annotations

from connectors.connector import Limits
from connectors.manifest import Agency, Answers
from connectors.operations import Attachment, Echo, SoapOperation, busy, refused

QUERY = SoapOperation(
    name="emlak.extract.query",
    path="/cixaris",
    request="Cixaris",
    answer="CixarisCavab",
    header={
        "musteri": "qayidis-hub",
        "xidmet": "emlak.Cixaris.v1",
        "istifadeci": "{person}",
        "esas": "{legal_basis}",
        "meqsed": "{purpose}",
        "sorguId": "{key}",
    },
    echo=Echo("FIN", "emlak.other_person"),
    says={"201": refused("emlak.no_object"), "202": refused("emlak.not_found"), "900": busy("emlak.busy")},
    other="emlak.error",
    attachment=Attachment(
        field="CixarisPdf",
        digest="CixarisHash",
        media_type="application/pdf",
        begins=b"%PDF-",
        most_bytes=4 * 1024 * 1024,
    ),
    limits=Limits(rate_per_second=5, parallel=2, first_byte_s=15, total_s=25),
)

_NONE = ("Reyestrdə bu şəxsin adına hüquq yoxdur.", "The register holds no right of this person.")

AGENCY = Agency(
    name="emlak",
    title=("Əmlak reyestri", "Real-estate register"),
    full_title=("Daşınmaz əmlakın dövlət reyestri", "State register of real estate"),
    answers=(
        Answers(
            "property",
            QUERY.name,
            "emlak.extract.v1",
            {
                "emlak.no_object": ("ask.not_found", 404, _NONE),
                "emlak.not_found": (
                    "ask.not_found",
                    404,
                    ("Reyestr bu FİN-i tanımır.", "The register does not know this FIN."),
                ),
            },
        ),
    ),
    operations=(QUERY,),
)
