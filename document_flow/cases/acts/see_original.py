"""An original is seen later: a scan that is attached already is marked as compared with the paper itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Field, Form, Happened, Standing, Words, refusal
from document_flow.context import BAKU


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeOriginal(ByHand):
    """This official has the paper in front of him, and the scan `name` shows it."""

    kind: Literal["see_original"] = "see_original"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalSeen(Happened):
    """The file stays as it was attached."""

    kind: Literal["original_seen"] = "original_seen"
    name: str

    def apply(self, case: Case) -> Case:
        """No fact changes by it, so a draft stays."""
        seen = replace(case.scans[self.name], original=True, seen_by=self.by, seen_at=self.at)
        return replace(case, scans={**case.scans, self.name: seen})


def decide(standing: Standing, command: SeeOriginal) -> Decision:
    """Of a scan whose original nobody has seen, in a case that is not decided."""
    case = standing.case
    if refused := standing.open():
        return refused
    if not case.is_undecided:
        return refusal("cases.decided")
    scan = case.scans.get(command.name)
    if scan is None:
        return refusal("cases.not_attached", name=command.name, known=", ".join(case.scans) or "–")
    if scan.original:
        name = standing.context.directory.name(scan.seen_by or scan.by)
        return refusal("cases.original_seen", name=name, day=(scan.seen_at or scan.at).astimezone(BAKU).date())
    return (OriginalSeen(**standing.stamp(command.by), name=command.name),)


ACTS = (
    Act(
        command=SeeOriginal,
        decide=decide,
        events={OriginalSeen: Words("skan əsli ilə tutuşduruldu", "a scan was compared with its original")},
        forms=(
            Form(
                title=Words("Əslini gördüm", "I saw the original"),
                place="now",
                rank=30,
                fields=(Field("name", Words("Sənəd", "Paper"), input="line", required=True),),
            ),
        ),
    ),
)
