"""The terms of a move, and the services that must answer before it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from document_flow.programmes.programme import LegalAct, Term
from document_flow.words import Words

ServiceName = Literal["electricity", "gas", "water", "school", "clinic", "smart_village"]


SERVICES: Mapping[ServiceName, Words] = {
    "electricity": Words("Elektrik (Azərişıq)", "Electricity (Azərişıq)"),
    "gas": Words("Qaz (Azəriqaz)", "Gas (Azəriqaz)"),
    "water": Words("Su (Azərsu)", "Water (Azərsu)"),
    "school": Words("Məktəb (Təhsil Nazirliyi)", "School (Education Ministry)"),
    "clinic": Words("Poliklinika (Səhiyyə Nazirliyi)", "Clinic (Ministry of Health)"),
    "smart_village": Words("Ağıllı kənd", "Smart village"),
}
"""What each is called; which body answers for it, its manifest says."""
METERED: tuple[ServiceName, ...] = ("electricity", "gas", "water")
"""The services that have a meter in a home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRules:
    """`move_in` counts from the move day: a home without its family by then goes to the next one. `answer` is how long
    a service may take.
    """

    move_in: Term
    answer: Term


RULES = MoveRules(
    move_in=Term(
        days=5,
        working=False,
        act=LegalAct(
            id="NK 65",
            title=Words(
                "Nazirlər Kabinetinin 65 nömrəli qərarı, 24.02.2017",
                "Decision 65 of the Cabinet of Ministers of 24 February 2017",
            ),
            assumed=True,
        ),
    ),
    answer=Term(
        days=3,
        working=True,
        act=LegalAct(
            id="move_services",
            title=Words("Köç günü xidmətlərin cavab qaydası", "Rule on the answers of services after a move"),
            assumed=True,
        ),
    ),
)
"""Which days the five are, and from when, no text before us says: both terms are assumed."""
