"""What is asked of those who sign; apart from them, for their libraries are heavy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, WithJsonSchema

from connectors.agencies import PHONE
from document_flow.documents import refusals
from document_flow.documents.acts.sign import Sign
from document_flow.documents.case import Case
from document_flow.documents.facts import FileRef, Signature
from document_flow.documents.kernel import decide
from document_flow.outcome import Refusal
from hub.documents.signing.session_store import Session
from hub.errors import Conflict, HubError, Words

SEAL: Final = "seal"
PROVIDERS = (SEAL, PHONE)


def _known(provider: str) -> str:
    if provider not in PROVIDERS:
        raise ValueError(f"one of {', '.join(PROVIDERS)}")
    return provider


Provider = Annotated[str, AfterValidator(_known), WithJsonSchema({"enum": list(PROVIDERS), "type": "string"})]
"""The body's seal, or the person's own phone."""


@dataclass(frozen=True, slots=True)
class SigningRequest:
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
    return Conflict(
        session.code or "signatures.refused",
        Words(
            "İmza sənədə yazılmadı: sənəd bu arada dəyişib və ya bunu etmək olmaz.",
            "The signature was not recorded: the document has changed meanwhile, or it may not be done now.",
        ),
    )


def refusal_of(session: Session, case: Case) -> Refusal | None:
    """What the rules say against the session's signature at this moment."""
    if session.provider != SEAL and case.document.kind == "outgoing" and case.document.registration is None:
        return refusals.REGISTER_FIRST  # number and day stand in what is signed, and cannot be added afterwards
    tried = Signature(
        session=session.id,
        manner=manner_of(session),
        by=session.signer,
        signer="",
        file=FileRef("", "", 0, ""),
        content_hash=session.content_hash,
        at=case.context.now,
        sample=True,
    )
    decided = decide(case, Sign(by=session.signer, on_behalf_of=session.principal, signature=tried))
    return decided if isinstance(decided, Refusal) else None


def manner_of(session: Session) -> Literal["sign", "seal"]:
    """Whether it is the body's seal or a person's signature."""
    return "seal" if session.provider == SEAL else "sign"
