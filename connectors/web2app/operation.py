"""What somebody is asked to sign on the phone, and the port to where such operations are held."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Protocol

from connectors.web2app.refusal import Refused, refused

Kind = Literal["Auth", "Sign"]
"""SİMA's own words: prove who you are by signing a challenge, or sign a document."""

OPERATION_ID: Final = re.compile(r"[0-9A-Za-z-]{16,64}")


@dataclass(frozen=True, slots=True)
class SigningOperation:
    """One thing to sign, for the persons whose FINs are `assignees`, between two aware times.

    `operation_id` is a secret until the phone has it: 16 to 64 letters, digits or hyphens that nobody can guess.
    `content` is None where it is prepared for the certificate of whoever asks, since signed attributes name one. What
    comes back follows the public C# client: of a PDF to sign the PDF with the signature inside, of anything else (a
    challenge, prepared bytes) the signature over its bytes.
    """

    operation_id: str
    kind: Kind
    content: bytes | None = field(repr=False)
    not_before: datetime
    expires: datetime
    assignees: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not OPERATION_ID.fullmatch(self.operation_id):
            raise ValueError("an operation id is 16 to 64 letters, digits or hyphens")
        if self.not_before.tzinfo is None or self.expires.tzinfo is None:
            raise ValueError("the times of an operation are aware")

    @property
    def comes_back_as_file(self) -> bool:
        """Whether the answer is a signed PDF and not a bare signature."""
        return self.kind == "Sign" and self.content is not None and self.content.startswith(b"%PDF-")

    def refusal(self) -> Refused | None:
        """Why SİMA cannot be asked for it: no signer, or no time."""
        if self.kind == "Sign" and not self.assignees:
            return refused("assignee_missing")
        if self.expires <= self.not_before:
            return refused("window")
        return None


@dataclass(frozen=True, slots=True)
class Held:
    """An operation and what became of it: `answered` once an answer is stored, `withdrawn` if nobody wants one now."""

    operation: SigningOperation
    state: Literal["open", "answered", "withdrawn"] = "open"


class Operations(Protocol):
    """Where started operations are held; what it raises passes through.

    Two callbacks may be looked up before either is stored: whoever stores an answer lets one per operation through.
    `prepare` and `prepared` are asked for operations without content alone.
    """

    async def find(self, operation_id: str) -> Held | None:
        """The operation, or None if none was started under this id."""
        ...

    async def prepare(self, operation_id: str, certificate_der: bytes) -> bytes:
        """What the holder of this certificate is to sign; asked again, the same bytes."""
        ...

    async def prepared(self, operation_id: str, certificate_der: bytes) -> bytes | None:
        """The bytes that `prepare` gave for this certificate, None if it was never asked."""
        ...
