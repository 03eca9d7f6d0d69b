"""Where a settlement stands: what `evolve` makes of its events. Its lines are rows beside it, sealed, a chunk each.

comparing → compared → sent → accepted or disputed → closed; `unanswered` where the utility stays silent

A newer file of the same night begins the comparison anew while it is not closed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.settlements.comparing import Tally
from document_flow.words import Words

Phase = Literal["", "comparing", "compared", "sent", "unanswered", "accepted", "disputed", "closed"]
PHASES: Mapping[Phase, Words] = {
    "": Words("açılmayıb", "not opened"),
    "comparing": Words("müqayisə olunur", "being compared"),
    "compared": Words("müqayisə olunub, göndərilməlidir", "compared, to be sent"),
    "sent": Words("göndərilib, cavab gözlənilir", "sent, an answer is awaited"),
    "unanswered": Words("cavab verilməyib, vəzifəli şəxs baxmalıdır", "not answered, an official has to see to it"),
    "accepted": Words("qurum qəbul edib", "accepted by the utility"),
    "disputed": Words("qurum etiraz edib", "disputed by the utility"),
    "closed": Words("bağlanıb", "closed"),
}
_MONTH = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])")


def last_day(month: str) -> date | None:
    """Of a month as 2026-03; None for what is no month."""
    if not _MONTH.fullmatch(month):
        return None
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The meter file that is compared: its message, its name, and its version, which sorts as text."""

    message: str = ""
    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One utility and month. `round` counts comparisons, `cursor` is where the one under way goes on; `chunks` are the
    SHA-256 of what is done. `notice_no` is the statement that was sent last, `due` its last day for an answer.
    """

    provider: str = ""
    month: str = ""
    source: Source = field(default_factory=Source)
    phase: Phase = ""
    round: int = 0
    cursor: str = ""
    chunks: tuple[str, ...] = ()
    tally: Tally = field(default_factory=Tally)
    notice_no: str = ""
    statements: int = 0
    sent_by: str = ""
    document: str = ""
    due: date | None = None
    reminded: bool = False
    reference: str = ""
    reason: str = ""
    length: int = 0


SETTLEMENTS: TypeAdapter[Settlement] = TypeAdapter(Settlement)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Settlement()
"""Before it is opened."""
