"""Put under control (nəzarət); whoever does owns the control (art. 117-119: others by order of the head)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import AboutOne, Act, Case, Decision, Form, HappenedTo, Resolution, Words, refusal
from document_flow.orders.state import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class SetControl(AboutOne):
    """Of what has a term."""

    kind: Literal["set_control"] = "set_control"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSet(HappenedTo):
    """Under control; its owner is the principal of this event."""

    kind: Literal["control_set"] = "control_set"

    def changed(self, known: Resolution) -> Resolution:
        """Executed only when the owner says so."""
        return replace(known, control=Control(self.principal, self.at))


def decide(case: Case, resolution: Resolution, _: SetControl) -> Decision:
    """Whoever may give resolutions may put one under control, but for its own executors."""
    if resolution.owner is not None:
        return refusal("orders.is_controlled")
    if case.who in resolution.executors or case.by in resolution.executors:
        return refusal("orders.own_control", name=case.name(case.by))
    if not case.gives(case.who):
        return refusal("orders.not_a_giver")
    if resolution.due is None:
        return refusal("orders.control_needs_term")
    return (ControlSet(**case.stamp(resolution.id)),)


ACTS = (
    Act(
        command=SetControl,
        decide=decide,
        events={ControlSet: Words("nəzarətə götürüldü", "put under control")},
        forms=(
            Form(
                title=Words("Nəzarətə götür", "Put under control"),
                place="orders",
                rank=10,
                subject="resolutions",
                about="resolution",
            ),
        ),
    ),
)
