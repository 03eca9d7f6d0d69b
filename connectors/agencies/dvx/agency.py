"""DVX, the State Tax Service: own registration, work under contract and income, by FIN or by VÖEN.

A query changes nothing, so it may be repeated. It goes by X-Road. Business errors come as `Xeta` in the Body.
"""

from __future__ import annotations

from connectors.connector import Limits
from connectors.manifest import Agency, Answers
from connectors.operations import ByXroad, Echo, SoapOperation, busy, refused

QUERY = SoapOperation(
    name="dvx.taxpayer.query",
    title=("vergi ödəyicisi barədə sorğu", "question about a taxpayer"),
    path="/vergi",
    request="VergiOdeyicisi",
    answer="VergiOdeyicisiCavab",
    header={
        "musteri": "qayidis-hub",
        "xidmet": "dvx.VergiOdeyicisi.v1",
        "istifadeci": "{person}",
        "esas": "{legal_basis}",
        "meqsed": "{purpose}",
        "sorguId": "{key}",
    },
    echo=Echo("FIN", "dvx.other_person"),
    says={"301": refused("dvx.not_found"), "302": refused("dvx.no_such_voen"), "900": busy("dvx.busy")},
    other="dvx.error",
    xroad=ByXroad("VergiOdeyicisiSorgu", "v1"),
    limits=Limits(rate_per_second=10, parallel=4, first_byte_s=15, total_s=20),
)

AGENCY = Agency(
    name="dvx",
    title=("DVX", "State Tax Service"),
    full_title=("Dövlət Vergi Xidməti", "State Tax Service"),
    weight={"social": 2},
    xroad="GOV/2000002/vergi",
    answers=(
        Answers(
            "employment",
            QUERY.name,
            "dvx.taxpayer.v1",
            {
                "dvx.not_found": (
                    "ask.not_found",
                    404,
                    ("DVX-də bu FİN üzrə məlumat yoxdur.", "The tax service holds nothing under this FIN."),
                ),
            },
        ),
    ),
    operations=(QUERY,),
)
