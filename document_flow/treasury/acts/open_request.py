"""A request is opened for a run whose lists are approved, and the hub counts it from their rows alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.lists.run import NO_CUT, ListRun
from document_flow.treasury.counting import District
from document_flow.treasury.standing import Decision, Standing
from document_flow.treasury.state import TreasuryRequest
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest(ByHand):
    """For the run of that id; the hub adds what it is, and its root."""

    kind: Literal["open_request"] = "open_request"
    run: str
    of: ListRun = NO_CUT.run
    root: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRequest(ByHand):
    """What the rows of all lists come to, read in one snapshot."""

    kind: Literal["count_request"] = "count_request"
    districts: tuple[District, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOpened(Happened):
    """It is to be counted; what was counted before counts no more."""

    kind: Literal["request_opened"] = "request_opened"
    of: ListRun
    root: str

    def apply(self, state: TreasuryRequest) -> TreasuryRequest:
        made = TreasuryRequest(run=self.of, root=self.root, phase="counting", opened_by=self.by)
        return replace(made, length=state.length)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCounted(Happened):
    """It waits for a second officer."""

    kind: Literal["request_counted"] = "request_counted"
    districts: tuple[District, ...]

    def apply(self, state: TreasuryRequest) -> TreasuryRequest:
        return replace(state, districts=self.districts, phase="counted")


def _open(standing: Standing, command: OpenRequest) -> Decision:
    """Once a run, unless it was not sent, was withdrawn or came to nothing."""
    opened = RequestOpened(**standing.stamp(command.by), of=command.of, root=command.root)
    return standing.unless("", "counted", "refused", "withdrawn") or (opened,)


def _count(standing: Standing, command: CountRequest) -> Decision:
    counted = RequestCounted(**standing.stamp(command.by), districts=command.districts)
    return standing.unless("counting") or (counted,)


ACTS = (
    Act(
        command=OpenRequest,
        decide=_open,
        who=OFFICERS,
        events={RequestOpened: Words("tələb açıldı", "opened")},
        forms=(
            Form(
                title=Words("Maliyyə tələbi aç", "Open a request"),
                place="now",
                tone="primary",
                fields=(Field("run", Words("Gedişat", "Run"), "choice", required=True),),
            ),
        ),
    ),
    Act(
        command=CountRequest,
        decide=_count,
        who=MACHINE,
        events={RequestCounted: Words("siyahıların sətirlərindən hesablandı", "counted from the rows of the lists")},
    ),
)
