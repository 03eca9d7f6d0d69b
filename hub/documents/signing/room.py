"""The room where documents are signed: opened when somebody comes to sign.

Its libraries take a third of a process's memory at rest, and a worker that delivers messages needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.clock import Clock
from hub.documents.acting.service import Documents
from hub.documents.printing.printing import Printing
from hub.documents.signing.session_store import ENDED
from hub.settings import Settings
from hub.store.sealing import KeyedHash

if TYPE_CHECKING:
    from hub.documents.signing.phones import Phones
    from hub.documents.signing.signing import Sessions
    from hub.documents.signing.trust import TrustServices

_ENDED = ", ".join(f"'{state}'" for state in sorted(ENDED))
_OPEN = f"SELECT id FROM signing_sessions WHERE state NOT IN ({_ENDED}) LIMIT 1"


@dataclass(frozen=True, slots=True)
class Signers:
    """Sessions of signing, the phones that people sign with, and the trust services behind both."""

    sessions: Sessions
    phones: Phones
    trust: TrustServices


class SigningRoom:
    """Opens the room once. Whoever built the hub closes it."""

    def __init__(
        self, settings: Settings, documents: Documents, printing: Printing, keyed: KeyedHash, clock: Clock
    ) -> None:
        self._settings = settings
        self._documents = documents
        self._printing = printing
        self._keyed = keyed
        self._clock = clock
        self._signers: Signers | None = None

    @property
    def signers(self) -> Signers:
        """Those who sign; their libraries are loaded by the first who asks."""
        if self._signers is None:
            from hub.documents.signing.phones import Phones  # noqa: PLC0415  # see the module
            from hub.documents.signing.signing import Sessions  # noqa: PLC0415
            from hub.documents.signing.trust import TrustServices  # noqa: PLC0415

            trust = TrustServices(self._settings)
            sessions = Sessions(self._documents, trust, self._printing)
            phones = Phones(self._settings, sessions, trust, self._keyed, self._clock)
            self._signers = Signers(sessions, phones, trust)
        return self._signers

    async def resume(self) -> int:
        """The duty: take up what was left half signed; the room stays shut where there is nothing of the kind."""
        if self._signers is None:
            async with self._documents.store.read() as tx:
                if not await tx.fetch(_OPEN):
                    return 0
        return await self.signers.sessions.resume()

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        if self._signers is not None:
            await self._signers.trust.aclose()
