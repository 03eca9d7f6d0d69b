"""A scan of a paper that speaks for the applicant: which one, its file, and whether its original was seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal
from document_flow.cases.state import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachScan(ByHand):
    """`name` is one of the programme's scans; `original`: this official has compared it with the paper."""

    kind: Literal["attach_scan"] = "attach_scan"
    name: str
    sha256: str
    media_type: str
    original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAttached(Happened):
    """A newer one of the same paper stands for the earlier."""

    kind: Literal["scan_attached"] = "scan_attached"
    name: str
    scan: Scan

    def apply(self, case: Case) -> Case:
        """Its facts are gathered anew, and what was drafted without it is drafted again."""
        return replace(case, scans={**case.scans, self.name: self.scan}, phase="opened", draft=None)


def decide(standing: Standing, command: AttachScan) -> Decision:
    """To a case that is not decided."""
    if refused := standing.open():
        return refused
    if not standing.case.is_undecided:
        return refusal("cases.decided")
    known = [each.name for each in standing.programme.scans]
    if command.name not in known:
        return refusal("cases.no_scan", name=command.name, known=", ".join(known) or "–")
    stamp = standing.stamp(command.by)
    scan = Scan(
        sha256=command.sha256,
        media_type=command.media_type,
        by=command.by,
        at=stamp["at"],
        original=command.original,
        seen_by=command.by if command.original else "",
        seen_at=stamp["at"] if command.original else None,
    )
    return (ScanAttached(**stamp, name=command.name, scan=scan),)


def unseen(case: Case) -> tuple[str, ...]:
    """The scans that nobody has compared with their originals."""
    return tuple(name for name, scan in case.scans.items() if not scan.original)


ACTS = (
    Act(command=AttachScan, decide=decide, events={ScanAttached: Words("sənəd əlavə edildi", "a paper was attached")}),
)
