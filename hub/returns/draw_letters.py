"""Letters to families that a draw has given no home: printed and sealed by the hub itself, kept, told of.

A process that dies between printing and the commit leaves a file that nothing refers to, and the letter is made anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from document_flow.cases.refusals import refusal
from document_flow.cases.state import Way
from document_flow.cases.told import ApplicantTold
from document_flow.draws.acts.reach import FamilyTold, TakeLetterAnswer, TellFamily
from document_flow.draws.acts.tell import LetterWritten, NumberLetters, WriteLetter
from document_flow.draws.letters import subject_of, text_of, unhoused, unnumbered
from document_flow.draws.reaching import next_way, number_of
from document_flow.draws.state import Draw, Letter
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.registration import Indexes
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Needs, Step
from hub.documents.acting.held_contents import hold
from hub.documents.office.journals import register_many
from hub.documents.printing.sealed_papers import Written
from hub.exchange.accept import store_messages
from hub.programmes.case_store import CaseStore, StoredCase
from hub.programmes.cases import NO_SENDING
from hub.programmes.papers import full_name, holder_of
from hub.programmes.speaking import may_see
from hub.programmes.telling import Telling, by_portal, sending, ways_of
from hub.returns.households import PROGRAMME, returning
from hub.store.tx import Tx
from mappings.case_notices import NoticeAnswer

OUTGOING: Final = "outgoing"
"""The kind of document that a letter is: it stands in the journal of those, numbered by the body's pattern."""
_CHUNK: Final = 100


async def numbered(needs: Needs, tx: Tx, name: str, draw: Draw, command: NumberLetters) -> NumberLetters | Refusal:
    """The command with the next numbers of the journal of the unit that announced the draw, a chunk at a time."""
    waiting = unnumbered(draw)[:_CHUNK] if draw.phase == "drawn" else []
    if not waiting:
        return command
    rules, context = needs.staff.rules, await needs.context(tx)
    announced, year = context.directory.officials.get(draw.announced_by), context.today.year
    unit = rules.index_of(announced.unit if announced is not None else "", year)
    indexes = Indexes(rules.numbering.institution, unit, rules.file_for(unit, year), year)
    made = await register_many(tx, rules.numbering, OUTGOING, indexes, [name] * len(waiting))
    return made if isinstance(made, Refusal) else replace(command, numbers=dict(zip(waiting, made, strict=True)))


async def letter_for(needs: Needs, name: str, draw: Draw, number: str) -> WriteLetter | None:
    """The letter to that family as the draw stands, printed and kept; None where it needs none or has no number.

    HubError while the seal or the time stamps are away.
    """
    papers, stood, no = needs.papers, unhoused(draw, number), draw.letter_nos.get(number)
    if papers is None or stood is None or no is None:
        return None
    async with needs.store.read() as tx:
        stored, context = await _case_of(needs, tx, number), await needs.context(tx)
        ways = await _ways(needs, tx, stored, context.today)
    if stored is None:
        return None
    case, programme = stored.case, programmes()[PROGRAMME]
    mark = await papers.seal.mark(context.now)
    verification = await papers.printing.papers.issue(name, holder_of(programme, case), number)
    said = Written(
        no=no,
        day=context.today,
        to=full_name(programme, case),
        subject=subject_of(draw),
        text=text_of(draw, number, stood),
    )
    record = {"draw": name, "application": number, "letter_no": no, "root": draw.root, **asdict(stood)}
    pdf = await papers.rendered(
        papers.letter(said, mark.mark, verification),
        json.dumps(record, ensure_ascii=False, sort_keys=True).encode(),
        sample=mark.is_specimen or context.played,
    )
    sha256 = await papers.kept(f"{name}-{number}", pdf, mark)
    letter = Letter(no=no, sha256=sha256, on=context.today, stood=stood)
    first = tuple(sending(way, context.now) for way in ways[:1] if way != "letter")
    return WriteLetter(by=HUB, number=number, letter=letter, ways=ways, sendings=first)


async def next_telling(needs: Needs, draw: Draw, number: str) -> TellFamily:
    """That family by its next way; by none where the hub has none any more."""
    async with needs.store.read() as tx:
        context = await needs.context(tx)
        ways = await _ways(needs, tx, await _case_of(needs, tx, number), context.today)
    due = next_way(draw, number, context.today)
    now = tuple(sending(way, context.now) for way in ways if way == due)
    return TellFamily(by=HUB, number=number, ways=ways, sendings=now)


async def _ways(needs: Needs, tx: Tx, stored: StoredCase | None, today: date) -> tuple[Way, ...]:
    """In turn, the post last; none to whom the case is closed or who may not be told of it."""
    if stored is None or not stored.case.is_open or not await may_see(tx, needs.reader, stored.case, today):
        return ()
    return (*ways_of(programmes()[PROGRAMME], stored.case, everybody=True), "letter")


async def tell_of_letters(needs: Needs, tx: Tx, step: Step[Draw]) -> None:
    """What follows from the letters that this step has written: the draw holds them, and families are told."""
    telling, programme = Telling(needs.planner, needs.hash), programmes()[PROGRAMME]
    await hold(
        tx, needs.hash, [(step.id, each.letter.sha256) for each in step.events if isinstance(each, LetterWritten)]
    )
    for event in step.events:
        if not isinstance(event, LetterWritten | FamilyTold) or not event.sendings:
            continue
        stored = await _case_of(needs, tx, event.number)
        if stored is not None:
            told = [ApplicantTold(by=event.by, at=event.at, sendings=event.sendings)]
            made = telling.messages(programme, stored.case, told)
            await store_messages(tx, made, await tx.now())
            await telling.remember(tx, step.id, stored.case, told)


@dataclass(frozen=True, slots=True)
class LetterAnswers:
    """Takes in what a portal or an operator says of a notice about a letter; `kind` is that of draws."""

    aggregates: Aggregates
    kind: Kind[Draw]

    async def take(self, tx: Tx, party: str, said: NoticeAnswer) -> Refusal | str:
        """The draw's id. A Refusal where no draw has sent it, or as much is known already."""
        needs = self.aggregates.needs
        name = await Telling(needs.planner, needs.hash).about(tx, party, said.notice_no)
        stored = await self.aggregates.tables.get(tx, self.kind, name, lock=True) if name is not None else None
        number = number_of(stored.state, said.notice_no) if stored is not None else None
        if stored is None or number is None:
            return refusal(NO_SENDING, no=said.notice_no)
        case = await _case_of(needs, tx, number)
        proves = case is not None and by_portal(case.case)
        command = TakeLetterAnswer(by=HUB, no=said.notice_no, answer=said.answer, said_at=said.at, proves=proves)
        done = await self.aggregates.decided(tx, self.kind, stored, command)
        return done if isinstance(done, Refusal) else done.id


async def _case_of(needs: Needs, tx: Tx, number: str) -> StoredCase | None:
    found = await returning(needs, tx, number)
    return await CaseStore(needs.sealer, needs.hash).get(tx, found.case) if found is not None else None
