"""A programme's office, the three parties of its lists, and steps through one list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.lists.acts.approve import ApproveList
from document_flow.lists.acts.cut import CutList
from document_flow.lists.acts.freeze import FreezeList
from document_flow.lists.acts.issue import IssueList
from document_flow.lists.acts.work_chunk import ClaimChunk, FinishChunk
from document_flow.lists.comparing import Basis, Tally
from document_flow.lists.entry import ListEntry, chunk_hash
from document_flow.lists.kernel import KERNEL
from document_flow.lists.run import Cut, ListRun
from document_flow.lists.standing import Standing
from document_flow.lists.state import NOTHING, ListHead, Withholding
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.words import Words

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
OFFICIALS = tuple(
    Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset(roles.split()))
    for login, roles in (
        ("aysel", "programme_officer"),
        ("tural", "programme_officer"),
        ("head", "head"),
        ("clerk", "clerk"),
        ("orxan", ""),
        ("leyla", ""),
        ("sevda", ""),
    )
)
GROUPS = {"origin": ("orxan", "aysel"), "settlement": ("leyla", "orxan"), "committee": ("sevda", "head")}
DIRECTORY = Directory({each.login: each for each in OFFICIALS}, GROUPS)
PARTIES = (("origin", "orxan"), ("settlement", "leyla"), ("committee", "sevda"))
RUN = ListRun(
    id="00000000-0000-4000-8000-000000000001",
    programme="allowance",
    period="2026-03",
    kind="regular",
    legal_day=date(2026, 3, 1),
    known_at=AT,
    tables={"allowance": "t"},
    parties=tuple(GROUPS),
)
CUT = Cut(run=RUN, origin="LAC", settlement="SUM", starts=("", "p3"))
ENTRIES = (
    (ListEntry(person="p1", right="r1", amount_qepik=6000, payee="p1", account="a1"),),
    (
        ListEntry(person="p3", right="r3", amount_qepik=3300, payee="p3", account="a3"),
        ListEntry(person="p4", right="r4", amount_qepik=6000, payee="p4", account="a4"),
    ),
)
TALLIES = (Tally(kept=1, total_qepik=6000), Tally(kept=1, new=1, tasks=1, total_qepik=9300))
DEATH = Basis(kind="death", document="AB-0012345/2026", reason="vəfat")


def at(seconds: int = 0) -> Context:
    return Context(AT + timedelta(seconds=seconds), WorkingCalendar(), DIRECTORY)


def stands(head: ListHead, seconds: int = 0, holder: str = "") -> Standing:
    return Standing(head, at(seconds), holder)


def after(head: ListHead, *commands: Command, seconds: int = 0) -> ListHead:
    """The list after commands that none refuses."""
    for command in commands:
        decided = KERNEL.decide(stands(head, seconds), command)
        assert not isinstance(decided, Refusal), decided
        head = KERNEL.replay(decided, head)
    return head


def code(head: ListHead, command: Command, seconds: int = 0, holder: str = "") -> str:
    """The code by which a command is refused; empty where it is not."""
    decided = KERNEL.decide(stands(head, seconds, holder), command)
    return decided.code if isinstance(decided, Refusal) else ""


def cut(**run: Any) -> ListHead:
    return after(NOTHING, CutList(by="aysel", cut=replace(CUT, run=replace(RUN, **run))))


def claim(chunk: int, worker: str = "w1") -> ClaimChunk:
    return ClaimChunk(by=HUB, chunk=chunk, worker=worker, lease_s=15)


def finish(chunk: int, fence: int = 1) -> FinishChunk:
    return FinishChunk(by=HUB, chunk=chunk, fence=fence, hash=chunk_hash(ENTRIES[chunk]), tally=TALLIES[chunk])


def compared() -> ListHead:
    return after(cut(), claim(0), claim(1), finish(1), finish(0))


def frozen() -> ListHead:
    return after(compared(), FreezeList(by="aysel"))


def approval(head: ListHead, party: str, by: str) -> ApproveList:
    return ApproveList(by=by, party=party, root=head.root, document=f"S-{party}")


def approved(head: ListHead | None = None) -> ListHead:
    head = head or frozen()
    return after(head, *(approval(head, party, by) for party, by in PARTIES))


def withholding(chunk: int = 0) -> Withholding:
    return Withholding(basis=DEATH, entries={each.sha256: each.amount_qepik for each in ENTRIES[chunk]})


def issued() -> ListHead:
    return after(approved(), IssueList(by="aysel"))
