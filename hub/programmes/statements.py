"""What acts rest on that an applicant said in writing: a registered appeal of the person whose case it is, or of who
may speak for them; never what a clerk typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from document_flow.cases.acts.complain import Complain
from document_flow.cases.acts.lose_paper import LosePaper
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.event import Command
from document_flow.cases.refusals import refusal
from document_flow.cases.speaking import Ties
from document_flow.cases.state import Case
from document_flow.documents.appeal import Applicant
from document_flow.outcome import Refusal
from hub.documents.office.appeals import keys_of
from hub.programmes.case_store import CaseStore
from hub.programmes.speaking import ties_of
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import parse_id
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx, first

_NONE_OR_ANOTHERS: Final[Mapping[type[Command], tuple[str, str]]] = {
    Complain: ("cases.no_complaint", "cases.complaint_other"),
    LosePaper: ("cases.no_statement", "cases.statement_other"),
    Withdraw: ("cases.no_statement", "cases.statement_other"),
}


async def stated(tx: Tx, cases: CaseStore, case: Case, command: Command) -> Command | Refusal:
    """The command with the id of its document, a complaint also with the day on which that was registered.

    One that names no document is refused by its own rule.
    """
    if not isinstance(command, Complain | LosePaper | Withdraw) or not command.document.strip():
        return command
    none, anothers = _NONE_OR_ANOTHERS[type(command)]
    found = await registered_appeal(tx, command.document)
    if found is None:
        return refusal(none)
    document, day = found
    if not await is_said_for(tx, cases, (case.programme, case.subject), document, day):
        return refusal(anothers)
    named = replace(command, document=document)
    return replace(named, registered_on=day) if isinstance(named, Complain) else named


async def registered_appeal(tx: Tx, document: str) -> tuple[str, date] | None:
    """The appeal of that id, and the day on which it was registered; None where it was not, or there is none."""
    row = await first(
        tx,
        "SELECT d.id, d.reg_date FROM documents d WHERE d.id = :id AND d.kind = 'appeal' AND d.reg_date IS NOT NULL",
        {"id": parse_id(document) or "0" * 32},
    )
    return (row["id"], date.fromisoformat(row["reg_date"])) if row is not None else None


async def is_said_for(tx: Tx, cases: CaseStore, whose: tuple[str, str], document: str, day: date) -> bool:
    """Whether the appeal is of the person, or of who could speak for the person in the programme on that day; `whose`
    the programme and the person's FIN.
    """
    programme, subject = whose
    keys = await tx.fetch("SELECT k.key_hash FROM document_keys k WHERE k.document_id = :id", {"id": document})
    ties = await ties_of(tx, Reader(RegisterStore(cases.sealer, cases.hash)), subject)
    return not speakers(cases.hash, ties, programme, day).isdisjoint(row["key_hash"] for row in keys)


def speakers(hash_: KeyedHash, ties: Ties, programme: str, day: date) -> set[str]:
    """The keys under which appeals of the person stand, and of who may speak for the person on that day."""
    fins = {*ties.own, *(each.who for each in ties.representatives(programme, day))}
    return {keys_of(hash_, Applicant("", fin=fin), "")[0] for fin in fins}
