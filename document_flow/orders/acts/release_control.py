"""Taken from control before it is executed: only its owner may, with a reason (art. 129)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import (
    REASON,
    AboutOne,
    Act,
    Case,
    Decision,
    Form,
    HappenedTo,
    Resolution,
    Words,
    blank,
)
from document_flow.orders.acts.accept_execution import executed
from document_flow.orders.state import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseControl(AboutOne):
    """By the official who put it there."""

    kind: Literal["release_control"] = "release_control"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlReleased(HappenedTo):
    """Out of control; the reason is empty where it was executed."""

    kind: Literal["control_released"] = "control_released"
    reason: str

    def changed(self, known: Resolution) -> Resolution:
        """Who had it under control stays known."""
        control = known.control or Control(self.principal, self.at)
        return replace(known, control=replace(control, released_at=self.at, reason=self.reason))


def decide(case: Case, resolution: Resolution, command: ReleaseControl) -> Decision:
    """Only by its owner (art. 129). A report that waited for the owner stands then, and ends the resolution."""
    refused = case.owner_only(resolution) or blank(reason=command.reason)
    if refused is not None:
        return refused
    released = ControlReleased(**case.stamp(resolution.id), reason=command.reason)
    return (released, executed(case, resolution)) if resolution.status == "reported" else (released,)


ACTS = (
    Act(
        command=ReleaseControl,
        decide=decide,
        events={ControlReleased: Words("nəzarətdən çıxarıldı", "released from control")},
        forms=(
            Form(
                title=Words("Nəzarətdən çıxar", "Release from control"),
                place="orders",
                rank=11,
                subject="resolutions",
                about="resolution",
                fields=(REASON,),
            ),
        ),
    ),
)
