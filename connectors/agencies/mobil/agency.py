"""The mobile operators' SMS gateway: takes short messages to applicants, and reports whether they came to a telephone.

That an SMS came is information for officials, and proves to nobody that a paper was handed over.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives, Takes
from connectors.operations import RestOperation, refused

AGENCY = Agency(
    name="mobil",
    title=("SMS şlüzü", "SMS gateway"),
    full_title=("Mobil operatorların SMS şlüzü", "SMS gateway of the mobile operators"),
    gives=(
        Gives(
            "mobil.delivery-report.v1",
            "sms-reports",
            ("SMS-lərin çatdırılması icraatlara", "Delivery of SMS to the cases"),
            to="programmes",
        ),
    ),
    takes=(Takes("sms", "mobil.sms.put", "mobil.sms.v1"),),
    operations=(
        RestOperation(
            name="mobil.sms.put",
            title=("SMS göndərişi", "sending of an SMS"),
            path="/v1/messages",
            key_field="deliveryId",
            strict=True,
            receipt=True,
            says={
                404: refused(
                    "mobil.no_such_number",
                    "sender",
                    ("Operatorlarda belə nömrə yoxdur.", "No operator has this number."),
                    (
                        "Heç nə: icraat katibə məktub göndərməyi deyəcək.",
                        "Nothing: the case will ask a clerk to send a letter.",
                    ),
                )
            },
        ),
    ),
)
