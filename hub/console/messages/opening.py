"""Looking under the covers: for a purpose, written to the access history of the message and of each person in it.

The entry is committed before a value is shown; a refusal leaves one too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.app import Hub
from hub.console.messages.facing import Facing
from hub.console.messages.naming import keys_of
from hub.console.viewer import Viewer
from hub.errors import Words
from hub.store.ids import new_id
from hub.store.tx import Row, Tx
from hub.telemetry.logs import scrubbed

SERVICE = "console.message"
_MOST = 50
PURPOSES: Mapping[str, Words] = {
    "failure": Words("Uğursuz göndərişin səbəbini tapmaq", "Find out why a delivery failed"),
    "repair": Words("Düzəliş hazırlamaq", "Prepare a correction"),
    "appeal": Words("Vətəndaşın müraciətinə baxmaq", "Look into a citizen's appeal"),
    "agency": Words("Qurumun sorğusuna cavab vermək", "Answer an agency's question"),
    "audit": Words("Yoxlama aparmaq", "Make a review"),
}
_CHOOSE = Words(
    "Məqsədi seçin: o, baxış tarixçəsinə yazılır.", "Choose the purpose: it is written to the access history."
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Why somebody wants to see the values; `basis` is the legal basis or the case in their own words."""

    purpose: str
    basis: str

    async def note(self, hub: Hub, who: Viewer, facing: Facing, outcome: str) -> None:
        """One entry under the message and one under each person that it names, in one commit."""
        people = [value for kind, value in keys_of(facing.subjects) if kind == "fin"]
        subjects = [hub.hash("message", facing.view.id), *(hub.hash("fin", each) for each in people)]
        purpose = self.purpose if self.purpose in PURPOSES else None
        async with hub.store.write() as tx:
            now = await tx.now()
            await tx.many(
                "INSERT INTO access_events (id, actor_party, actor_person, subject_hash, service, purpose, legal_basis,"
                " categories, outcome, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                [
                    (
                        new_id(),
                        who.person.party,
                        who.login,
                        subject,
                        SERVICE,
                        purpose,
                        scrubbed(self.basis) or None,
                        "message_body",
                        outcome,
                        now,
                    )
                    for subject in subjects
                ],
            )


def wrong_purpose(asked: Opening) -> dict[str, Words]:
    """What is wrong with the form, by field."""
    return {} if asked.purpose in PURPOSES else {"purpose": _CHOOSE}


async def accesses(tx: Tx, hub: Hub, message: str) -> Sequence[Row]:
    """Who has looked under this message's covers, the latest first."""
    return await tx.fetch(
        "SELECT actor_party, actor_person, purpose, legal_basis, outcome, created_at FROM access_events"
        " WHERE subject_hash = :subject ORDER BY id DESC LIMIT :most",
        {"subject": hub.hash("message", message), "most": _MOST},
    )
