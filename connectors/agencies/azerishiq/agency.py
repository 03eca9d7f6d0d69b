"""Azərişıq: nightly meter files, and replies to them by PUT.

It takes the same bytes under the same name any number of times and refuses other bytes (RFC 9530 digest).
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives, Takes
from connectors.operations import RestOperation

AGENCY = Agency(
    name="azerishiq",
    title=("Azərişıq", "Azərişıq"),
    account_title=("Azərişıq abonent kodu", "Subscriber code of Azərişıq"),
    gives=(
        Gives(
            "azerishiq.meter-file.v1",
            "meter-files",
            ("Azərişıq sayğac faylı reyestrə", "Meter files of Azərişıq to the register"),
        ),
    ),
    takes=(Takes("file-reply", "azerishiq.reply-file", "hub.reply-file.v1"),),
    operations=(RestOperation(name="azerishiq.reply-file", path="/replies/", sends="file"),),
)
