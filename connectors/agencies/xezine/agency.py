"""The paying bank: takes a batch of payments as a file in its folder, answers it in parts, over days (F6).

A payment is its batch and number, also when it is sent again; `31` says that it was paid before.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives, Takes
from connectors.operations import SftpOperation

PAYMENTS = SftpOperation(name="xezine.payments.put", folder="in")
REPLIES = SftpOperation(name="xezine.reply-file.put", folder="replies")

AGENCY = Agency(
    name="xezine",
    title=("Ödəniş bankı", "Paying bank"),
    full_title=("Müavinətləri ödəyən bank və xəzinə", "Bank and treasury that pay allowances out"),
    gives=(
        Gives(
            "bank.payment-reply.v1",
            "payment-replies",
            ("Bankın ödəniş cavabları reyestrə", "The bank's answers to payments to the register"),
            picked_up=True,
        ),
    ),
    takes=(
        Takes("payments", PAYMENTS.name, "bank.payment-file.v1"),
        Takes("file-reply", REPLIES.name, "hub.reply-file.v1"),
    ),
    operations=(PAYMENTS, REPLIES),
)
