"""Where a person stands: one reading for the hotline, the reception, and a page of the person's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from document_flow.cases.event import Event
from document_flow.cases.standing import Standing
from document_flow.context import Context
from document_flow.dates_az import short_date
from document_flow.documents.state import Document, status_of
from document_flow.documents.term import appeal_of, due_of
from document_flow.documents.words import APPEALS, STATUSES
from document_flow.programmes.programme import FactRule
from document_flow.words import Words
from hub.desks.case_matters import case_matter, facts_asked, papers_asked
from hub.desks.matters import Matter, newest_first, sentences, with_day
from hub.desks.register_matters import allowance_matter, right_matter, status_matter
from hub.documents.acting.service import Documents
from hub.documents.office.appeals import appeals_of
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import Cases
from hub.programmes.ruling import CaseRulings
from hub.register.entity import Entity
from hub.register.reading import Belongings, Reader, fins_of
from hub.store.store import snapshot
from hub.store.tx import Tx

Sees = Callable[[Document, Context], bool]
_MOST_CASES: Final = 100


@dataclass(frozen=True, slots=True)
class Affairs:
    """All that a person has going on, or had, as of one moment.

    `person` is None where the register does not know the FIN; `appeals` are the documents that the reader may see.
    """

    person: Entity | None
    belongings: Belongings
    matters: tuple[Matter, ...]
    appeals: Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class AffairsReading:
    """Reads them. Whoever calls has written the look down."""

    cases: Cases
    reader: Reader
    documents: Documents
    rulings: CaseRulings

    async def of(self, fin: str, sees: Sees) -> Affairs:
        """Everything about the person with this FIN; of documents what `sees` lets through."""
        async with snapshot(self.cases.store) as tx:
            context = await self.cases.context(tx)
            person = await self.reader.by_key(tx, "fin", fin)
            fins = list(dict.fromkeys((fin, *(await fins_of(tx, self.reader.store, person) if person else ()))))
            belongings = await self.reader.belongings(tx, fin)
            stored = [each for one in fins for each in await self._cases(tx, one)]
            cases = [(each, await self.cases.standing(tx, each), await self._events(tx, each)) for each in stored]
            found = {n: d for one in fins for n, d in (await appeals_of(tx, self.documents, one)).items()}
        told = [case_matter(each.id, at, events, await self.asked(at)) for each, at, events in cases]
        papers = {s.case.ruling.paper_no: m for s, m in zip(stored, told, strict=True) if s.case.ruling}
        appeals = {name: each for name, each in found.items() if sees(each, context)}
        mine = (appeal_matter(name, each, context) for name, each in appeals.items())
        return Affairs(person, belongings, newest_first((*told, *_held(belongings, papers), *mine)), appeals)

    async def _cases(self, tx: Tx, fin: str) -> list[StoredCase]:
        rows = await tx.fetch(
            "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM cases c"
            f" WHERE c.subject_hash = :subject ORDER BY c.id DESC LIMIT {_MOST_CASES}",
            {"subject": self.cases.case_store.hash("fin", fin)},
        )
        return [self.cases.case_store.opened(row) for row in rows]

    async def _events(self, tx: Tx, stored: StoredCase) -> list[Event]:
        """What happened to a case that is over: its end and the reason are there."""
        lines = () if stored.case.is_open else await self.cases.case_store.lines(tx, stored.id)
        return [each.event for each in lines]

    async def asked(self, standing: Standing) -> tuple[FactRule, ...]:
        """What only the applicant can bring and what would change the decision; of all else nothing is asked."""
        case, programme = standing.case, standing.programme
        asked = facts_asked(programme, case)
        if case.draft is not None and case.draft.outcome == "refused" and case.is_undecided:
            asked += await self._turning(standing, papers_asked(programme, case))
        return asked

    async def _turning(self, standing: Standing, papers: tuple[FactRule, ...]) -> tuple[FactRule, ...]:
        """Of these papers as few as it takes for the table of the day to grant; none where no paper helps."""
        if not await self._grants(standing, papers):
            return ()
        needed = papers
        for paper in papers:
            fewer = tuple(each for each in needed if each is not paper)
            if await self._grants(standing, fewer):
                needed = fewer
        return needed

    async def _grants(self, standing: Standing, papers: tuple[FactRule, ...]) -> bool:
        shown = {each.name: True for each in papers}
        return await self.rulings.would_be(standing.programme, standing.case, shown) == "granted"


def appeal_matter(name: str, document: Document, context: Context) -> Matter:
    """A citizen's appeal: its number and gist, where it is, and by when it is answered or when it was."""
    appeal, lodged, registered = appeal_of(document), document.appeal, document.registration
    kind = APPEALS[lodged.kind] if lodged else Words("", "")
    number = registered.reg_no if registered else ""
    answered, due = appeal.answered if appeal else None, due_of(document, context)
    return Matter(
        id=name,
        kind="appeal",
        what=Words(
            f"Müraciət ({kind.az}) № {number}: {document.title}", f"Appeal ({kind.en}) No. {number}: {document.title}"
        ),
        why=sentences(STATUSES[status_of(document)], with_day(_ANSWERED, answered), _forwarded(document, context)),
        since=registered.on if registered else None,
        until=due,
        next_step=_ANSWER if due else _NOTHING_OWED,
        tone="ok" if answered else "wait" if due else "gone",
    )


def _forwarded(document: Document, context: Context) -> Words | None:
    gone = document.forwarding
    if gone is None:
        return None
    day, body = short_date(gone.on), context.body(gone.body)
    return Words(f"{day} aidiyyəti üzrə göndərilib: {body.az}", f"forwarded on {day} to: {body.en}")


def _held(belongings: Belongings, papers: Mapping[str, Matter]) -> Iterator[Matter]:
    if belongings.status is not None:
        yield status_matter(belongings.status, papers)
    for thing in belongings.things:
        if thing.kind == "right":
            yield right_matter(thing, papers)
        elif thing.kind == "idp_status":
            yield status_matter(thing, papers)
        elif thing.kind == "allowance_entitlement":
            yield allowance_matter(thing)


_ANSWERED: Final = Words("Cavab verilib", "Answered")
_ANSWER: Final = Words("Cavabı gözləyin, sizdən heç nə tələb olunmur", "Wait for the answer, nothing is asked of you")
_NOTHING_OWED: Final = Words("Cavab gözlənilmir", "No answer is due")
