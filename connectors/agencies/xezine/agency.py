"""The paying bank: takes a batch of payments as a file in its folder, answers it in parts, over days (F6).

A payment is its batch and number, also when it is sent again; `31` says that it was paid before: after a silence, that
the payment was done. It answers a file by up to four, whose names number the answers of a day by two digits.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives, Pays, Says, Takes
from connectors.operations import SftpOperation

PAYMENTS = SftpOperation(name="xezine.payments.put", title=("ödəniş faylı", "file of payments"), folder="in")
REPLIES = SftpOperation(name="xezine.reply-file.put", title=("fayla cavab", "reply to a file"), folder="replies")

PAYS = Pays(
    claims=("account",),
    replies="bank.payment-reply.v1",
    codes={
        "00": Says("paid", "paid", ("ödənilib", "paid")),
        "05": Says("account_closed", "refused", ("hesab bağlıdır", "account closed")),
        "12": Says("name_mismatch", "refused", ("ad uyğun gəlmir", "another name")),
        "31": Says("duplicate", "paid", ("artıq ödənilib", "paid already")),
        "96": Says("retry", "again", ("təkrar göndərilməlidir", "send again")),
    },
    silence=5,  # †
    most=5000,
    files=24,
)

AGENCY = Agency(
    name="xezine",
    title=("Ödəniş bankı", "Paying bank"),
    full_title=("Müavinətləri ödəyən bank və xəzinə", "Bank and treasury that pay allowances out"),
    gives=(
        Gives(
            PAYS.replies,
            "payment-replies",
            ("Bankın ödəniş cavabları reyestrə", "The bank's answers to payments to the register"),
            picked_up=True,
        ),
    ),
    takes=(
        Takes("payments", PAYMENTS.name, "bank.payment-file.v1", pays=PAYS),
        Takes("file-reply", REPLIES.name, "hub.reply-file.v1"),
    ),
    operations=(PAYMENTS, REPLIES),
)
