"""The parts that one official has in a document that is not closed: what a handover act lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.words import Words

PartName = Literal["lead", "co_executor", "control_owner", "member", "author"]

PART_WORDS: dict[PartName, Words] = {
    "lead": Words("əsas icraçı", "lead executor"),
    "co_executor": Words("müştərək icraçı", "co-executor"),
    "control_owner": Words("icraya nəzarət edən", "owner of the control"),
    "member": Words("razılaşma mərhələsinin iştirakçısı", "asked in a stage of the path"),
    "author": Words("layihənin müəllifi", "author of the draft"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. `place` is the resolution or the stage, empty for a draft; `status` is where that stands."""

    name: PartName
    place: str = ""
    status: str
    due: date | None = None
    suspended: bool = False
