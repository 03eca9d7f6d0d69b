"""A ministry that exchanges official documents: one consignment a POST, 202 with its receipt number.

The consignment's own id stays the same over all attempts, so a ministry that has it already says Duplicate, and that is
as good as its receipt. Faults bear DHX's names (with or without its prefix); none of the refusals is worth a second try
with the same bytes. What became of a call can be asked by our key. The body's index is made up.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.connector import Limits
from connectors.manifest import Agency, Gives, Takes
from connectors.operations import NOT_APPLIED, Cause, CodeField, Echo, Pair, RestOperation, Says, refused

_FAULTS: Mapping[str | int, Says] = {
    "Duplicate": Says("applied", Cause("nazirlik.duplicate")),
    "NotFound": NOT_APPLIED,
    "Validation": refused(
        "nazirlik.validation",
        ("sender", "mapping"),
        (
            "Nazirlik zərfi və ya faylı səhv sayıb qəbul etmədi.",
            "The ministry found the envelope or a file wrong.",
        ),
        (
            "Göstərilən yeri göndərən əməkdaş düzəltsin və sənədi yenidən göndərsin.",
            "Have the sender mend the place that is named, and send the document anew.",
        ),
    ),
    "ConsignmentReused": refused(
        "nazirlik.consignment_reused",
        ("hub", "agency"),
        (
            "Nazirlikdə bu göndəriş nömrəsi ilə başqa məzmun var.",
            "The ministry has other content under this consignment id.",
        ),
        ("Nəyi qəbul etdiyini nazirlikdən soruşun.", "Ask the ministry what it has taken."),
    ),
    "InvalidAddressee": refused(
        "nazirlik.invalid_addressee",
        "sender",
        ("Sənəd başqa quruma ünvanlanıb.", "The document is addressed to another body."),
        (
            "Ünvanlanan qurumun kodunu göndərən əməkdaş düzəltsin.",
            "Have the sender correct the addressee's code.",
        ),
    ),
    "SenderDoesNotMatch": refused(
        "nazirlik.sender_does_not_match",
        ("hub", "agency"),
        ("Nazirlik bu göndərəni tanımır.", "The ministry does not accept this sender."),
        (
            "Göndərən qurumun kodunu nazirliklə dəqiqləşdirin.",
            "Settle the sending body's code with the ministry.",
        ),
    ),
    "SizeLimitExceeded": refused(
        "nazirlik.size_limit",
        "sender",
        ("Fayllar nazirliyin qəbul etdiyi həddən böyükdür.", "The files are larger than the ministry takes."),
        (
            "Göndərən əməkdaş faylları kiçiltsin və ya hissələrlə göndərsin.",
            "Have the sender make them smaller, or send them in parts.",
        ),
    ),
    "UnsupportedVersion": refused(
        "nazirlik.unsupported_version",
        "hub",
        ("Nazirlik mübadilənin başqa versiyası ilə işləyir.", "The ministry speaks another version of the exchange."),
        ("Konnektoru yeniləyin, sonra təkrar göndərin.", "Renew the connector, then retry."),
    ),
}


def _consignment(name: str, title: Pair, path: str) -> RestOperation:
    return RestOperation(
        name=name,
        title=title,
        path=path,
        status_path=f"{path}/",
        strict=True,
        echo=Echo("consignmentId", "nazirlik.other_consignment", may_be_absent=True),
        references=("receiptId",),
        receipt=True,
        code=CodeField("code", of="refusal", prefix="DHX."),
        says=_FAULTS,
        # A document may be 10 MB: few at a time, and a minute for each.
        limits=Limits(parallel=2, first_byte_s=40.0, total_s=60.0),
    )


AGENCY = Agency(
    name="nazirlik",
    title=("Nazirlik", "The ministry"),
    body="97",
    body_title=("Sınaq nazirliyi", "The simulated ministry"),
    gives=(
        Gives(
            "bodies.document.v1",
            "incoming-documents",
            ("Qurumlardan daxil olan sənədlər", "Incoming documents of other bodies"),
            to="documents",
        ),
        Gives(
            "bodies.notice.v1",
            "incoming-notices",
            (
                "Göndərilmiş sənədlər barədə qeydiyyat və imtina bildirişləri",
                "Notices of registration and refusal of documents that were sent",
            ),
            to="documents",
        ),
    ),
    takes=(
        Takes("document", "nazirlik.send_document", "bodies.document.v1"),
        Takes("notice", "nazirlik.send_notice", "bodies.notice.v1"),
    ),
    operations=(
        _consignment("nazirlik.send_document", ("sənəd göndərişi", "sending of a document"), "/v1/documents"),
        _consignment("nazirlik.send_notice", ("sənəd barədə bildiriş", "notice about a document"), "/v1/notices"),
    ),
)
