"""The committee's documents and notices to the bodies that they are addressed to, one message an addressee.

Whoever makes such a message asks the address book first: a record for a body that is not in it goes nowhere.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.agencies import takers_of
from mappings.official_documents import DocumentNotice, OfficialDocument
from mappings.records import Record
from routes.route import Destination, Route, Use

SOURCE = "documents.outgoing.v1"
"""What the committee's documents are sent as; the hub makes these messages, nobody hands them over."""

_USE = Use("correspondence", "1308-IVQ", "identity")
"""Of what is written about a person: a citizen's appeal that is forwarded, or is asked about."""


def _to_body(kind: type[OfficialDocument | DocumentNotice], code: str) -> Callable[[Record], bool]:
    """A record of one kind for one body."""

    def is_for_it(record: Record) -> bool:
        return isinstance(record, kind) and record.recipient.code == code

    return is_for_it


# No `agency`: a registration notice goes back to the very party whose document began the chain.
route = Route(
    name="outgoing-documents",
    source=SOURCE,
    destinations=(
        *(
            Destination(taken.operation, writes=taken.writes, when=_to_body(OfficialDocument, agency.body), use=_USE)
            for agency, taken in takers_of("document")
        ),
        *(
            Destination(taken.operation, writes=taken.writes, when=_to_body(DocumentNotice, agency.body), use=_USE)
            for agency, taken in takers_of("notice")
        ),
    ),
    title_az="Göndərilən sənədlər və bildirişlər qurumlara",
    title_en="Outgoing documents and notices to their bodies",
)
