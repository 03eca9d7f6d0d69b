"""The gate of what rests on a person's consent: told while that person's permission for that body and all kinds of data
is open on the day, by whatever door. Deny by default: no permission known is none.

A permission names its receiver as the portal does; that is the name under which the party was registered, and no other.
"""

from __future__ import annotations

from typing import Final

from hub.access.purposes import BY_CONSENT
from hub.errors import Forbidden, Words
from hub.register.permissions import called, is_permitted
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.tx import Tx
from routes.usage import usage_rules

CLOSED: Final = "consent.closed"


class ConsentClosed(Forbidden):
    """Never says whether there was a permission, nor whether the person is known."""

    def __init__(self) -> None:
        super().__init__(CLOSED, _CLOSED)


async def need_consent(tx: Tx, register: RegisterStore, party: str, purpose: str, about: tuple[str, str]) -> None:
    """ConsentClosed where the purpose rests on consent and it is not open; `about` are the FIN, and the words by which
    the access history names the data.
    """
    if purpose not in BY_CONSENT:
        return
    fin, words = about
    titles = await tx.fetch("SELECT p.name, p.title_az FROM parties p")
    receiver = next((row["title_az"] for row in titles if row["name"] == party), "")
    is_named_so = [called(row["title_az"]) for row in titles].count(called(receiver)) == 1
    categories = usage_rules().categories_of(words)
    if not fin or not is_named_so or not await is_permitted(tx, Reader(register), receiver, fin, categories):
        raise ConsentClosed


_CLOSED = Words(
    "Bu məlumat yalnız şəxsin icazəsi ilə verilir; bu gün belə açıq icazə yoxdur. Şəxs icazəni my.gov.az-da özü açır.",
    "This is told by the person's permission alone, and none is open today. The person opens it at my.gov.az.",
)
