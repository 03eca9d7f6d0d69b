"""What is settled about orders before any is given: by the body, and by the document they stand on."""

from __future__ import annotations

from dataclasses import dataclass

ANY_GIVERS = frozenset(("head", "deputy"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """The rules of one body for one document.

    `document_kind` decides whose stand-ins may act. `barred` has no part at all: the officials a complaint is about.
    `givers` are the roles that give resolutions, beside the heads of units; only the `head` role extends a term
    (Təlimat, art. 120 and 123). `general_days` is the body's general term in working days, None where it has none.
    `reminders` are working days before the last day.
    """

    document_kind: str = "incoming"
    barred: frozenset[str] = frozenset()
    givers: frozenset[str] = ANY_GIVERS
    head: str = "head"
    handover: frozenset[str] = frozenset(("head", "clerk"))
    general_days: int | None = None
    reminders: tuple[int, ...] = (3, 1, 0)


RULES = OrderRules()
