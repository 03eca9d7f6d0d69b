"""Handing a message over to the exchange at any door: who may, in which formats, and that a refusal is written down."""

from __future__ import annotations

import structlog

from hub.access.grants import Action, RightMissing, need_right
from hub.access.parties import Party
from hub.app import Hub
from hub.errors import Conflict, HubError, Refused, Words
from hub.exchange.refusals import note_refusal
from hub.web.denials import note_denial
from mappings.mapping import FILES

log = structlog.get_logger("hub.api")


def refuse_unfit(hub: Hub, party: Party, name: str) -> None:
    """All that can be known without the body: NotFound, Forbidden, or Refused for a format of files."""
    made, _ = hub.door.known(name)
    need_right(party.rights, name, Action.SEND)
    if made.syntax in FILES:
        raise Refused(
            "door.is_file",
            Words(
                f"“{name}” fayl formatıdır: POST /v1/files/{name} ünvanına göndərin.",
                f"{name} is a format of files: send it to POST /v1/files/{name}.",
            ),
            place="path",
        )


async def note_refused(hub: Hub, party: Party, name: str, refused: HubError, raw: bytes | None) -> None:
    """Write down that a message was refused; other content under a known key is an event of security."""
    if isinstance(refused, Conflict):
        log.warning("security_event", kind=refused.code, party=party.name, format=name)
    if isinstance(refused, RightMissing):
        await note_denial(hub, party.name, refused)
    if refused.status < 500:
        shown = name if name in hub.formats else "?"
        await note_refusal(hub.store, hub.hash, party.name, shown, refused, raw)
