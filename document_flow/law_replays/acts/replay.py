"""A lawyer begins a replay, the hub one of each version that becomes law; it is read range by range, each once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import MACHINE, ByHand, EventOf, Happened
from document_flow.law_replays.standing import Standing
from document_flow.law_replays.state import FIRST, Found, LawReplay, Laws
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.words import Words

LAWYERS = ("lawyer", "head")
"""The roles that change the law."""
Decision = tuple[EventOf[LawReplay], ...] | Refusal
_STALE = Refusal(
    "law_replays.stale",
    Words("Bu aralıq artıq oxunub.", "This range was read already."),
    "stale",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginReplay(ByHand):
    """Which version of a table, against which (by default the law that it would change). The hub adds the rest."""

    kind: Literal["begin_replay"] = "begin_replay"
    table: str
    after: int
    before: int | None = None
    laws: Laws = field(default_factory=Laws)
    of_all: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayBegun(Happened):
    """Over how many cases, and how many wait undecided."""

    kind: Literal["replay_begun"] = "replay_begun"
    laws: Laws
    of_all: int
    waiting: int

    def apply(self, replay: LawReplay) -> LawReplay:
        """Nothing is read yet."""
        return replace(
            replay,
            laws=self.laws,
            by=self.by,
            day=self.day,
            of_all=self.of_all,
            waiting=self.waiting,
            phase="reading",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRange(ByHand):
    """What came of the cases behind `after_id` up to `last`."""

    kind: Literal["read_range"] = "read_range"
    after_id: str
    last: str
    is_last: bool
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRead(Happened):
    """The ids of those who lose stand here, where a group act finds them."""

    kind: Literal["range_read"] = "range_read"
    last: str
    is_last: bool
    found: Found

    def apply(self, replay: LawReplay) -> LawReplay:
        """One range further."""
        return replay.with_range(self.found, self.last, is_last=self.is_last)


def _begin(standing: Standing, command: BeginReplay) -> Decision:
    stamp = standing.stamp(command.by)
    return (ReplayBegun(**stamp, laws=command.laws, of_all=command.of_all, waiting=command.waiting),)


def _read(standing: Standing, command: ReadRange) -> Decision:
    replay = standing.state
    if (
        replay.phase != "reading"
        or replay.last != command.after_id
        or (command.last <= replay.last and not command.is_last)
    ):
        return _STALE
    stamp = standing.stamp(command.by)
    return (RangeRead(**stamp, last=command.last or FIRST, is_last=command.is_last, found=command.found),)


ACTS = (
    Act(
        command=BeginReplay,
        decide=_begin,
        who=(*LAWYERS, HUB),
        events={ReplayBegun: Words("yoxlama başladı", "the replay began")},
        forms=(
            Form(
                title=Words("Yeni fərmanı əvvəlcə yoxla", "Check a new decree first"),
                place="now",
                rank=1,
                tone="primary",
                fields=(
                    Field("table", Words("Qərar cədvəli", "Decision table"), input="line", required=True),
                    Field("after", Words("Yeni versiya", "New version"), input="number", required=True),
                    Field(
                        "before",
                        Words("Müqayisə olunan versiya", "Version to compare with"),
                        input="number",
                        hint=Words("Boşdursa, qüvvədə olan qanun.", "If empty, the law in force."),
                    ),
                ),
            ),
        ),
    ),
    Act(command=ReadRange, decide=_read, who=MACHINE, events={RangeRead: Words("icraatlar oxundu", "cases were read")}),
)
