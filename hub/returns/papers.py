"""What acts of draws and move days rest on: registered documents, and of a family its own word; not what is typed."""

from __future__ import annotations

from datetime import date

from document_flow.documents.appeal import Applicant
from hub.aggregates.kind import Needs
from hub.documents.office.appeals import keys_of
from hub.programmes.speaking import ties_of
from hub.returns.households import PROGRAMME, Returning
from hub.store.tx import Tx


async def is_registered(tx: Tx, number: str) -> bool:
    """Whether a document of that number is registered."""
    rows = await tx.fetch(
        "SELECT d.id FROM documents d WHERE d.reg_no = :number AND d.reg_date IS NOT NULL", {"number": number}
    )
    return bool(rows)


async def is_word_of(needs: Needs, tx: Tx, number: str, household: Returning) -> bool:
    """Whether it is a registered appeal of who applied for the household, or of who may speak for that person.

    Of a household whose decision is not in force any more nobody's word is needed: a registered document is enough.
    """
    if not household.holds:
        return await is_registered(tx, number)
    rows = await tx.fetch(
        "SELECT d.reg_date, k.key_hash FROM documents d JOIN document_keys k ON k.document_id = d.id"
        " WHERE d.reg_no = :number AND d.kind = 'appeal' AND d.reg_date IS NOT NULL",
        {"number": number},
    )
    ties = await ties_of(tx, needs.reader, household.fins[0])
    for row in rows:
        day = date.fromisoformat(row["reg_date"])
        fins = {household.fins[0], *ties.own, *(each.who for each in ties.representatives(PROGRAMME, day))}
        if row["key_hash"] in {keys_of(needs.hash, Applicant("", fin=fin), "")[0] for fin in fins}:
            return True
    return False
