"""Azərsu: a subscriber's identity data and IDP status by SOAP, its nightly meter file to the register; by REST a notice
that a subscriber moved or became displaced, which it acknowledges (F12).

The key travels as `Nomre`; Azərsu applies one `Nomre` once and can be asked about it (`NomreSorgu`).
"""

from __future__ import annotations

from connectors.accounts import account_of, answers_accounts
from connectors.manifest import Agency, Gives, Takes
from connectors.notices import ACKNOWLEDGES, notice_of, takes_subscriber_notices
from connectors.operations import Echo, SoapOperation, SoapStatus, busy, refused

_ERRORS = {
    "11": refused(
        "azersu.no_such_subscriber",
        ("sender", "agency"),
        ("Azərsuda belə abonent yoxdur.", "Azərsu has no such subscriber."),
        (
            "Abonent kodunu göndərənlə dəqiqləşdirin: eyni kod yenə rədd ediləcək.",
            "Settle the subscriber code with the sender: the same code would be refused again.",
        ),
    ),
    "12": refused(
        "azersu.other_body",
        ("hub", "agency"),
        ("Azərsu bu nömrə ilə başqa məzmun almışdı.", "Azərsu had other content under this number."),
        ("Nəyi tətbiq etdiyini qurumdan soruşun.", "Ask the agency what it applied."),
    ),
    "50": busy("azersu.busy"),
}

UPDATE = SoapOperation(
    name="azersu.subscriber.update",
    title=("abonent məlumatının dəyişməsi", "change of a subscriber's data"),
    path="/xidmet",
    request="MelumatYenile",
    answer="MelumatYenileCavab",
    key="Nomre",
    echo=Echo("Nomre", "azersu.other_request"),
    reference="Qeyd",
    says=_ERRORS,
    other="azersu.error",
    status=SoapStatus("NomreSorgu", "NomreSorguCavab", "Hal", "YAZILIB"),
)

NOTICE = notice_of("azersu")
ACCOUNT = account_of("azersu", UPDATE.path, _ERRORS)

AGENCY = Agency(
    name="azersu",
    title=("Azərsu", "Azərsu"),
    account_title=("Azərsu abonent kodu", "Subscriber code of Azərsu"),
    gives=(
        Gives(
            "azersu.meter-file.v1",
            "water-meter-files",
            ("Azərsu sayğac faylı reyestrə", "Meter files of Azərsu to the register"),
        ),
        ACKNOWLEDGES,
    ),
    answers=(
        answers_accounts(
            "azersu", ("Azərsuda bu şəxsin abonentliyi yoxdur.", "This person is no subscriber of Azərsu.")
        ),
    ),
    takes=(
        Takes("person-change", UPDATE.name, "azersu.subscriber.v1", by_account=True),
        takes_subscriber_notices("azersu"),
    ),
    operations=(UPDATE, ACCOUNT, NOTICE),
    at_moves="water",
)
