"""The Ministry of Justice: civil acts, whose word on who somebody is counts most; asked by FIN, it tells a family.

What it pushes is signed (F2).
"""

from __future__ import annotations

from connectors.connector import Limits
from connectors.manifest import Agency, Answers, Gives, Signs
from connectors.operations import CodeField, Echo, RestOperation, refused

FAMILY = RestOperation(
    name="edliyye.family.query",
    title=("ailə tərkibi barədə sorğu", "question about the family"),
    path="/api/v1/family",
    asks={"purpose": "{purpose}", "legalBasis": "{legal_basis}", "official": "{person}"},
    strict=True,
    echo=Echo("pin", "edliyye.other_person"),
    code=CodeField("code", of="refusal"),
    says={"PERSON_NOT_FOUND": refused("edliyye.not_found")},
    limits=Limits(parallel=4, first_byte_s=10, total_s=15),
)

ACT = RestOperation(
    name="edliyye.act.query",
    title=("vətəndaşlıq vəziyyəti aktı barədə sorğu", "question about a civil act"),
    path="/api/v1/acts",
    path_field="actNumber",
    strict=True,
    echo=Echo("actNumber", "edliyye.other_act"),
    code=CodeField("code", of="refusal"),
    says={
        "ACT_NOT_FOUND": refused(
            "edliyye.no_such_act",
            "sender",
            ("Ədliyyədə bu nömrə ilə akt yoxdur.", "The Ministry of Justice has no act under this number."),
            ("Aktın nömrəsini yoxlayın.", "Check the number of the act."),
        )
    },
    limits=Limits(parallel=4, first_byte_s=10, total_s=15),
)
"""An act by its number, as the event that told of it last: in the format in which the ministry pushes it."""

AGENCY = Agency(
    name="edliyye",
    title=("Ədliyyə Nazirliyi", "Ministry of Justice"),
    gives=(
        Gives(
            "justice.civil-act.v1",
            "civil-acts",
            ("Vətəndaşlıq vəziyyəti aktları reyestrə", "Civil acts to the register"),
        ),
    ),
    answers=(
        Answers(
            "family",
            FAMILY.name,
            "justice.family.v1",
            {
                "edliyye.not_found": (
                    "ask.not_found",
                    404,
                    ("Ədliyyədə bu FİN üzrə akt yoxdur.", "The Ministry of Justice has no act under this FIN."),
                ),
            },
        ),
    ),
    weight={"identity": 3, "civil": 3},
    operations=(FAMILY, ACT),
    signs=Signs("X-Signature"),
)
