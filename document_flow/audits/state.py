"""Where an audit stands: of whom it is, by which seed its sample was drawn, what was found of each.

planned → drawn → closed, once everything of the sample has a finding

Once planned, plan and entries never change; once drawn, the sample never does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from pydantic import AwareDatetime, TypeAdapter

from document_flow.words import Words

Phase = Literal["", "planned", "drawn", "closed"]
PHASES: Mapping[str, Words] = {
    "planned": Words("seçim anını gözləyir", "waits for its sample"),
    "drawn": Words("yenidən baxılır", "being decided again"),
    "closed": Words("bitib", "closed"),
}
Verdict = Literal["agrees", "differs", "undecidable"]
VERDICTS: Mapping[Verdict, Words] = {
    "agrees": Words("imtina düzgündür", "the refusal holds"),
    "differs": Words("imtina səhvdir", "the refusal was wrong"),
    "undecidable": Words("müəyyən etmək olmur", "cannot be decided"),
}
Fresh = Literal["granted", "refused", "undecided"]
FRESH: Mapping[Fresh, Words] = {
    "granted": Words("verilir", "granted"),
    "refused": Words("imtina", "refused"),
    "undecided": Words("məlumat çatmır", "facts are lacking"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """So many of the refusals of a programme on these days, drawn at that moment."""

    programme: str
    since: date
    until: date
    size: int
    draws_at: AwareDatetime


_NO_PLAN = Plan(programme="", since=date.min, until=date.min, size=0, draws_at=datetime.min.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an official found who had no part in the case."""

    verdict: Verdict
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """`entries` are all cases that were refused on the days of the plan, by their ids, `log_size` how long the log of
    evidence was when they were held fast, then that of `root`, its head from which the sample follows. `fresh` is what
    the table of the day of each refusal comes to with the facts of now.
    """

    phase: Phase = ""
    plan: Plan = _NO_PLAN
    by: str = ""
    entries: tuple[str, ...] = ()
    log_size: int = 0
    root: str = ""
    sample: tuple[str, ...] = ()
    fresh: Mapping[str, Fresh] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)
    length: int = 0

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How often each verdict was found."""
        found = Counter(each.verdict for each in self.findings.values())
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def unread(self) -> tuple[str, ...]:
        """Of the sample, what is not decided again yet."""
        return tuple(each for each in self.sample if each not in self.fresh)


AUDITS: TypeAdapter[Audit] = TypeAdapter(Audit)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Audit()
