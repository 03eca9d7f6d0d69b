"""The control's owner accepts the report; the resolution leaves control as executed (art. 129)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import AboutOne, Act, Case, Decision, Form, Happened, Resolution, State, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptExecution(AboutOne):
    """The questions are solved."""

    kind: Literal["accept_execution"] = "accept_execution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed(Happened):
    """Done; `closes` are the open resolutions passed on from it, which end with it."""

    resolution: str
    kind: Literal["executed"] = "executed"
    closes: tuple[str, ...]

    def apply(self, state: State) -> State:
        """All of them at once."""
        done = {self.resolution, *self.closes}
        known = state.resolutions.values()
        return replace(state, resolutions={each.id: self._ended(each) if each.id in done else each for each in known})

    def _ended(self, known: Resolution) -> Resolution:
        """What is executed leaves control by itself (Təlimat, art. 129)."""
        control = known.control
        if control is not None and control.released_at is None:
            control = replace(control, released_at=self.at)
        return replace(known, status="executed", executed_at=self.at, control=control)


def executed(case: Case, resolution: Resolution) -> Executed:
    """The end of a resolution and of all that was passed on from it."""
    closes = tuple(each.id for each in case.state.under(resolution.id))
    return Executed(**case.stamp(resolution.id), closes=closes)


def decide(case: Case, resolution: Resolution, _: AcceptExecution) -> Decision:
    """Executed, and out of control by that (art. 129)."""
    return case.owned_report(resolution) or (executed(case, resolution),)


ACTS = (
    Act(
        command=AcceptExecution,
        decide=decide,
        events={Executed: Words("icra edildi", "executed")},
        forms=(
            Form(
                title=Words("İcranı qəbul et", "Accept the execution"),
                place="now",
                rank=4,
                tone="primary",
                subject="resolutions",
                about="resolution",
            ),
        ),
    ),
)
