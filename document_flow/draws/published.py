"""What a draw publishes: one file with all that it can be recomputed from, and nothing of a person.

Announced it has what is fixed, with the commitments so far; frozen the list and the root as well, drawn the full order,
cancelled or void the reason. Whoever is out stands in it by
number alone. `verifying` and `docs/verify_draw.py` read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import AwareDatetime, TypeAdapter

from document_flow.draws.families import LeftOut
from document_flow.draws.order import Allotted, Entry, Revealed, canonical, root_of
from document_flow.draws.plan import DrawTerms, Plan
from document_flow.draws.refusals import refusal
from document_flow.draws.state import PHASES, Draw, Struck
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What was fixed before any value was known: the first leaf of the root. `document` approved the wave's list;
    `left_out` are decided families that are not on it, each with its reason.
    """

    plan: Plan
    terms: DrawTerms
    announced_at: AwareDatetime
    commitments: Mapping[str, str]
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
class Published:
    """The file, but for the bytes of `fixed` and `entries`, which are hashed as they stand in it. Before the freeze the
    root is over `fixed` alone, and there is no `frozen_at`.
    """

    fixed: Fixed
    entries: tuple[Entry, ...]
    frozen_at: AwareDatetime | None
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
    version: Literal["draw/1"] = "draw/1"


FIXED: TypeAdapter[Fixed] = TypeAdapter(Fixed)
PUBLISHED: TypeAdapter[Published] = TypeAdapter(Published)


def fixed_of(draw: Draw, document: str, left_out: tuple[LeftOut, ...]) -> dict[str, Any]:
    """What is fixed of an announced draw with the list of that document, as JSON values."""
    fixed = Fixed(
        plan=draw.plan,
        terms=draw.terms,
        announced_at=draw.announced_at,
        commitments={party: each.hash for party, each in draw.commitments.items()},
        document=document,
        left_out=left_out,
    )
    said: dict[str, Any] = FIXED.dump_python(fixed, mode="json")
    return said


def published(draw: Draw) -> bytes | Refusal:
    """The file, in canonical JSON, of whatever was announced."""
    if draw.phase == "":
        return refusal("draws.phase", phase=PHASES[draw.phase])
    fixed = fixed_of(draw, draw.list_document, draw.left_out)
    said = Published(
        fixed=FIXED.validate_python(fixed),
        entries=draw.entries,
        frozen_at=draw.frozen_at if draw.root else None,
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
    return canonical(PUBLISHED.dump_python(said, mode="json"))
