"""Azərpoçt: pays into their own hands, at any office by the identity card †, those who have no account.

It takes a batch of payments as a file in its folder and is told no address. What nobody has come for in its term comes
back †. Contract, codes and layout are ours until its own are known.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives, Pays, Says, Takes
from connectors.operations import SftpOperation

PAYMENTS = SftpOperation(name="azerpoct.payments.put", title=("ödəniş faylı", "file of payments"), folder="in")
PAYS = Pays(
    claims=("no_account",),
    replies="azerpoct.payment-reply.v1",
    codes={
        "VERILIB": Says("paid", "paid", ("əlinə verilib", "handed over")),
        "EVVEL": Says("duplicate", "paid", ("əvvəl verilib", "handed over before")),
        "ALINMAYIB": Says("not_collected", "refused", ("müddətində alınmayıb", "not collected in its term")),
        "SENED": Says("name_mismatch", "refused", ("sənəddəki ad başqadır", "another name on the card")),
        "TEKRAR": Says("retry", "again", ("təkrar göndərilməlidir", "send again")),
    },
    silence=30,  # †
    most=2000,
    files=9,
)

AGENCY = Agency(
    name="azerpoct",
    title=("Azərpoçt", "Azərpoçt"),
    full_title=("Azərpoçt MMC", "Azərpoçt, the post"),
    gives=(
        Gives(
            PAYS.replies,
            "post-payment-replies",
            ("Azərpoçtun ödəniş cavabları reyestrə", "Azərpoçt's answers to payments to the register"),
            picked_up=True,
        ),
    ),
    takes=(Takes("payments", PAYMENTS.name, "azerpoct.payment-file.v1", pays=PAYS),),
    operations=(PAYMENTS,),
)
