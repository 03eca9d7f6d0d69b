"""Azəriqaz: a subscriber's identity data and IDP status by SOAP.

The key travels as `SorguId`; Azəriqaz applies one `SorguId` once and can be asked about it (`SorguVeziyyeti`).
"""

from __future__ import annotations

from connectors.accounts import account_of, answers_accounts
from connectors.manifest import Agency, Gives, Takes
from connectors.operations import Echo, SoapOperation, SoapStatus, busy, refused

_ERRORS = {
    "301": refused(
        "azeriqaz.no_such_subscriber",
        ("sender", "agency"),
        ("Azəriqazda belə abonent yoxdur.", "Azəriqaz has no such subscriber."),
        (
            "Abonent kodunu göndərənlə dəqiqləşdirin: eyni kod yenə rədd ediləcək.",
            "Settle the subscriber code with the sender: the same code would be refused again.",
        ),
    ),
    "302": refused(
        "azeriqaz.other_body",
        ("hub", "agency"),
        ("Azəriqaz bu açarla başqa məzmun almışdı.", "Azəriqaz had other content under this key."),
        ("Nəyi tətbiq etdiyini qurumdan soruşun.", "Ask the agency what it applied."),
    ),
    "900": busy("azeriqaz.busy"),
}

UPDATE = SoapOperation(
    name="azeriqaz.subscriber.update",
    title=("abonent məlumatının dəyişməsi", "change of a subscriber's data"),
    path="/abonent",
    request="AbonentYenile",
    answer="AbonentYenileCavab",
    key="SorguId",
    echo=Echo("SorguId", "azeriqaz.other_request"),
    reference="QeydNo",
    says=_ERRORS,
    other="azeriqaz.error",
    status=SoapStatus("SorguVeziyyeti", "SorguVeziyyetiCavab", "Veziyyet", "TETBIQ_OLUNUB"),
)

ACCOUNT = account_of("azeriqaz", UPDATE.path, _ERRORS)

AGENCY = Agency(
    name="azeriqaz",
    title=("Azəriqaz", "Azəriqaz"),
    account_title=("Azəriqaz abonent kodu", "Subscriber code of Azəriqaz"),
    gives=(
        Gives(
            "azeriqaz.subscriber.v1",
            "subscribers",
            ("Azəriqaz abonentləri reyestrə", "Subscribers of Azəriqaz to the register"),
        ),
    ),
    answers=(
        answers_accounts(
            "azeriqaz", ("Azəriqazda bu şəxsin abonentliyi yoxdur.", "This person is no subscriber of Azəriqaz.")
        ),
    ),
    takes=(
        Takes(
            "person-change",
            "azeriqaz.subscriber.update",
            "azeriqaz.subscriber.v1",
            by_account=True,
        ),
    ),
    operations=(UPDATE, ACCOUNT),
    at_moves="gas",
)
