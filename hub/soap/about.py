"""Answering about a person: by what right it is asked, and the line in the person's access history.

Deny by default: no purpose, no basis, no grant for that purpose, no answer; either way the line is written first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from hub.access.grants import Action, need_right
from hub.access.history import Access, note_access
from hub.access.purposes import why
from hub.access.reasons import need_reason
from hub.errors import HubError, Refused, Words
from hub.exchange.consent import need_consent
from hub.register.store import RegisterStore
from hub.soap.envelope import Envelope
from hub.soap.faults import COMMON
from hub.soap.service import About, Document, Operation, SoapCall
from mappings.identity import FinRefused, read_fin
from routes.recipients import fields_for

YES_OR_NO = frozenset(("answer", "statusInForce"))
"""What every answer has; what else a party is given, `routes/recipients.yaml` says."""
_BLOCK = "/Envelope/Header/asking"
ASKING = COMMON.tag("asking")
"""The header block in which a request says what for, on which basis, and who will see the answer."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What the header block says; nothing of it where there is none."""

    purpose: str = ""
    legal_basis: str = ""
    person: str = ""


def reason_of(envelope: Envelope) -> Reason:
    """The block as it was sent; Refused where the schema refuses it."""
    block = envelope.header(ASKING)
    if block is None:
        return Reason()
    refusal = COMMON.refuse(block)
    if refusal is not None:
        raise Refused(refusal.code, Words(*refusal.text), place=f"/Envelope/Header{refusal.place}")
    return Reason(*(_text(block, name) for name in ("purpose", "legalBasis", "person")))


async def answer_about(operation: Operation, about: About, asked: SoapCall, reason: Reason) -> Document:
    """The operation's answer once the asking is written down; an asking that cannot be is not answered."""
    fin = read_fin(asked.text(about.field))
    asked = replace(asked, fin=fin if isinstance(fin, str) else "")
    outcome = "interrupted"
    try:
        _check(operation, about, asked, reason, fin)
        async with asked.hub.store.read() as tx:
            register = RegisterStore(asked.hub.sealer, asked.hub.hash)
            await need_consent(tx, register, asked.party.name, reason.purpose, (asked.fin, about.categories))
        fields = fields_for(asked.party.name, operation.right, reason.purpose)
        told = await operation.answers(asked)
        answer = {name: value for name, value in told.items() if name in YES_OR_NO or name in fields}
        outcome = "answered"
    except HubError as refused:
        outcome = refused.code
        raise
    finally:
        await _note(operation, about, asked, reason, outcome)
    return answer


def _check(operation: Operation, about: About, asked: SoapCall, reason: Reason, fin: str | FinRefused) -> None:
    need_reason(reason.purpose, reason.legal_basis, (f"{_BLOCK}/purpose", f"{_BLOCK}/legalBasis"))
    need_right(asked.party.rights, operation.right, Action.ASK, reason.purpose)
    if isinstance(fin, FinRefused):
        refused = Refused("ask.fin_shape", _FIN_SHAPE, status=422, place=f"/{operation.name}/{about.field}")
        refused.extra = {"suggestion": fin.suggestion} if fin.suggestion is not None else {}
        raise refused


async def _note(operation: Operation, about: About, asked: SoapCall, reason: Reason, outcome: str) -> None:
    hub = asked.hub
    subject = hub.hash("fin", asked.fin) if asked.fin else None
    access = Access(operation.right, about.categories, outcome, subject, why(reason.purpose, reason.legal_basis))
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, asked.party.name, reason.person or asked.person or None, access)


def _text(block: etree._Element, name: str) -> str:
    return str(block.findtext(COMMON.tag(name)) or "").strip()


_FIN_SHAPE = Words(
    "FİN 7 simvoldan ibarət olmalıdır: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
    "A FIN has 7 characters: digits and English letters except I and O.",
)
