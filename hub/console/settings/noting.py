"""Changes of accounts stand in the access history, beside who saw whom."""

from __future__ import annotations

from collections.abc import Iterable

from hub.console.viewer import Viewer
from hub.store.ids import new_id
from hub.store.tx import Tx


async def note(tx: Tx, who: Viewer, service: str, roles: Iterable[str], login: str) -> None:
    """`service` is what was done, the outcome whose account it was."""
    await tx.execute(
        "INSERT INTO access_events (id, actor_party, actor_person, service, categories, outcome, created_at)"
        " VALUES (:id, :party, :person, :service, :roles, :login, hub_now())",
        {
            "id": new_id(),
            "party": who.person.party,
            "person": who.login,
            "service": service,
            "roles": " ".join(sorted(roles)),
            "login": login,
        },
    )
