"""Where a month's request to the treasury (maliyyə tələbi) stands: what `evolve` makes of its events.

counting → counted → sent → granted, partly or refused; `unanswered` where the treasury is late, `withdrawn` by us

There is one of a run. Until it is sent, or once refused or withdrawn, it may be opened anew: it is counted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.lists.run import NO_CUT, ListRun
from document_flow.programmes.programme import LegalAct, Term
from document_flow.second_person import Proposal
from document_flow.treasury.counting import District
from document_flow.words import Words

Outcome = Literal["granted", "partly", "refused"]
Phase = Literal["", "counting", "counted", "sent", "unanswered", "withdrawn", Outcome]
PHASES: Mapping[Phase, Words] = {
    "": Words("açılmayıb", "not opened"),
    "counting": Words("siyahıların sətirlərindən hesablanır", "being counted from the rows of the lists"),
    "counted": Words("hesablanıb, ikinci şəxsin imzasını gözləyir", "counted, waits for a second person to sign"),
    "sent": Words("göndərilib, cavab gözlənilir", "sent, an answer is awaited"),
    "unanswered": Words("cavab gecikir, vəzifəli şəxs baxmalıdır", "the answer is late: an official has to see to it"),
    "granted": Words("tam ayrılıb", "granted whole"),
    "partly": Words("qismən ayrılıb", "granted in part"),
    "refused": Words("imtina edilib", "refused"),
    "withdrawn": Words("geri götürülüb", "withdrawn"),
}
ANSWER = Term(
    days=10,
    working=True,
    act=LegalAct(
        id="treasury_answer",
        title=Words("Xəzinədarlığın maliyyə tələbinə cavab müddəti", "Term of the treasury's answer to a request"),
        assumed=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreasuryRequest:
    """`granted` is by list, in qəpik; None until the treasury has answered.

    `document` and `day` are of its letter, `answer` and `answered_on` of the treasury's; `withdrawn_by` is the letter
    that took it back. `waiting` waits for a second person.
    """

    run: ListRun = NO_CUT.run
    root: str = ""
    phase: Phase = ""
    opened_by: str = ""
    signed_by: str = ""
    districts: tuple[District, ...] = ()
    document: str = ""
    day: date | None = None
    due: date | None = None
    answer: str = ""
    answered_on: date | None = None
    granted: Mapping[str, int] | None = None
    reason: str = ""
    withdrawn_by: str = ""
    waiting: Proposal | None = None
    length: int = 0

    @property
    def qepik(self) -> int:
        """What is asked for altogether."""
        return sum(each.qepik for each in self.districts)


REQUESTS: TypeAdapter[TreasuryRequest] = TypeAdapter(TreasuryRequest)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = TreasuryRequest()
"""Before it is opened."""
