"""What is settled about orders before any is given: by the body, and by the document they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """Until when an act lets a kind of document take: no term given on it goes beyond."""

    due: date
    act: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """The rules of one body for one document.

    `document_kind` decides whose stand-ins may act. `barred` has no part at all: the officials a complaint is about.
    `general_days` is the body's general term in working days, None where it has none. `law` is the last day that an
    act allows for this kind of document, and that act. Who may do what over whom is the context's `competence`.
    `reminders` are working days before the last day.
    """

    document_kind: str = "incoming"
    barred: frozenset[str] = frozenset()
    general_days: int | None = None
    law: LegalTerm | None = None
    reminders: tuple[int, ...] = (3, 1, 0)


RULES = OrderRules()
