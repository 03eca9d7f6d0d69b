"""The document of a complaint: a registered appeal of the person whose case it is, or of the representative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from document_flow.cases.refusals import refusal
from document_flow.cases.state import Case
from document_flow.documents.appeal import Applicant
from document_flow.outcome import Refusal
from hub.documents.office.appeals import keys_of
from hub.programmes.case_store import CaseStore
from hub.register.reading import Reader, fins_of
from hub.register.store import RegisterStore
from hub.store.ids import parse_id
from hub.store.tx import Tx

_FIN: Final = re.compile(r"\b[0-9A-HJ-NP-Z]{7}\b")


async def registered_complaint(tx: Tx, cases: CaseStore, case: Case, document: str) -> date | Refusal:
    """The day on which it was registered; or why it is no complaint of this case."""
    rows = await tx.fetch(
        "SELECT d.id, d.reg_date FROM documents d WHERE d.id = :id AND d.kind = 'appeal' AND d.reg_date IS NOT NULL",
        {"id": parse_id(document) or "0" * 32},
    )
    if not rows:
        return refusal("cases.no_complaint")
    keys = await tx.fetch("SELECT k.key_hash FROM document_keys k WHERE k.document_id = :id", {"id": rows[0]["id"]})
    register = RegisterStore(cases.sealer, cases.hash)
    person = await Reader(register).by_key(tx, "fin", case.subject)
    fins = (case.subject, *(await fins_of(tx, register, person) if person is not None else ()), *representatives(case))
    able = {keys_of(cases.hash, Applicant("", fin=fin), "")[0] for fin in fins}
    if able.isdisjoint(row["key_hash"] for row in keys):
        return refusal("cases.complaint_other")
    return date.fromisoformat(rows[0]["reg_date"])


def representatives(case: Case) -> Iterator[str]:
    """Guardians and proxies: the FINs that the application names in its answers."""
    answers = case.application.answers if case.application is not None else {}
    for said in answers.values():
        yield from _FIN.findall(said) if isinstance(said, str) else ()
