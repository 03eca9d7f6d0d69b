"""What a leaving or transferred official hands over: every open line, for the act (təhvil-təslim aktı).

The act lists each document with its state; the same lines go into a HandOver command for each document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.orders.state import Resolution, State, Status

Part = Literal["lead", "co_executor", "control_owner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLine:
    """One part of the leaver in one resolution, as it stood when the act was drawn up."""

    document: str
    resolution: str
    part: Part
    status: Status
    due: date | None
    suspended: bool = False


def handover_lines(documents: Mapping[str, State], leaver: str) -> tuple[HandoverLine, ...]:
    """Everything unfinished that the official leads, has a part in or controls; `documents` are by their ids."""
    return tuple(
        HandoverLine(
            document=document,
            resolution=each.id,
            part=part,
            status=each.status,
            due=each.due,
            suspended=each.suspended is not None,
        )
        for document, state in documents.items()
        for each in state.unfinished()
        for part in _parts(each, leaver)
    )


def _parts(resolution: Resolution, login: str) -> Iterator[Part]:
    if login == resolution.lead:
        yield "lead"
    if login in resolution.co_executors:
        yield "co_executor"
    if login == resolution.owner:
        yield "control_owner"
