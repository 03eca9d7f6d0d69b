"""The document of a complaint: a registered appeal of the person whose case it is, or of who may speak for them."""

from __future__ import annotations

from datetime import date

from document_flow.cases.refusals import refusal
from document_flow.cases.state import Case
from document_flow.documents.appeal import Applicant
from document_flow.outcome import Refusal
from hub.documents.office.appeals import keys_of
from hub.programmes.case_store import CaseStore
from hub.programmes.speaking import ties_of
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import parse_id
from hub.store.tx import Tx


async def registered_complaint(tx: Tx, cases: CaseStore, case: Case, document: str) -> date | Refusal:
    """The day on which it was registered; or why it is no complaint of this case."""
    rows = await tx.fetch(
        "SELECT d.id, d.reg_date FROM documents d WHERE d.id = :id AND d.kind = 'appeal' AND d.reg_date IS NOT NULL",
        {"id": parse_id(document) or "0" * 32},
    )
    if not rows:
        return refusal("cases.no_complaint")
    keys = await tx.fetch("SELECT k.key_hash FROM document_keys k WHERE k.document_id = :id", {"id": rows[0]["id"]})
    day = date.fromisoformat(rows[0]["reg_date"])
    ties = await ties_of(tx, Reader(RegisterStore(cases.sealer, cases.hash)), case.subject)
    fins = {*ties.own, *(each.who for each in ties.representatives(case.programme, day))}
    able = {keys_of(cases.hash, Applicant("", fin=fin), "")[0] for fin in fins}
    if able.isdisjoint(row["key_hash"] for row in keys):
        return refusal("cases.complaint_other")
    return day
