"""What acts of draws and move days rest on: registered documents, and of a family its own word; not what is typed."""

from __future__ import annotations

from datetime import date

from document_flow.documents.facts import FileRef
from hub.aggregates.kind import Needs
from hub.documents.acting.reading import opened
from hub.programmes.speaking import ties_of
from hub.programmes.statements import speakers
from hub.returns.households import PROGRAMME, Returning
from hub.store.tx import Tx


async def registered_on(tx: Tx, number: str) -> date | None:
    """Since when a document of that number is registered; an appeal, which anybody may lodge, is none of the office."""
    rows = await tx.fetch(
        "SELECT min(d.reg_date) AS day FROM documents d WHERE d.reg_no = :number AND d.kind <> 'appeal'",
        {"number": number},
    )
    return date.fromisoformat(rows[0]["day"]) if rows[0]["day"] else None


async def is_registered(tx: Tx, number: str) -> bool:
    """Whether a document of the office with that number is registered."""
    return await registered_on(tx, number) is not None


async def pdf_of(needs: Needs, tx: Tx, number: str) -> FileRef | None:
    """The PDF of an open document of the office itself: what was signed last, else its own text; None where it has
    none, as a paper that lies in a folder. What is restricted, or came from others, is never sent on as ours.
    """
    rows = await tx.fetch(
        "SELECT id, version, state_sealed FROM documents WHERE reg_no = :number AND reg_date IS NOT NULL"
        " AND kind IN ('internal', 'outgoing') AND access = 'open' ORDER BY id",
        {"number": number},
    )
    for document in (opened(needs.sealer, row) for row in rows):
        signed = [each.file for each in reversed(document.signatures) if each.content_hash == document.content_hash]
        files = (*signed, *(document.versions[-1].files if document.versions else ()))
        found = next((each for each in files if each.mime == "application/pdf"), None)
        if found is not None:
            return found
    return None


async def is_word_of(needs: Needs, tx: Tx, number: str, household: Returning, since: date) -> bool:
    """Whether it is an appeal, registered that day or later, of who applied for the household or may speak for that
    person. What the family said before is about something else.

    Of a household whose decision is not in force any more nobody's word is needed: a registered document is enough.
    """
    if not household.holds:
        return bool(
            await tx.fetch(
                "SELECT d.id FROM documents d WHERE d.reg_no = :number AND d.reg_date IS NOT NULL", {"number": number}
            )
        )
    rows = await tx.fetch(
        "SELECT d.reg_date, k.key_hash FROM documents d JOIN document_keys k ON k.document_id = d.id"
        " WHERE d.reg_no = :number AND d.kind = 'appeal' AND d.reg_date >= :since",
        {"number": number, "since": since.isoformat()},
    )
    ties = await ties_of(tx, needs.reader, household.fins[0])
    return any(
        row["key_hash"] in speakers(needs.hash, ties, PROGRAMME, date.fromisoformat(row["reg_date"])) for row in rows
    )
