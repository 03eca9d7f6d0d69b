"""What a party was denied, in the access history beside what others were given."""

from __future__ import annotations

from hub.access.grants import EXCHANGE, RightMissing
from hub.access.history import Access, note_access
from hub.access.rights import RoleMissing
from hub.app import Hub
from hub.errors import HubError


async def note_denial(hub: Hub, party: str, denied: HubError) -> None:
    """Write it down where a right was missing; a question about a person writes itself (`hub.exchange.ask`)."""
    match denied:
        case RightMissing(right=right):
            access = Access(right.service, right.action, denied.code)
        case RoleMissing():
            access = Access(EXCHANGE, " ".join(denied.names), denied.code)
        case _:
            return
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, party, None, access)
