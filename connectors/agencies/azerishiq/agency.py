"""Azərişıq: nightly meter files in a folder of its own, and the replies to them put into the folder beside (F4).

The statement of a month is put there too, as `HESABLASMA_…`; what Azərişıq makes of it, it leaves as `AZI_HC_…`.
"""

from __future__ import annotations

from connectors.manifest import Agency, AnsweredByFiles, Gives, Takes
from connectors.operations import SftpOperation

REPLIES = SftpOperation(name="azerishiq.reply-file", title=("fayla cavab", "reply to a file"), folder="replies")

AGENCY = Agency(
    name="azerishiq",
    title=("Azərişıq", "Azərişıq"),
    account_title=("Azərişıq abonent kodu", "Subscriber code of Azərişıq"),
    gives=(
        Gives(
            "azerishiq.meter-file.v1",
            "meter-files",
            ("Azərişıq sayğac faylı reyestrə", "Meter files of Azərişıq to the register"),
            picked_up=True,
        ),
        Gives(
            "azerishiq.settlement-answer.v1",
            "settlement-answers",
            ("Azərişıqın hesablaşma cavabları reyestrə", "Answers of Azərişıq to settlements to the register"),
            picked_up=True,
        ),
    ),
    answered_by_files=(AnsweredByFiles("utilities", "electricity", "azerishiq.meter-file.v1"),),
    takes=(Takes("file-reply", REPLIES.name, "hub.reply-file.v1"),),
    operations=(REPLIES,),
    settles="electricity",
    at_moves="electricity",
)
