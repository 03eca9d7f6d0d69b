"""Which of our documents an arrival answers: by the consignment that it names, else by our number and day."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.documents.facts import Dispatch
from hub.documents.acting.acting import ActBatch
from hub.store.tx import Tx
from mappings.official_documents import OfficialDocument, RelatedDocument


@dataclass(frozen=True, slots=True)
class AnsweredDocument:
    """Our document. `consignment` is the one that is answered; empty where none of it went to who answers."""

    document: str
    consignment: str


async def asked_by(tx: Tx, batch: ActBatch, record: OfficialDocument, institution: str) -> AnsweredDocument | None:
    """What the arrival answers. Of several consignments to that body without a named one, the newest."""
    related = record.related
    if related is None or related.body != institution:
        return None
    document = await _named(tx, related)
    if document is None:
        return None
    state = (await batch.states(tx, [document])).get(document)
    went = [each for each in state.dispatches if each.body == record.sender.code] if state else []
    return AnsweredDocument(document, _chosen(went, related.consignment_id))


async def document_of(tx: Tx, consignment: str) -> str | None:
    """The document that went under this number."""
    rows = await tx.fetch(
        "SELECT document_id FROM document_dispatches WHERE consignment = :name", {"name": consignment}
    )
    return rows[0]["document_id"] if rows else None


async def _named(tx: Tx, related: RelatedDocument) -> str | None:
    found = await document_of(tx, related.consignment_id) if related.consignment_id else None
    if found is not None:
        return found
    rows = await tx.fetch(
        "SELECT id FROM documents WHERE reg_no = :reg_no AND reg_date = :day AND kind = 'outgoing' LIMIT 2",
        {"reg_no": related.reg_no, "day": related.reg_date.isoformat()},
    )
    return rows[0]["id"] if len(rows) == 1 else None


def _chosen(went: list[Dispatch], named: str | None) -> str:
    """The consignment that is named, if it went to that body; the newest that did where none is named."""
    if named is not None and any(each.consignment == named for each in went):
        return named
    return went[-1].consignment if went and named is None else ""
