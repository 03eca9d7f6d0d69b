"""What a draw publishes: one file with all that it can be recomputed from, and nothing of a person.

Announced it has what is fixed, with the commitments so far; frozen the list and the root as well, drawn the full order,
cancelled or void the reason. Whoever is out stands in it by number alone. What the draw is made of lies under `root`,
all of it under `after_root`, which stands in the log of evidence. `verifying` and `docs/verify_draw.py` read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, TypeAdapter

from document_flow.draws.families import LeftOut
from document_flow.draws.order import Allotted, Entry, Revealed, after_root_of, canonical, root_of
from document_flow.draws.plan import DrawTerms, Plan
from document_flow.draws.refusals import refusal
from document_flow.draws.state import PHASES, Draw, Struck
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What was fixed before any value was known: the first leaf of the root. `document` approved the wave's list;
    `left_out` are decided families that are not on it, each with its reason. Before the freeze there is no `frozen_at`.
    """

    plan: Plan
    terms: DrawTerms
    announced_at: AwareDatetime
    commitments: Mapping[str, str]
    frozen_at: AwareDatetime | None
    document: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPull:
    """One slip: for which entry, what stood on it, before how many witnesses."""

    entry: str
    rooms: int
    slip: int
    witnesses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InLog:
    """Where the second root stands: the leaf that states it, its place and path in a tree of the log of evidence, the
    head of that tree as the log signed it, and with which key.
    """

    key: str
    leaf: str
    leaf_index: int
    tree_size: int
    path: tuple[str, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The file; all is hashed as it stands in it. Before the freeze the root is over `fixed` alone. There is no `log`
    until the leaf has its place in it.
    """

    fixed: Fixed
    entries: tuple[Entry, ...]
    root: str
    outcome: Literal["announced", "cancelled", "frozen", "drawn", "void"]
    reason: str = ""
    values: Mapping[str, Revealed] = field(default_factory=dict)
    public_value: str = ""
    pulls: tuple[PublishedPull, ...] = ()
    seed: str = ""
    order: tuple[Allotted, ...] = ()
    withdrawn: tuple[str, ...] = ()
    struck: tuple[Struck, ...] = ()
    version: Literal["draw/2"] = "draw/2"
    after_root: str = ""
    log: InLog | None = None


FIXED: TypeAdapter[Fixed] = TypeAdapter(Fixed)
PUBLISHED: TypeAdapter[Published] = TypeAdapter(Published)


def fixed_of(draw: Draw, document: str, left_out: tuple[LeftOut, ...], frozen_at: datetime | None) -> dict[str, Any]:
    """What is fixed of an announced draw with the list of that document, frozen at that moment, as JSON values."""
    fixed = Fixed(
        plan=draw.plan,
        terms=draw.terms,
        announced_at=draw.announced_at,
        commitments={party: each.hash for party, each in draw.commitments.items()},
        frozen_at=frozen_at,
        document=document,
        left_out=left_out,
    )
    said: dict[str, Any] = FIXED.dump_python(fixed, mode="json")
    return said


def published(draw: Draw, log: InLog | None = None) -> bytes | Refusal:
    """The file, in canonical JSON, of whatever was announced."""
    said = _said(draw)
    return said if isinstance(said, Refusal) else canonical({**said, "log": log and asdict(log)})


def published_root(draw: Draw) -> str:
    """The second root of its file; empty before it is announced."""
    said = _said(draw)
    return "" if isinstance(said, Refusal) else str(said["after_root"])


def _said(draw: Draw) -> dict[str, Any] | Refusal:
    """The file without the log, as JSON values."""
    if draw.phase == "":
        return refusal("draws.phase", phase=PHASES[draw.phase])
    fixed = fixed_of(draw, draw.list_document, draw.left_out, draw.frozen_at if draw.root else None)
    said = Published(
        fixed=FIXED.validate_python(fixed),
        entries=draw.entries,
        root=draw.root or root_of(fixed, ()),
        outcome=draw.phase,
        reason=draw.reason,
        values=draw.values,
        public_value=draw.public_value,
        pulls=tuple(
            PublishedPull(entry=each.entry, rooms=each.rooms, slip=each.slip, witnesses=len(each.witnesses))
            for each in draw.pulls
        ),
        seed=draw.seed,
        order=draw.order,
        withdrawn=draw.withdrawn,
        struck=draw.struck,
    )
    made: dict[str, Any] = PUBLISHED.dump_python(said, mode="json")
    return {**made, "after_root": after_root_of(made)}
