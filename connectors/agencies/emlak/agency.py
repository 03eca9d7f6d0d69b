"""The real-estate register: registered rights by FIN, and the sealed extract as a PDF (format F7). It is told of the
right of use of whoever was given the keys of a home, with the handover act beside the envelope (MTOM).

A query changes nothing, so it may be repeated. A found right is evidence for a person's decision. The key of what is
told travels as `SorguId`; the register enters one `SorguId` once and can be asked about it (`HuquqVeziyyeti`).
"""

from __future__ import annotations

from connectors.connector import Limits
from connectors.manifest import Agency, Answers, Takes
from connectors.operations import Attachment, Echo, SoapOperation, SoapStatus, busy, refused

_MOST_BYTES = 4 * 1024 * 1024

QUERY = SoapOperation(
    name="emlak.extract.query",
    title=("daşınmaz əmlak çıxarışı barədə sorğu", "question for an extract of real estate"),
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
        most_bytes=_MOST_BYTES,
    ),
    limits=Limits(rate_per_second=5, parallel=2, first_byte_s=15, total_s=25),
)

RIGHT = SoapOperation(
    name="emlak.right.register",
    title=("istifadə hüququnun qeydiyyatı", "registration of a right of use"),
    path=QUERY.path,
    request="IstifadeHuququ",
    answer="IstifadeHuququCavab",
    key="SorguId",
    echo=Echo("SorguId", "emlak.other_request"),
    reference="QeydNo",
    says={
        "203": refused(
            "emlak.act_differs",
            ("hub", "agency"),
            ("Akt faylı göstərilən SHA-256-ya uyğun deyil.", "The act is not the file of the SHA-256 that was told."),
            ("Aktı sənəddə yoxlayın, sonra təkrar göndərin.", "Look at the act in its document, then retry."),
        ),
        "204": refused(
            "emlak.other_body",
            ("hub", "agency"),
            ("Reyestr bu açarla başqa məzmun almışdı.", "The register had other content under this key."),
            ("Nəyi qeyd etdiyini reyestrdən soruşun.", "Ask the register what it has entered."),
        ),
        "900": busy("emlak.busy"),
    },
    other="emlak.error",
    status=SoapStatus("HuquqVeziyyeti", "HuquqVeziyyetiCavab", "Veziyyet", "QEYD_OLUNUB"),
    encloses=Attachment(
        field="AktPdf",
        digest="AktHash",
        media_type="application/pdf",
        begins=b"%PDF-",
        most_bytes=_MOST_BYTES,
    ),
    limits=Limits(rate_per_second=5, parallel=2, first_byte_s=30, total_s=60),
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
    takes=(Takes("right-of-use", RIGHT.name, "emlak.right.v1"),),
    operations=(QUERY, RIGHT),
)
