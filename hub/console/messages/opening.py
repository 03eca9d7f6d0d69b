"""Looking under the masks: for a purpose, written to the access history of the message and of each person in it.

The entry is committed before a value is shown; a refusal leaves one too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.history import Access, note_access, read_accesses
from hub.access.purposes import OF_MESSAGES, why
from hub.app import Hub
from hub.console.messages.message_page import MessagePage
from hub.console.messages.naming import keys_of
from hub.console.viewer import Viewer
from hub.errors import Words
from hub.store.ids import NEWEST
from hub.store.tx import Row, Tx

SERVICE = "console.message"
_MOST = 50
CHOOSE = Words(
    "Məqsədi seçin: o, baxış tarixçəsinə yazılır.", "Choose the purpose: it is written to the access history."
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Why somebody wants to see the values; `basis` is the legal basis or the case in their own words."""

    purpose: str
    basis: str

    async def note(self, hub: Hub, who: Viewer, it: MessagePage, outcome: str) -> None:
        """One entry under the message and one under each person that it names, in one commit."""
        people = [value for kind, value in keys_of(it.subjects) if kind == "fin"]
        subjects = [hub.hash("message", it.view.id), *(hub.hash("fin", each) for each in people)]
        said = why(self.purpose if self.purpose in OF_MESSAGES else "", self.basis)
        looks = [Access(SERVICE, "message_body", outcome, each, said) for each in subjects]
        async with hub.store.write() as tx:
            await note_access(tx, hub.sealer, who.person.party, who.login, *looks)


async def accesses(tx: Tx, hub: Hub, message: str) -> Sequence[Row]:
    """Who has looked under this message's masks, the latest first."""
    return await read_accesses(tx, hub.sealer, NEWEST, _MOST, subject=hub.hash("message", message))
