"""A case of the sample is decided again: by the table with the facts of now, then by who had no part in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.audits.standing import Decision, Standing, refusal
from document_flow.audits.state import VERDICTS, Audit, Finding, Fresh, Verdict
from document_flow.form import REASON, Field, Form, Option
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnew(ByHand):
    """What the table of the day of the refusal comes to with facts that were gathered now."""

    kind: Literal["read_anew"] = "read_anew"
    case: str
    fresh: Fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReadAnew(Happened):
    """For an official to look at."""

    kind: Literal["case_read_anew"] = "case_read_anew"
    case: str
    fresh: Fresh

    def apply(self, audit: Audit) -> Audit:
        return replace(audit, fresh={**audit.fresh, self.case: self.fresh})


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFinding(ByHand):
    """What this official finds. The hub adds who had a part in the case, this official too where it is a relative's."""

    kind: Literal["state_finding"] = "state_finding"
    case: str
    verdict: Verdict
    reason: str
    hands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStated(Happened):
    """The last one closes the audit."""

    kind: Literal["finding_stated"] = "finding_stated"
    case: str
    verdict: Verdict
    reason: str

    def apply(self, audit: Audit) -> Audit:
        finding = Finding(verdict=self.verdict, reason=self.reason, by=self.by)
        findings = {**audit.findings, self.case: finding}
        return replace(audit, findings=findings, phase="closed" if len(findings) == len(audit.sample) else audit.phase)


def _read(standing: Standing, command: ReadAnew) -> Decision:
    """Once; what another process was faster with changes nothing."""
    if refused := standing.unless("drawn"):
        return refused
    if command.case not in standing.state.unread:
        return ()
    return (CaseReadAnew(**standing.stamp(command.by), case=command.case, fresh=command.fresh),)


def _find(standing: Standing, command: StateFinding) -> Decision:
    audit, directory = standing.state, standing.context.directory
    refused = standing.unless("drawn")
    if refused is None and (command.case not in audit.fresh or command.case in audit.findings):
        refused = refusal("audits.not_waiting")
    if refused is None and command.by in command.hands:
        refused = refusal("audits.hands", name=directory.name(command.by))
    if refused is None and not command.reason.strip():
        refused = refusal("audits.reason")
    stamp = standing.stamp(command.by)
    return refused or (FindingStated(**stamp, case=command.case, verdict=command.verdict, reason=command.reason),)


ACTS = (
    Act(
        command=ReadAnew,
        decide=_read,
        who=MACHINE,
        events={CaseReadAnew: Words("məlumat yenidən toplandı", "facts were gathered anew")},
    ),
    Act(
        command=StateFinding,
        decide=_find,
        who=OFFICERS,
        events={FindingStated: Words("icraata yenidən baxıldı", "a case was decided again")},
        forms=(
            Form(
                title=Words("Yenidən baxışın nəticəsini yaz", "State what you find"),
                place="now",
                tone="primary",
                fields=(
                    Field("case", Words("İcraat", "Case"), "choice", required=True),
                    Field(
                        "verdict",
                        Words("Nəticə", "Finding"),
                        "choice",
                        required=True,
                        options=tuple(Option(each, name) for each, name in VERDICTS.items()),
                    ),
                    REASON,
                ),
            ),
        ),
    ),
)
