"""An obligation, or a payee's account, before a command: its state, the moment and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from document_flow.hands import EventOf
from document_flow.money.account import PayeeAccount
from document_flow.money.obligation import Obligation
from document_flow.money.refusals import refusal
from document_flow.money.rules import MoneyRules
from document_flow.outcome import Refusal
from document_flow.standing import Before

S = TypeVar("S", Obligation, PayeeAccount)
Event = EventOf[Any]
"""A history is one obligation's or one account's."""
Decision = tuple[Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing(Before[S, str]):
    """`locked`: a list that pays to this account stands between cut and issue (`ListHead.locks_accounts`)."""

    rules: MoneyRules
    locked: bool = False
    refusals: ClassVar = refusal


def once(known: Mapping[str, int], document: str, qepik: int) -> Decision | None:
    """What a document comes to that was used already: nothing more, or a contradiction; None for a new one."""
    if not document.strip():
        return refusal("money.no_document")
    if document not in known:
        return None
    return () if known[document] == qepik else refusal("money.other_sum", document=document, qepik=known[document])
