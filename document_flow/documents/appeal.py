"""What the registry writes down of a citizen's appeal (vətəndaş müraciəti) when it comes.

The name stands in the document's own state, which is sealed; what repeats are found by are keyed hashes.
"""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.appeals import AppealKind, Channel


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who appeals, the first who signed of several. `contact` is where the answer goes, `fin` the personal code."""

    name: str
    contact: str = ""
    fin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodged:
    """An appeal as it was lodged. Without an applicant it is anonymous; with more than one signer, collective.

    `citizen` and `subject` are keyed hashes of who appeals and about what; `complained_about` are logins.
    """

    kind: AppealKind
    channel: Channel = "written"
    applicant: Applicant | None = None
    citizen: str = ""
    subject: str = ""
    signers: int = 1
    complained_about: tuple[str, ...] = ()

    @property
    def repeat_key(self) -> str:
        """Under which earlier appeals of the same citizen about the same subject are found; empty where none can be."""
        return f"{self.citizen}/{self.subject}" if self.citizen and self.subject else ""
