"""What an answer begins with, by the document that it answers: to whom, about what, and who is to sign it."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.documents.state import Document
from hub.app import Hub
from hub.documents.printing.printing import AddresseeBody, LetterSource
from hub.store.ids import parse_id
from hub.store.tx import Tx
from routes.address_book import body_of

_TITLE = "Cavab: {}"
"""A paper's title is in Azerbaijani, whoever begins it."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Empty where nothing is answered. `letter` has the fields of the letter's text."""

    title: str = ""
    recipients: tuple[str, ...] = ()
    letter: LetterSource | None = None

    @classmethod
    def to(cls, asked: Document, context: Context) -> Answering:
        """The sender is answered; who gave the resolution signs, where that is a head."""
        origin, heads = asked.origin, context.directory.holders("head")
        body = body_of(origin.body) if origin is not None else None
        citizen = asked.appeal.applicant if asked.appeal is not None else None
        givers = [each.author for each in asked.orders.resolutions.values() if each.author in heads]
        sender = body.title_az if body is not None else origin.name if origin is not None else ""
        whom = AddresseeBody.model_construct(body=sender, name=citizen.name if citizen is not None else "")
        letter = LetterSource.model_construct(addressee=whom, text="", signatory=givers[0] if givers else "")
        return cls(_TITLE.format(asked.title), (body.code,) if body is not None else (), letter)


async def answering(tx: Tx, hub: Hub, login: str, answers: str, context: Context) -> Answering:
    """By the id of what is answered; nothing of what the person may not see."""
    asked = await hub.office.documents.load(tx, answers) if parse_id(answers) else None
    if asked is None or not hub.office.documents.sees(asked, login, context):
        return Answering()
    return Answering.to(asked, context)
