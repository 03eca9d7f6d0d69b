"""What is asked of those who sign; apart from them, for their libraries are heavy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from hub.documents.session_store import Session
from hub.errors import Conflict, HubError, Words

Provider = Literal["seal", "sima"]
SEAL: Final = "seal"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to sign which document by what; `principal` is for whom a stand-in does."""

    who: str
    document: str
    provider: Provider
    principal: str | None = None

    def session(self, key: str) -> str:
        """The id of the session that this becomes under the sender's key: the same for the same key."""
        return hashlib.sha256(f"{self.document}\x00{self.who}\x00{key}".encode()).hexdigest()[:32]


def refused_session(session: Session) -> HubError:
    """What to tell whoever began a session that came to nothing."""
    return Conflict(session.code or "signatures.refused", Words(
        "İmza sənədə yazılmadı: sənəd bu arada dəyişib və ya bunu etmək olmaz.",
        "The signature was not recorded: the document has changed meanwhile, or it may not be done now.",
    ))  # fmt: skip
