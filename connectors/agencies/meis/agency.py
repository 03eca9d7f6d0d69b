"""MEİS: a person's data by REST; the key is the body's `sorgu_id`, the verdict the number `status` inside HTTP 200.

MEİS may only take a request in (99); its result is then asked for under the key.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.connector import Limits
from connectors.manifest import Agency, Answers, Gives, Takes
from connectors.operations import NOT_APPLIED, Cause, CodeField, Echo, RestOperation, Says, refused

_SAYS: Mapping[str | int, Says] = {
    0: Says("applied"),
    5: refused(
        "meis.deceased",
        ("sender", "agency"),
        ("MEİS-ə görə bu şəxs vəfat edib.", "MEİS has this person as deceased."),
        (
            "Aktı göndərənlə dəqiqləşdirin: MEİS eyni məzmunu yenə rədd edəcək.",
            "Settle the act with the sender: MEİS would refuse the same content again.",
        ),
    ),
    7: refused(
        "meis.not_found",
        ("sender", "agency"),
        ("MEİS-də belə şəxs yoxdur.", "MEİS does not know this person."),
        (
            "FİN-i göndərənlə dəqiqləşdirin: MEİS eyni məzmunu yenə rədd edəcək.",
            "Settle the FIN with the sender: MEİS would refuse the same content again.",
        ),
    ),
    8: NOT_APPLIED,
    99: Says("taken_in", Cause("meis.taken_in", passes=True)),
}

SOCIAL = RestOperation(
    name="meis.person.social",
    title=("sosial vəziyyət barədə sorğu", "question about the social standing"),
    path="/v3/person/social",
    status_path="/v3/result/",
    credential="X-API-Key",
    key_field="sorgu_id",
    asks={"esas_kod": "{basis_code}"},
    strict=True,
    echo=Echo("sorgu_id", "meis.other_request"),
    code=CodeField("status", of="answer", other="meis.unknown_status"),
    says=_SAYS,
    limits=Limits(parallel=4, first_byte_s=10, total_s=20),
)

AGENCY = Agency(
    name="meis",
    title=("ƏƏSMN · MEİS", "Ministry of Labour · MEİS"),
    full_title=("MEİS (əmək və sosial müdafiə)", "MEİS (labour and social protection)"),
    gives=(
        Gives(
            "meis.person.v3",
            "meis-persons",
            ("MEİS-in şəxs məlumatı reyestrə", "What MEİS says of persons, to the register"),
        ),
    ),
    answers=(
        Answers(
            "social",
            SOCIAL.name,
            "meis.social.v3",
            {
                "meis.not_found": (
                    "ask.not_found",
                    404,
                    ("MEİS-də belə şəxs yoxdur.", "MEİS does not know this person."),
                ),
                "meis.deceased": (
                    "ask.deceased",
                    409,
                    ("MEİS-ə görə bu şəxs vəfat edib.", "MEİS has this person as deceased."),
                ),
            },
        ),
    ),
    takes=(Takes("person-change", "meis.person.update", "meis.person.v3"),),
    weight={"identity": 1, "residence": 1, "civil": 1, "social": 1},
    operations=(
        RestOperation(
            name="meis.person.update",
            title=("şəxs məlumatının dəyişməsi", "change of a person's data"),
            path="/v3/person/update",
            status_path="/v3/result/",
            credential="X-API-Key",
            key_field="sorgu_id",
            strict=True,
            echo=Echo("sorgu_id", "meis.other_request"),
            references=("qeyd_no",),
            code=CodeField("status", of="answer", other="meis.unknown_status"),
            says=_SAYS,
        ),
        SOCIAL,
    ),
)
