"""The address book: which body is reached through which party, and whether a sender is who it says it is.

A body is known by its index in the unified list of state bodies, which its agency's manifest names.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.agencies import AGENCIES
from mappings.official_documents import DocumentNotice, OfficialDocument


@dataclass(frozen=True, slots=True)
class Body:
    """A body that documents are exchanged with; `party` is who hands them over and takes them in on its behalf."""

    code: str
    party: str
    title_az: str
    title_en: str


BODIES = tuple(
    Body(agency.body, agency.name, *(agency.body_title or agency.title)) for agency in AGENCIES if agency.body
)


def body_of(code: str) -> Body | None:
    """The body of that index; None for one that no document can be sent to."""
    return next((body for body in BODIES if body.code == code), None)


def objection(record: OfficialDocument | DocumentNotice, party: str, institution: str) -> str | None:
    """What stands against taking a record from `party` at the body of index `institution`: a code, or None.

    `documents.sender_does_not_match`: the sending body is not one that this party speaks for (DHX 1.0: a mismatch must
    be rejected). `documents.invalid_addressee`: it is addressed to somebody else.
    """
    sender = body_of(record.sender.code)
    if sender is None or sender.party != party:
        return "documents.sender_does_not_match"
    return None if record.recipient.code == institution else "documents.invalid_addressee"
