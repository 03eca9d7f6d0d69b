"""What is done to cases: one way for the desk, for agencies and for the hub itself, a transaction each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from document_flow.cases.acts.attach_scan import ScanAttached
from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.correction import Correct
from document_flow.cases.acts.doubt import Recheck
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.hearing import InviteToHearing
from document_flow.cases.acts.issue_paper import IssuePaper, PaperIssued
from document_flow.cases.acts.open_case import OpenCase, asked_by
from document_flow.cases.acts.revocation import Revoke
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.supersede import Supersede
from document_flow.cases.acts.suspension import Suspend
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.tell_parent import TellParent
from document_flow.cases.acts.warn_of_end import WarnOfEnd
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.event import Command, Event
from document_flow.cases.kernel import decide
from document_flow.cases.refusals import refusal
from document_flow.cases.registry import COMMANDS
from document_flow.cases.standing import Standing
from document_flow.cases.state import Application, Case, Known, Lacking, Sending
from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.programmes.programme import Programme
from hub.clock import SECOND
from hub.documents.acting.held_contents import hold
from hub.documents.office.directory import Staff
from hub.documents.office.journals import next_number
from hub.errors import Conflict, HubError, NotFound, Words, allowed, found_or
from hub.exchange.accept import store_messages
from hub.programmes.case_store import CaseStore, StoredCase
from hub.programmes.effects import Effects
from hub.programmes.relatives import is_related
from hub.programmes.same_person import note_relatives, same_person
from hub.programmes.speaking import may_see, ties_of
from hub.programmes.statements import stated
from hub.programmes.telling import Telling, by_portal, sendings
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.command_ledger import Entry, enter, repeated
from hub.store.ids import new_id
from hub.store.store import Collision, Store, TryAgain
from hub.store.tx import Tx

NO_SENDING: Final = "cases.no_sending"
"""The refusal of an answer to a notice that no case has sent."""
NO_CASE = Words("Belə icraat yoxdur.", "There is no such case.")
NO_PROGRAMME = Words("Belə proqram yoxdur.", "There is no such programme.")
_STALE = Words(
    "İcraat dəyişib, indi {} versiyadadır. Baxıb təkrar edin.",
    "The case has changed; it is at version {} now. Look and try again.",
)


Registered = Callable[[Tx, Programme, Case], Awaitable[tuple[tuple[Known, ...], tuple[Lacking, ...]]]]
"""Reads the register's facts of a case inside a transaction, and which of those that it gave it has no more."""


class Leaves(Protocol):
    """What else ends where an applicant gives up what was granted."""

    async def hinders(self, tx: Tx, case: Case) -> Refusal | None:
        """Why it cannot be given up now."""

    async def leave(self, tx: Tx, case: Case, said: Withdraw) -> Refusal | None:
        """End it in the transaction of the withdrawal; why it cannot."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to: the case after it, and the names of what happened. `repeated`: it was done before."""

    id: str
    case: Case
    events: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of an installation."""

    store: Store
    case_store: CaseStore
    staff: Staff
    effects: Effects
    telling: Telling
    leaves: Leaves | None = None

    async def open(self, programme: str, command: OpenCase, key: str) -> Done:
        """Register an application. The same key, the same reference, or the same wish still pending is the same case.

        HubError with the rule's code where it is refused.
        """
        return await self._carried_out(new_id(), command, key, programme)

    async def act(self, case: str, command: Command, key: str, expected: int | None = None) -> Done:
        """One act. Conflict where the case has moved on since `expected`; HubError with the rule's code if refused."""
        return await self._carried_out(case, command, key, None, expected)

    async def apply(self, case: str, command: Command, expected: int, registered: Registered) -> Done | None:
        """The hub's own act on a version that it has seen; None where that is not its version any more.

        A paper is issued, and looked at again, on what the register says in that very transaction.
        """
        async with self.store.write() as tx:
            stored = await self.case_store.get(tx, case, lock=True)
            if stored is None or stored.case.length != expected:
                return None
            if isinstance(command, IssuePaper | Recheck):
                facts, gone = await registered(tx, programme_of(stored.case), stored.case)
                command = replace(command, facts=facts, gone=gone)
                await note_relatives(tx, self.case_store, programme_of(stored.case), case, stored.case)
            done = await self._decided(tx, stored, programme_of(stored.case), command, LEASE)
        return allowed(done)

    async def open_in(self, tx: Tx, programme: Programme, command: OpenCase) -> Done | Refusal:
        """The same inside a transaction that takes something in. Who may not ask is told of no case."""
        command = replace(command, ties=await ties_of(tx, self._reader, command.subject))
        asking = asked_by(command, programme, (await self.context(tx)).today)
        if isinstance(asking, Refusal):
            return asking
        found = await self._same(tx, programme, command)
        if isinstance(found, Refusal):
            return found
        if found is not None:
            await self._refer(tx, command, found.id)
            return Done(found.id, found.case, repeated=True)
        case = new_id()
        done = await self._decided(tx, StoredCase(case), programme, command)
        if isinstance(done, Done):
            await self._refer(tx, command, case)
        return done

    async def answered(self, tx: Tx, party: str, command: TakeAnswer) -> Done | Refusal:
        """What a party says of a notice that went out through it, inside a transaction that takes it in."""
        name = await self.telling.about(tx, party, command.no)
        stored = await self.case_store.get(tx, name, lock=True) if name is not None else None
        if stored is None:
            return refusal(NO_SENDING, no=command.no)
        return await self._decided(tx, stored, programme_of(stored.case), command)

    async def standing(self, tx: Tx, stored: StoredCase, by: str = HUB) -> Standing:
        """The case at this moment, before whoever may act, told by the names that its hands had when they acted."""
        programme = programme_of(stored.case)
        found = await self._before(tx, stored.case, programme, by, people_of(programme, stored.case))
        if not found.context.directory.former:
            return found
        return replace(found, context=found.context.told_of(await self.case_store.hands(tx, stored.id)))

    async def refuses(self, tx: Tx, standing: Standing, command: Complain | Withdraw) -> Refusal | None:
        """Why a citizen's act is refused now, whatever document it will rest on: asked before one is registered."""
        judged, case = decide(standing, command), standing.case
        if isinstance(judged, Refusal):
            return judged
        if isinstance(command, Withdraw) and case.holds and self.leaves is not None:
            return await self.leaves.hinders(tx, case)
        return None

    async def _before(self, tx: Tx, case: Case, programme: Programme, by: str, people: Sequence[str]) -> Standing:
        """The case before whoever acts, who is barred where one of these people is close to them."""
        is_own = by != HUB and any([await is_related(tx, self.case_store, by, each) for each in people])
        is_protected = by != HUB and await self.is_protected(tx, case)
        return Standing(case, programme, await self.context(tx), frozenset((by,) if is_own else ()), is_protected)

    async def is_protected(self, tx: Tx, case: Case) -> bool:
        """Whether where one of those lives whom a letter of this case goes to, or whom it is about, is protected."""
        return any([await self._reader.hides(tx, each) for each in dict.fromkeys(case.people)])

    @property
    def _reader(self) -> Reader:
        return Reader(RegisterStore(self.case_store.sealer, self.case_store.hash))

    async def context(self, tx: Tx) -> Context:
        """This moment, with the people and the calendar."""
        return (await self.staff.now(tx)).context(await tx.now())

    async def by_reference(self, tx: Tx, party: str, reference: str) -> StoredCase | None:
        """The case that a party's own number leads to."""
        rows = await tx.fetch(
            "SELECT case_id FROM case_references WHERE reference_hash = :key", {"key": self._key(party, reference)}
        )
        return await self.case_store.get(tx, rows[0]["case_id"]) if rows else None

    async def _carried_out(
        self, case: str, command: Command, key: str, programme: str | None, expected: int | None = None
    ) -> Done:
        key_hash = self.case_store.hash("case-command", f"{command.by}\x00{key}")
        subject = programme if isinstance(command, OpenCase) else case
        content = self.case_store.hash("command", f"{subject}{COMMANDS.dump_json(command).decode()}")
        for _ in range(3):
            try:
                async with self.store.write() as tx:
                    return await self._once(tx, (key_hash, content), case, command, programme, expected)
            except (Collision, TryAgain):
                continue
        raise TryAgain("a case could not be written")

    async def _once(
        self,
        tx: Tx,
        asked: tuple[str, str],
        case: str,
        command: Command,
        programme: str | None,
        expected: int | None,
    ) -> Done:
        known = await repeated(tx, *asked, "cases.key_taken")
        stored = await self.case_store.get(tx, known.subject if known else case, lock=True)
        if known is not None and stored is not None:
            return Done(stored.id, stored.case, repeated=True)
        done: Done | Refusal
        if isinstance(command, OpenCase):
            done = await self.open_in(tx, programme_named(programme or ""), command)
        elif stored is None:
            raise NotFound("cases.unknown", NO_CASE)
        elif expected is not None and expected != stored.case.length:
            raise stale(stored.case)
        else:
            done = await self._decided(tx, stored, programme_of(stored.case), command)
        made = allowed(done)
        await enter(tx, [Entry(*asked, command.by, made.id, made.case.length)], await tx.now())
        return made

    async def _decided(
        self, tx: Tx, stored: StoredCase, programme: Programme, command: Command, held: int = 0
    ) -> Done | Refusal:
        """Decide and write. `held` is for how long whoever asks goes on with it alone, in microseconds."""
        standing = await self._before(tx, stored.case, programme, command.by, _people(programme, stored.case, command))
        whole = await self._whole(tx, standing, command)
        if isinstance(whole, Refusal):
            return whole
        command, decided = whole, decide(standing, whole)
        if isinstance(decided, Refusal):
            return decided
        if hindered := await self._hindered(tx, programme, stored.case, command):
            return hindered
        numbered = await self._numbered(tx, standing, command)
        if numbered is not command:
            decided = decide(standing, numbered)
            if isinstance(decided, Refusal):
                return decided
        return await self._written(tx, stored, standing, decided, held)

    async def _hindered(self, tx: Tx, programme: Programme, case: Case, command: Command) -> Refusal | None:
        """Why it cannot be, by what stands outside the case: another one in its place, what else has to end with it."""
        if isinstance(command, DecideComplaint) and command.verdict == "upheld" and not case.holds:
            return await self._again(tx, programme, case)
        if isinstance(command, Withdraw) and case.holds and self.leaves is not None:
            return await self.leaves.leave(tx, case, command)
        return None

    async def _whole(self, tx: Tx, standing: Standing, command: Command) -> Command | Refusal:
        """The command with what is known here alone: the registered document that it rests on, by which ways an
        applicant can be told.
        """
        if isinstance(command, OpenCase):
            return replace(command, sendings=_of_registration(standing, command))
        if isinstance(command, IssuePaper | TakeFacts):
            is_seen = await may_see(tx, self._reader, standing.case, standing.context.today)
            ways = sendings(standing.programme, standing.case, standing.context.now) if is_seen else ()
            return replace(command, sendings=ways)
        if isinstance(command, InviteToHearing | WarnOfEnd):
            is_seen = await may_see(tx, self._reader, standing.case, standing.context.today)
            now = standing.context.now
            return replace(
                command, sendings=sendings(standing.programme, standing.case, now, everybody=True) if is_seen else ()
            )
        if isinstance(command, TellParent):
            ties = await ties_of(tx, self._reader, standing.case.subject)
            return replace(command, deprived=ties.deprived(standing.context.today))
        return await stated(tx, self.case_store, standing.case, command)

    async def _written(
        self, tx: Tx, stored: StoredCase, standing: Standing, events: Sequence[Event], held: int
    ) -> Done:
        after = stored.after(events).case
        look = _next_look(stored.case, after, await tx.now(), held)
        await self.case_store.write(tx, stored, events, replace(standing, case=after), look)
        today = standing.context.today
        made = await self.effects.of(tx, stored.id, standing.programme, stored.case, after, today)
        made += self.telling.messages(standing.programme, after, events)
        await store_messages(tx, made, await tx.now())
        await self.telling.remember(tx, stored.id, after, events)
        files = [
            event.scan if isinstance(event, ScanAttached) else event.paper
            for event in events
            if isinstance(event, ScanAttached | PaperIssued)
        ]
        await hold(tx, self.case_store.hash, [(stored.id, each.sha256) for each in files])
        if after.phase == "in_effect" and stored.case.phase == "decided" and after.outcome == "granted":
            await self._supersede_older(tx, stored.id, after)
        return Done(stored.id, after, tuple(event.kind for event in events))

    async def _supersede_older(self, tx: Tx, name: str, case: Case) -> None:
        """The person's earlier paper of the same kind gives way to this one."""
        rows = await tx.fetch(
            "SELECT c.id FROM {rows} JOIN cases c ON c.subject_hash = r.key_hash WHERE c.programme = :programme"
            " AND c.kind = :kind AND c.phase = 'in_effect' AND c.outcome = 'granted' AND c.id <> :id ORDER BY c.id",
            {"programme": case.programme, "kind": case.kind, "id": name},
            rows=await same_person(tx, self.case_store, case.subject),
        )
        number = case.ruling.paper_no if case.ruling else ""
        for row in rows:
            older = await self.case_store.get(tx, row["id"], lock=True)
            if older is not None:
                await self._decided(tx, older, programme_of(older.case), Supersede(by=HUB, paper_no=number))

    async def _numbered(self, tx: Tx, standing: Standing, command: Command) -> Command:
        """The command with the number of its series; taken only once everything else is in order."""
        programme, year = standing.programme, standing.context.today.year
        if isinstance(command, OpenCase):
            return replace(command, number=await _number(tx, programme.series, year))
        if isinstance(command, RuleCase):
            number = await _paper_number(tx, standing, command.ruling.outcome)
            return replace(command, ruling=replace(command.ruling, paper_no=number))
        if isinstance(command, ConfirmRuling) and standing.case.draft is not None:
            return replace(command, paper_no=await _paper_number(tx, standing, standing.case.draft.outcome))
        if isinstance(command, Correct):
            return replace(command, paper_no=await _number(tx, programme.paper.series, year))
        rule = programme.revocation if isinstance(command, Revoke) else programme.suspension
        if isinstance(command, Revoke | Suspend) and rule is not None:
            return replace(command, paper_no=await _number(tx, rule.series, year))
        return command

    async def _same(self, tx: Tx, programme: Programme, command: OpenCase) -> StoredCase | Refusal | None:
        """The case that this application has opened already, or another of the same person for the same, undecided.

        What says something else than that case is refused, so that nothing which is said is lost.
        """
        if command.reference:
            found = await self.by_reference(tx, command.came_from, command.reference)
            if found is not None:
                is_it = (found.case.subject, found.case.programme) == (command.subject, programme.id)
                return found if is_it else refusal("cases.reference_taken")
        kind = programme.kind(command.answers)
        pending = await self._pending(tx, programme, command.subject, kind)
        if pending is not None and pending.case.application is not None:
            application = pending.case.application
            is_it = _told(programme, application.answers) == _told(programme, command.answers)
            return pending if is_it else refusal("cases.other_answers", number=application.number)
        return await self._granted(tx, programme, command.subject, kind) if programme.once else None

    async def _again(self, tx: Tx, programme: Programme, case: Case) -> Refusal | None:
        """Why a case that has ended for its applicant cannot begin anew: another one has taken its place since."""
        pending = await self._pending(tx, programme, case.subject, case.kind)
        if pending is not None and pending.case.application is not None:
            return refusal("cases.other_pending", number=pending.case.application.number)
        return await self._granted(tx, programme, case.subject, case.kind)

    async def _granted(self, tx: Tx, programme: Programme, subject: str, kind: str) -> Refusal | None:
        """What is in effect already, or rests."""
        rows = await tx.fetch(
            "SELECT c.paper_no FROM {rows} JOIN cases c ON c.subject_hash = r.key_hash WHERE c.programme = :programme"
            " AND c.kind = :kind AND (c.outcome = 'suspended' OR (c.phase = 'in_effect' AND c.outcome = 'granted'))"
            " LIMIT 1",
            {"programme": programme.id, "kind": kind},
            rows=await same_person(tx, self.case_store, subject),
        )
        return refusal("cases.granted_already", paper=rows[0]["paper_no"]) if rows else None

    async def _pending(self, tx: Tx, programme: Programme, subject: str, kind: str) -> StoredCase | None:
        rows = await tx.fetch(
            "SELECT c.id FROM {rows} JOIN cases c ON c.subject_hash = r.key_hash WHERE c.programme = :programme"
            " AND c.kind = :kind AND c.pending = 1 ORDER BY c.id LIMIT 1",
            {"programme": programme.id, "kind": kind},
            rows=await same_person(tx, self.case_store, subject),
        )
        return await self.case_store.get(tx, rows[0]["id"]) if rows else None

    async def _refer(self, tx: Tx, command: OpenCase, case: str) -> None:
        if command.reference:
            await tx.execute(
                "INSERT INTO case_references (reference_hash, case_id) VALUES (:key, :id)"
                " ON CONFLICT (reference_hash) DO NOTHING",
                {"key": self._key(command.came_from, command.reference), "id": case},
            )

    def _key(self, party: str, reference: str) -> str:
        return self.case_store.hash("case-reference", f"{party}\x00{reference}")


def _of_registration(standing: Standing, command: OpenCase) -> tuple[Sending, ...]:
    """By which ways whoever asks can be told that the application is registered. A portal that handed it in reads
    number and last day at its own door, and is not told them too.
    """
    asking = asked_by(command, standing.programme, standing.context.today)
    if isinstance(asking, Refusal):
        return ()
    application = Application(
        number="",
        day=standing.context.today,
        channel=command.channel,
        came_from=command.came_from,
        answers=command.answers,
        representative=asking,
    )
    coming = Case(subject=command.subject, application=application)
    ways = sendings(standing.programme, coming, standing.context.now, everybody=True)
    return tuple(each for each in ways if each.way != "portal" or not by_portal(coming))


def people_of(programme: Programme, case: Case) -> Sequence[str]:
    """Whom a case is about: whose it is, who asked for them, and for whom it asks together with them."""
    answers = case.application.answers if case.application is not None else {}
    return (*case.people, *programme.others(answers))


def _people(programme: Programme, case: Case, command: Command) -> Sequence[str]:
    """Whom a command is about: those of the case, or of the one that it opens."""
    if isinstance(command, OpenCase):
        return [each for each in (command.subject, command.applicant, *programme.others(command.answers)) if each]
    return people_of(programme, case)


def programme_of(case: Case) -> Programme:
    """The case's programme."""
    return programme_named(case.programme)


def programme_named(name: str) -> Programme:
    """The programme of that id; NotFound where there is none."""
    return found_or(programmes().get(name), NotFound("programmes.unknown", NO_PROGRAMME))


def stale(case: Case) -> HubError:
    """The case has moved on."""
    words = Words(_STALE.az.format(case.length), _STALE.en.format(case.length))
    return Conflict("cases.stale", words, place="expected_version")


def _told(programme: Programme, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers say: who does not ask for a letter alone, or for no address, need not say so."""
    unsaid = (programme.notice.by_letter, programme.paper.address)
    return {name: value for name, value in answers.items() if value or name not in unsaid}


async def _paper_number(tx: Tx, standing: Standing, outcome: str) -> str:
    """The number of the paper to come: one that an undone ruling has left, else the next of its series."""
    programme = standing.programme
    series = programme.paper.series if outcome == "granted" else programme.refusal.series
    return standing.case.reserved.get(outcome) or await _number(tx, series, standing.context.today.year)


async def _number(tx: Tx, series: str, year: int) -> str:
    return f"{series}-{year}/{await next_number(tx, f'{series}/{year}'):06}"


LEASE: Final = 60 * SECOND
"""For how long a process goes on with a case alone; after that another may take it up."""
_AGAIN_S: Final[Mapping[int, int]] = {1: 5, 2: 30, 3: 120}
"""Seconds until silent agencies are asked again, by how often they were; then half an hour."""
_LATER_S: Final = 1800


def _next_look(before: Case, case: Case, now: int, held: int) -> int | None:
    """When the hub looks at it next, in microseconds; None where it is not the hub's turn."""
    if case.draft is not None:
        return None
    if before.set_aside is not None and case.set_aside is None:
        # What comes back may rest on what the register says otherwise by now.
        return now
    if case.phase in ("opened", "decidable", "decided") or (case.is_provisional and not case.lacking):
        return now + held
    if case.phase == "collecting" or case.is_provisional:
        return now + _AGAIN_S.get(case.asked, _LATER_S) * SECOND
    return None
