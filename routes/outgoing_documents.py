"""The committee's documents and notices to the bodies that they are addressed to, one message an addressee.

Whoever makes such a message asks the address book first: a record for a body that is not in it goes nowhere.
"""

from __future__ import annotations

from mappings.official_documents import DocumentNotice, OfficialDocument
from mappings.records import Record
from routes.address_book import NAZIRLIK
from routes.route import Destination, Route

SOURCE = "documents.outgoing.v1"
"""What the committee's documents are sent as; the hub makes these messages, nobody hands them over."""


def document_to_nazirlik(record: Record) -> bool:
    """A document for the ministry."""
    return isinstance(record, OfficialDocument) and record.recipient.code == NAZIRLIK.code


def notice_to_nazirlik(record: Record) -> bool:
    """What became of a document of the ministry."""
    return isinstance(record, DocumentNotice) and record.recipient.code == NAZIRLIK.code


# No `agency`: a registration notice goes back to the very party whose document began the chain.
route = Route(
    name="outgoing-documents",
    source=SOURCE,
    destinations=(
        Destination("nazirlik.send_document", writes="bodies.document.v1", when=document_to_nazirlik),
        Destination("nazirlik.send_notice", writes="bodies.notice.v1", when=notice_to_nazirlik),
    ),
    title_az="Göndərilən sənədlər və bildirişlər qurumlara",
    title_en="Outgoing documents and notices to their bodies",
)
