"""A run is opened: for a programme and a period, on a legal day. What is known at this moment is what counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from document_flow.form import Option
from document_flow.lists.run import ListRun, RunKind, is_within
from document_flow.runs.acting import OFFICERS, Act, ByHand, Decision, Field, Form, Happened, RunHead, Standing, Words
from document_flow.runs.refusals import refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRun(ByHand):
    """An official wants the lists of a period. The hub adds the run's id, and what the programme says of its lists:
    parties, benefit, the SHA-256 of its tables.
    """

    kind: Literal["open_run"] = "open_run"
    programme: str
    period: str
    run_kind: RunKind
    legal_day: date
    run_id: str = ""
    parties: tuple[str, ...] = ()
    benefit: str = ""
    tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOpened(Happened):
    """It waits for the hub to read the register."""

    kind: Literal["run_opened"] = "run_opened"
    run: ListRun
    benefit: str

    def apply(self, head: RunHead) -> RunHead:
        return replace(head, run=self.run, benefit=self.benefit, phase="asked", asked_by=self.by)


def decide(standing: Standing, command: OpenRun) -> Decision:
    """Of a programme that has lists, on a day of the period."""
    run = ListRun(
        id=command.run_id,
        programme=command.programme,
        period=command.period,
        kind=command.run_kind,
        legal_day=command.legal_day,
        known_at=standing.context.now,
        tables=command.tables,
        parties=command.parties,
    )
    if refused := standing.unless(""):
        return refused
    if not command.benefit:
        return refusal("runs.no_lists", programme=command.programme)
    if refused := run.unsound(standing.context.now):
        return refused
    if not is_within(command.legal_day, command.period):
        return refusal("runs.legal_day", day=command.legal_day.isoformat(), period=command.period)
    return (RunOpened(**standing.stamp(command.by), run=run, benefit=command.benefit),)


KINDS: Mapping[RunKind, Words] = {
    "regular": Words("Dövrün siyahısı", "Regular list"),
    "correction": Words("Düzəliş", "Correction"),
    "arrears": Words("Borc", "Arrears"),
}
ACTS = (
    Act(
        command=OpenRun,
        decide=decide,
        who=OFFICERS,
        events={RunOpened: Words("gedişat açıldı", "opened")},
        forms=(
            Form(
                title=Words("Yeni gedişat aç", "Open a run"),
                place="now",
                tone="primary",
                fields=(
                    Field("programme", Words("Proqram", "Programme"), "choice", required=True),
                    Field(
                        "period",
                        Words("Dövr", "Period"),
                        "line",
                        required=True,
                        hint=Words(
                            "ay 2026-03, rüb 2026-Q1, il 2026", "a month 2026-03, a quarter 2026-Q1, a year 2026"
                        ),
                    ),
                    Field(
                        "run_kind",
                        Words("Növü", "Kind"),
                        "choice",
                        required=True,
                        options=tuple(Option(code, words) for code, words in KINDS.items() if code != "correction"),
                        chosen="regular",
                    ),
                    Field(
                        "legal_day",
                        Words("Hüquqi gün", "Legal day"),
                        "date",
                        required=True,
                        hint=Words("hansı günün təyinatları", "the day whose rights are listed"),
                    ),
                ),
            ),
        ),
    ),
)
