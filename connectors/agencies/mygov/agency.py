"""MyGov: citizens' requests for the certificate of status, their permissions to private bodies, and who looked (F9).

It is told of each look at a citizen's data, and asks for the history of one who wants to see it. Who has applied on it
is told there that a paper is ready, and it says when that was opened: the proof by which a term begins.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives, Setting, Takes
from connectors.operations import RestOperation

AGENCY = Agency(
    name="mygov",
    title=("MyGov", "MyGov"),
    full_title=("“MyGov” portalı", "Portal MyGov"),
    gives=(
        Gives(
            "mygov.certificate-request.v1",
            "certificate-requests",
            ("Arayış müraciətləri reyestrə", "Requests for certificates to the register"),
        ),
        Gives(
            "mygov.permission.v1",
            "permissions",
            ("Vətəndaşların icazələri reyestrə", "Citizens' permissions to the register"),
        ),
        Gives(
            "mygov.notice-answer.v1",
            "portal-notice-answers",
            ("Portalda açılan bildirişlər icraatlara", "Notices opened on the portal to the cases"),
            to="programmes",
        ),
    ),
    takes=(
        Takes("usage", "mygov.usage-notice.put", "mygov.usage-notice.v1"),
        Takes("case-notice", "mygov.case-notice.put", "mygov.case-notice.v1"),
    ),
    operations=(
        RestOperation(
            name="mygov.usage-notice.put",
            title=("məlumata baxış barədə bildiriş", "notice of who looked at data"),
            path="/mygov/v1/usage-notices",
            key_field="noticeId",
            strict=True,
            receipt=True,
        ),
        RestOperation(
            name="mygov.case-notice.put",
            title=("müraciət barədə bildiriş", "notice about an application"),
            path="/mygov/v1/notices",
            key_field="deliveryId",
            strict=True,
            receipt=True,
        ),
    ),
    asks=("ask.usage",),
    knows_citizens=True,
    settings=(
        Setting("mygov_issuer"),
        Setting("mygov_client_id", default="qayidis-hub"),
        Setting("mygov_client_secret", is_secret=True),
    ),
)
