"""The parts that one official has in a document that is not closed: what a handover act lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.documents.case import Case
from document_flow.orders.handover import handover_lines
from document_flow.words import Words

_WITH_ITS_AUTHOR = ("nothing", "draft", "returned", "recalled", "refused")
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


def parts_of(case: Case, login: str) -> tuple[Part, ...]:
    """Everything unfinished that the official has in the document: orders, an open stage, a draft."""
    if not case.document.is_open:
        return ()
    return (*_in_orders(case, login), *_on_path(case, login))


def _in_orders(case: Case, login: str) -> Iterator[Part]:
    for line in handover_lines({"": case.document.orders}, login):
        yield Part(name=line.part, place=line.resolution, status=line.status, due=line.due, suspended=line.suspended)


def _on_path(case: Case, login: str) -> Iterator[Part]:
    document = case.document
    stage = document.run.stage
    if stage is not None and login in stage.members and login not in stage.marks:
        yield Part(name="member", place=stage.id, status=document.run.status, due=stage.due)
    if document.needs_approval and document.run.status in _WITH_ITS_AUTHOR and _author(case) == login:
        yield Part(name="author", status=document.run.status)


def _author(case: Case) -> str:
    return case.document.run.author or case.document.author
