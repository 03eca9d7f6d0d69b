"""Some accounts were compared: what they come to. With the last chunk the settlement can be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.settlements.acting import (
    MACHINE,
    Act,
    ByHand,
    Decision,
    Happened,
    Settlement,
    Standing,
    Words,
    refusal,
)
from document_flow.settlements.comparing import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareChunk(ByHand):
    """The chunk of that number of this round; it goes on at `cursor`, which is empty after the last one."""

    kind: Literal["compare_chunk"] = "compare_chunk"
    round: int
    number: int
    cursor: str
    tally: Tally
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkCompared(Happened):
    """Its lines stand beside the settlement."""

    kind: Literal["chunk_compared"] = "chunk_compared"
    cursor: str
    tally: Tally
    sha256: str

    def apply(self, state: Settlement) -> Settlement:
        return replace(
            state,
            cursor=self.cursor,
            chunks=(*state.chunks, self.sha256),
            tally=state.tally + self.tally,
            phase="comparing" if self.cursor else "compared",
        )


def decide(standing: Standing, command: CompareChunk) -> Decision:
    """In their order, each once."""
    if refused := standing.unless("comparing"):
        return refused
    state = standing.state
    if (command.round, command.number) != (state.round, len(state.chunks)):
        return refusal("settlements.other_chunk", number=command.number, expected=len(state.chunks))
    stamp = standing.stamp(command.by)
    return (ChunkCompared(**stamp, cursor=command.cursor, tally=command.tally, sha256=command.sha256),)


ACTS = (
    Act(
        command=CompareChunk,
        decide=decide,
        who=MACHINE,
        events={ChunkCompared: Words("hesablar müqayisə olundu", "accounts were compared")},
    ),
)
