"""The internal destination `programmes`: what came as a message for a case does its work in the same commit.

An application opens its case; what is said of a notice to an applicant goes to the case that it was about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.programmes.programme import Programme
from hub.exchange.apply import Applied
from hub.exchange.model import Job
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.programmes.cases import NO_SENDING, Cases
from hub.store.tx import Tx
from mappings.case_notices import NoticeAnswer
from mappings.records import Record


@dataclass(frozen=True, slots=True)
class Applications:
    """Opens cases. A second click, and the same wish again while it is undecided, lead to the same case.

    An answer that says no more than is known, comes late or about an earlier paper is superseded: it changes nothing.
    """

    cases: Cases
    translator: Translator
    elsewhere: Callable[[Tx, str, NoticeAnswer], Awaitable[Refusal | str]]
    """Who takes in what is said of a notice that no case has sent: the id of what it was about, or why not."""

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """FAILED with the rule's code where the programme does not take an application, or nobody was told so."""
        del now
        reference = None
        for record in self.translator.records(job):
            if isinstance(record, NoticeAnswer):
                done = await self._answered(tx, job.origin.party, record)
            else:
                programme = self._programme(job)
                opened = await self.cases.open_in(tx, programme, _asked(programme, record, job.origin.party))
                done = opened if isinstance(opened, Refusal) else opened.id
            if isinstance(done, Refusal):
                is_old = isinstance(record, NoticeAnswer) and done.why in ("state", "stale")
                return Applied(DeliveryState.SUPERSEDED if is_old else DeliveryState.FAILED, done.code)
            reference = done
        return Applied(DeliveryState.DELIVERED, reference=reference)

    async def _answered(self, tx: Tx, party: str, record: NoticeAnswer) -> Refusal | str:
        said = TakeAnswer(by=HUB, no=record.notice_no, answer=record.answer, said_at=record.at)
        done = await self.cases.answered(tx, party, said)
        if isinstance(done, Refusal):
            return await self.elsewhere(tx, party, record) if done.code == NO_SENDING else done
        return done.id

    def _programme(self, job: Job) -> Programme:
        route = self.translator.planner.routes.named(job.route)
        source = route.source if route is not None else ""
        return next(each for each in programmes().values() if source in each.formats)


def _asked(programme: Programme, record: Record, party: str) -> OpenCase:
    told: dict[str, Any] = record.model_dump(mode="json", exclude_none=True)
    return OpenCase(
        by=HUB,
        subject=str(told.get("acting_for", told["fin"])),
        applicant=str(told["fin"]) if "acting_for" in told else "",
        channel="portal",
        came_from=party,
        reference=str(told[programme.reference]),
        answers={each.name: told[each.name] for each in programme.questions if each.name in told},
    )
