"""A settlement is opened by a meter file that was read whole; a newer one of the month begins it anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from document_flow.people import HUB
from document_flow.settlements.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Field,
    Form,
    Happened,
    Settlement,
    Standing,
    Words,
    refusal,
)
from document_flow.settlements.state import Source, last_day

_DAY = len("2026-03-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSettlement(ByHand):
    """Of a utility and a month; the hub adds the newest file of that month."""

    kind: Literal["open_settlement"] = "open_settlement"
    provider: str
    month: str
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTaken(Happened):
    """It is to be compared; what was compared and sent before counts no more."""

    kind: Literal["file_taken"] = "file_taken"
    provider: str
    month: str
    source: Source

    def apply(self, state: Settlement) -> Settlement:
        return replace(
            Settlement(provider=self.provider, month=self.month, source=self.source, phase="comparing"),
            round=state.round + 1,
            statements=state.statements,
            length=state.length,
        )


def decide(standing: Standing, command: OpenSettlement) -> Decision:
    """Of a month that is over, by a file; once for each file."""
    state, last = standing.state, last_day(command.month)
    if last is None:
        return refusal("settlements.month", month=command.month)
    if last >= standing.context.today and command.by != HUB:
        return refusal("settlements.not_over", month=command.month)
    if not command.source.message:
        return refusal("settlements.no_file", month=command.month)
    was, version = state.source.version, command.source.version
    if command.by == HUB and state.phase and (version <= was or version[:_DAY] != was[:_DAY]):
        return ()  # by itself the hub takes nothing but a resend of the same day's file
    if state.phase and version <= was:
        return refusal("settlements.same_file", file=state.source.name)
    stamp = standing.stamp(command.by)
    return standing.unless("", "comparing", "compared", "sent", "unanswered", "accepted", "disputed") or (
        FileTaken(**stamp, provider=command.provider, month=command.month, source=command.source),
    )


ACTS = (
    Act(
        command=OpenSettlement,
        decide=decide,
        who=(*OFFICERS, HUB),
        events={FileTaken: Words("sayğac faylı müqayisəyə götürüldü", "the meter file is to be compared")},
        forms=(
            Form(
                title=Words("Hesablaşma aç", "Open a settlement"),
                place="now",
                tone="primary",
                fields=(
                    Field(
                        "provider",
                        Words("Qurum", "Utility"),
                        "choice",
                        required=True,
                    ),
                    Field(
                        "month",
                        Words("Ay", "Month"),
                        "line",
                        required=True,
                        hint=Words("il və ay: 2026-03", "as 2026-03"),
                    ),
                ),
            ),
        ),
    ),
)
