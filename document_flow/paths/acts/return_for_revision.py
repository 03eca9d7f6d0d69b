"""Back to the author (geri qaytarma), who resubmits in a new round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.paths.acting import (
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    InRound,
    StageState,
    State,
    Words,
    no_text,
)
from document_flow.paths.marking import APPROVING, marking
from document_flow.paths.state import Return


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForRevision(ByStandIn):
    """Back to the author (geri qaytarma), who resubmits in a new round; the note says what to mend and is required."""

    kind: Literal["return"] = "return"
    content_hash: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(InRound):
    """A stage sent it back to the author."""

    kind: Literal["returned"] = "returned"
    principal: str
    content_hash: str
    note: str

    def changed(self, stage: StageState) -> StageState:
        """To be opened anew."""
        return replace(stage, status="waiting")

    def in_run(self, state: State, stages: tuple[StageState, ...], _index: int) -> State:
        """With its author; who sent it back and why is known."""
        return replace(
            state,
            status="returned",
            stages=stages,
            current=-1,
            returned=Return(self.stage, self.principal, self.note),
            suspension=None,
            length=state.length + 1,
        )


def decide(case: Case, stage: StageState, command: ReturnForRevision) -> Decided:
    """Back to the author."""
    returned = Returned(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        principal=case.principal,
        content_hash=command.content_hash,
        note=command.note,
    )
    return no_text(command.note) or (returned,)


ACTS = (
    Act(
        command=ReturnForRevision,
        decide=marking(decide, *APPROVING),
        events={Returned: Words("qaytarıldı", "returned")},
        forms=(
            Form(
                title=Words("Qaytar", "Return"),
                place="now",
                rank=7,
                fields=(Field("note", Words("Nə düzəldilməlidir", "What to mend"), required=True),),
            ),
        ),
    ),
)
