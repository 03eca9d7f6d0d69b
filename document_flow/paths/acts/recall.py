"""The author takes the document back before the final signature, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.paths.acting import (
    REASON,
    Act,
    ByStandIn,
    Case,
    Decided,
    Form,
    HappenedFor,
    State,
    Words,
    elsewhere,
    no_text,
    not_author,
    refusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(ByStandIn):
    """The author takes the document back before the final signature, with a reason."""

    kind: Literal["recall"] = "recall"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled(HappenedFor):
    """The author took it back."""

    kind: Literal["recalled"] = "recalled"
    reason: str

    def apply(self, state: State) -> State:
        """With its author, until it is submitted again."""
        return state.ended("recalled")


def decide(case: Case, command: Recall) -> Decided:
    """Take it back before the final signature."""
    if case.state.status not in ("running", "returned"):
        return elsewhere(case.state)
    refused = not_author(case) or no_text(command.reason)
    if refused is not None:
        return refused
    signing = [stage for stage in case.state.stages if stage.act == "sign" and stage.status != "skipped"]
    if signing and all(stage.status == "passed" for stage in signing):
        return refusal("path.signed")
    return (Recalled(**case.stamp, reason=command.reason),)


ACTS = (
    Act(
        command=Recall,
        decide=decide,
        events={Recalled: Words("geri çağırıldı", "recalled")},
        forms=(Form(title=Words("Geri çağır", "Recall"), place="more", rank=11, tone="danger", fields=(REASON,)),),
    ),
)
