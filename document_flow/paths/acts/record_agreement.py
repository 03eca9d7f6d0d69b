"""The registry records what another body answered (razılaşdırılma) with the number of its letter.

Never whoever has written the document: that would be agreeing in the other body's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.correspondence import refuse_number
from document_flow.paths.acting import (
    NOTE,
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    InRound,
    Option,
    Refusal,
    StageState,
    Words,
    follow,
    no_text,
    not_manager,
    open_stage,
    refusal,
    stale,
)
from document_flow.paths.acts.return_for_revision import Returned
from document_flow.paths.marking import turn
from document_flow.paths.path import BODY
from document_flow.paths.state import Mark
from document_flow.paths.values import AgreementResult, Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAgreement(ByStandIn):
    """The clerk records what another body answered (razılaşdırılma) with the number of its letter."""

    kind: Literal["record_agreement"] = "record_agreement"
    body: str
    result: AgreementResult
    reg_no: str
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecorded(InRound):
    """Another body's answer, with its registration number."""

    kind: Literal["agreement_recorded"] = "agreement_recorded"
    body: str
    result: AgreementResult
    reg_no: str
    content_hash: str
    note: str = ""

    def changed(self, stage: StageState) -> StageState:
        """The body has spoken."""
        verdict: Choice = "against" if self.result == "disagreed" else "for"
        return stage.marked(Mark(BODY + self.body, self.by, verdict, self.content_hash, self.at, self.note))


def decide(case: Case, command: RecordAgreement) -> Decided:
    """Another body's answer. One that does not agree sends the document back to its author."""
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    refused = _agreement_refused(case, command, stage)
    if refused is not None:
        return refused
    recorded = AgreementRecorded(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        body=command.body,
        result=command.result,
        reg_no=command.reg_no,
        content_hash=command.content_hash,
        note=command.note,
    )
    if command.result != "disagreed":
        return follow(case, recorded)
    back = Returned(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        principal=BODY + command.body,
        content_hash=command.content_hash,
        note=command.note or command.reg_no,
    )
    return recorded, back


def _title(case: Case, body: str) -> Words:
    named = (who.title for who in case.definition.who if who.name == body and who.title is not None)
    return next(named, case.context.body(body))


def _agreement_refused(case: Case, command: RecordAgreement, stage: StageState) -> Refusal | None:
    principal = BODY + command.body
    if stage.act != "agreement":
        return refusal("path.other_act", stage=case.title(stage.id))
    if principal not in stage.members:
        return refusal("path.not_asked", stage=case.title(stage.id), principal=_title(case, command.body))
    if principal in stage.marks:
        return refusal("path.already", principal=_title(case, command.body))
    own = {case.by, case.principal} & {case.state.author, *case.state.hands}
    if own:
        return refusal("path.own_agreement", name=case.name(min(own)))
    if not case.context.directory.has_role(case.principal, case.context.competence.records_answers):
        return not_manager(case) or refusal("path.not_manager")
    return (
        no_text(command.reg_no)
        or refuse_number(command.reg_no)
        or stale(case.state, command.content_hash)
        or turn(case, stage, principal)
    )


ACTS = (
    Act(
        command=RecordAgreement,
        decide=decide,
        events={AgreementRecorded: Words("başqa qurumun rəyi yazıldı", "another body's agreement was recorded")},
        forms=(
            Form(
                title=Words("Qurumun rəyini yaz", "Record the agreement of {}"),
                place="registry",
                rank=10,
                subject="bodies",
                about="body",
                fields=(
                    Field(
                        "result",
                        Words("Rəy", "Result"),
                        "choice",
                        required=True,
                        options=(
                            Option("agreed", Words("razıdır", "agrees")),
                            Option("agreed_with_remarks", Words("qeydlərlə razıdır", "agrees with remarks")),
                            Option("disagreed", Words("razı deyil", "does not agree")),
                        ),
                    ),
                    Field("reg_no", Words("Məktubun nömrəsi", "Number of the letter"), "line", required=True),
                    NOTE,
                ),
            ),
        ),
    ),
)
