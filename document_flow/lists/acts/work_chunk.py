"""A chunk is claimed, worked on and done once. A worker that was given up is refused by its fence, whatever it brings.

Whoever claims is done with it or gone by the end of the lease; then another may claim it anew, with a higher number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from string import hexdigits
from typing import Literal

from document_flow.lists.acting import MACHINE, Act, ByHand, Decision, Happened, ListHead, Standing, Words, refusal
from document_flow.lists.comparing import Tally
from document_flow.lists.state import Chunk

_HEX = frozenset(hexdigits.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChunk(ByHand):
    """A worker wants that chunk, counted from 0, for so many seconds."""

    kind: Literal["claim_chunk"] = "claim_chunk"
    chunk: int
    worker: str
    lease_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishChunk(ByHand):
    """A worker has written its lines: their hash (`entry.chunk_hash`) and what they come to."""

    kind: Literal["finish_chunk"] = "finish_chunk"
    chunk: int
    fence: int
    hash: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkClaimed(Happened):
    """It is this worker's until then, under the new fence."""

    kind: Literal["chunk_claimed"] = "chunk_claimed"
    chunk: int
    fence: int
    worker: str
    until: datetime

    def apply(self, head: ListHead) -> ListHead:
        return _with(head, self.chunk, Chunk(fence=self.fence, worker=self.worker, until=self.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkFinished(Happened):
    """Its lines are written, once and for all. With the last one the list is compared."""

    kind: Literal["chunk_finished"] = "chunk_finished"
    chunk: int
    hash: str
    tally: Tally

    def apply(self, head: ListHead) -> ListHead:
        after = _with(head, self.chunk, replace(head.chunks[self.chunk], hash=self.hash, tally=self.tally, until=None))
        return replace(after, phase="compared") if all(each.hash for each in after.chunks) else after


def _with(head: ListHead, number: int, chunk: Chunk) -> ListHead:
    return replace(head, chunks=(*head.chunks[:number], chunk, *head.chunks[number + 1 :]))


def _claim(standing: Standing, command: ClaimChunk) -> Decision:
    number, now = command.chunk, standing.context.now
    refused = standing.unless("cut") or standing.no_chunk(number)
    if refused is not None:
        return refused
    chunk = standing.state.chunks[number]
    if chunk.hash or (chunk.until is not None and now < chunk.until):
        return refusal("lists.chunk_taken", chunk=number, worker=chunk.worker)
    until, fence = now + timedelta(seconds=command.lease_s), chunk.fence + 1
    claimed = ChunkClaimed(**standing.stamp(command.by), chunk=number, fence=fence, worker=command.worker, until=until)
    return (claimed,)


def _finish(standing: Standing, command: FinishChunk) -> Decision:
    number = command.chunk
    if refused := standing.no_chunk(number):
        return refused
    chunk = standing.state.chunks[number]
    if command.fence != chunk.fence or not chunk.fence:
        return refusal("lists.stale_fence", chunk=number, fence=command.fence, expected=chunk.fence)
    if chunk.hash:
        same = (chunk.hash, chunk.tally) == (command.hash, command.tally)
        return () if same else refusal("lists.chunk_differs", chunk=number)
    if len(command.hash) != 64 or not _HEX.issuperset(command.hash):
        return refusal("lists.no_hash", chunk=number)
    return standing.unless("cut") or (
        ChunkFinished(**standing.stamp(command.by), chunk=number, hash=command.hash, tally=command.tally),
    )


ACTS = (
    Act(
        command=ClaimChunk,
        decide=_claim,
        who=MACHINE,
        events={ChunkClaimed: Words("hissə üzərində iş başlandı", "work on a chunk began")},
    ),
    Act(
        command=FinishChunk,
        decide=_finish,
        who=MACHINE,
        events={ChunkFinished: Words("hissə hazırdır", "a chunk is done")},
    ),
)
