"""Files for an agency that has no server of its own: they are laid down where it fetches them over our SFTP door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from connectors.connector import Limits
from connectors.operations import SftpOperation
from connectors.outcome import Delivered, Document, Exchanged, Outcome, Rejected, Unavailable, Unknown
from connectors.sftp.document import NAME_TAKEN, file_of

LayDown = Callable[[str, bytes, str], bool]
"""Lays a file down by name, bytes and key, once for the key; False where another file has the name. It blocks."""


class FetchedCaller:
    """The Operation of a SftpOperation; delivered is what lies there, whether or not it was fetched yet."""

    has_status = False

    def __init__(self, agency: str, operation: SftpOperation, lay_down: LayDown, limits: Limits) -> None:
        self.agency, self.name, self.idempotent, self.limits = agency, operation.name, True, limits
        self._lay_down = lay_down

    async def call(self, document: Document, key: str) -> Outcome:
        """Lay the file down; a document that is no file is Rejected."""
        found = file_of(document, key)
        if isinstance(found, Rejected):
            return found
        name, raw = found
        try:
            laid = await asyncio.to_thread(self._lay_down, name, raw, key)
        except OSError:
            return Unavailable(Exchanged(), "agency.refused")
        exchanged = Exchanged(raw, reached=True)
        return Delivered(exchanged, name) if laid else Rejected(exchanged, NAME_TAKEN, name)

    async def status(self, key: str) -> Outcome:
        """Nobody can be asked; a repeat is harmless."""
        return Unknown(Exchanged(), "status.unsupported", f"no status service for {key}")
