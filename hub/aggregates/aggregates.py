"""What is done to aggregates: one way for people and for the hub itself, a transaction each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

import structlog

from document_flow.act import Act
from document_flow.form import Form
from document_flow.hands import Command, EventOf
from document_flow.kernel import Counted
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.second_person import Proposal
from document_flow.standing import Before
from hub.access.rights import Right, rights_of
from hub.aggregates.aggregate_store import CHANGED, AggregateStore
from hub.aggregates.kind import Block, Kind, Needs, Step, Stored
from hub.aggregates.reading import samples_of
from hub.aggregates.showing import proposal_blocks
from hub.clock import SECOND
from hub.errors import Conflict, HubError, NotFound, Words, allowed, found_or
from hub.evidence.histories import History, HistoryLine
from hub.evidence.holding import Held, differing
from hub.store.command_ledger import Entry, enter, repeated
from hub.store.legal_time import LEGAL_NOW
from hub.store.store import Collision, CommitUnknown, Store, TryAgain, snapshot
from hub.store.tx import Tx

log = structlog.get_logger("hub.aggregates")
S = TypeVar("S", bound=Counted)
_LEASE: Final = 60 * SECOND
"""For how long a process goes on with one alone; after that another may take it up."""
_STALE = Words(
    "Bu arada dəyişib, indi {} versiyadadır. Baxıb təkrar edin.",
    "It has changed; it is at version {} now. Look and try again.",
)
_HELD = Words(
    "“{}” artıq başqa birində var: eyni vaxtda ikisində ola bilməz.",
    "“{}” is held by another one already: it cannot be in two at a time.",
)


@dataclass(frozen=True, slots=True)
class Done(Generic[S]):
    """What a command came to: the aggregate after it, the names of what happened. `repeated`: it was done before."""

    id: str
    state: S
    events: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that this person may do now, with the form that asks for it."""

    act: Act
    form: Form

    @property
    def name(self) -> str:
        """How the form says which it is."""
        return self.act.kind


@dataclass(frozen=True, slots=True)
class Sheet(Generic[S]):
    """One aggregate with everything about it, as of one moment. The looks of a block are written down before that is
    shown.
    """

    kind: Kind[S]
    stored: Stored[S]
    standing: Before[Any, Any]
    blocks: Sequence[Block]
    history: History[EventOf[S]]
    offers: Sequence[Offer]

    @property
    def intact(self) -> bool:
        """Whether its history is as it was written."""
        return self.history.intact

    @property
    def lines(self) -> Sequence[HistoryLine[EventOf[S]]]:
        """What happened, in order."""
        return self.history.lines


@dataclass(frozen=True, slots=True)
class Waits:
    """A proposal that waits in an aggregate `since` a moment, in microseconds. `mine`: the person may answer it."""

    kind: Kind[Any]
    stored: Stored[Any]
    proposal: Proposal
    since: int
    mine: bool

    @property
    def title(self) -> Words:
        """What is proposed."""
        return self.kind.kernel.form(self.proposal.act).title


@dataclass(frozen=True, slots=True)
class Aggregates:
    """The aggregates of an installation, whatever their kind."""

    needs: Needs
    kinds: Mapping[str, Kind[Any]]
    tables: AggregateStore

    @classmethod
    def of(cls, needs: Needs, kinds: Mapping[str, Kind[Any]]) -> Aggregates:
        """Over these declarations."""
        return cls(needs, kinds, AggregateStore(needs.sealer, needs.hash))

    @property
    def store(self) -> Store:
        """Where they are kept."""
        return self.needs.store

    async def open(self, kind: Kind[S], command: Command, key: str) -> Done[S]:
        """Begin one. The same key, or the same id where it follows from what is said, is the same one."""
        return await self._carried_out(kind, kind.id_of(command), command, key, None)

    async def act(self, kind: Kind[S], name: str, command: Command, key: str, expected: int | None = None) -> Done[S]:
        """One act. Conflict where it has moved on since `expected`; HubError with the rule's code if refused."""
        return await self._carried_out(kind, name, command, key, expected)

    async def by_hub(self, kind: Kind[S], name: str, command: Command) -> Done[S]:
        """The hub's own act, in a transaction of its own; HubError where a rule refuses it."""
        async with self.store.write() as tx:
            return await self.carried(tx, kind, await self.locked(tx, kind, name), command)

    async def locked(self, tx: Tx, kind: Kind[S], name: str) -> Stored[S]:
        """The aggregate, locked until the transaction ends; NotFound."""
        return found_or(await self.tables.get(tx, kind, name, lock=True), unknown(kind))

    async def decided(self, tx: Tx, kind: Kind[S], stored: Stored[S], command: Command) -> Done[S] | Refusal:
        """Decide and write, inside a transaction that has it locked. What makes no event changes nothing."""
        whole = await kind.completes(self.needs, tx, stored, command)
        if isinstance(whole, Refusal):
            return whole
        since = datetime.fromtimestamp(stored.changed_at / SECOND, UTC)
        before = replace(await kind.standing(self.needs, tx, stored, command.by), since=since)
        decided = kind.kernel.decide(before, whole)
        if isinstance(decided, Refusal):
            return decided
        if not decided:
            return Done(stored.id, stored.state)
        after = kind.kernel.replay(decided, stored.state)
        if taken := await self.tables.holder(tx, kind, kind.holds(after), stored.id):
            return Refusal("aggregates.held", Words(_HELD.az.format(taken), _HELD.en.format(taken)), "state")
        step = Step(stored.id, stored.state, after, decided)
        await self.tables.write(tx, kind, stored.chain, step, _work_at(await tx.now(), due=kind.due(after)))
        await kind.follows(self.needs, tx, step)
        return Done(stored.id, after, tuple(event.kind for event in decided))

    async def carried(self, tx: Tx, kind: Kind[S], stored: Stored[S], command: Command) -> Done[S]:
        """The same; HubError where a rule refuses it."""
        return allowed(await self.decided(tx, kind, stored, command))

    async def sheet(self, kind: Kind[S], name: str, login: str) -> Sheet[S]:
        """One, as this person may see it; NotFound where there is none."""
        async with snapshot(self.store) as tx:
            stored = found_or(await self.tables.get(tx, kind, name), unknown(kind))
            history = await self.tables.history(tx, kind, name)
            standing = await kind.standing(self.needs, tx, stored, login)
            standing = replace(
                standing, context=standing.context.told_of((each.actor, each.at) for each in history.lines)
            )
            rights = _rights(standing, login)
            found = (
                *proposal_blocks(kind.kernel, kind.kernel.proposed(stored.state), standing.context.directory),
                *kind.shown(stored.state, standing.context),
                *await kind.more(self.needs, tx, stored),
            )
            hidden = await kind.hidden(self.needs, tx, stored, login)
            whole = (
                replace(each, rows=each.whole) if each.right in rights else replace(each, looks=()) for each in found
            )
            blocks = [left for each in whole if (left := each.without(hidden)) is not None]
            filled = await kind.fills(self.needs, tx, stored)
        kept = {name: tuple(each for each in filled.get(name, ()) if each.value not in hidden) for name in kind.veiled}
        options = {**filled, **kept}
        offers = _offers(kind, standing, login, options)
        return Sheet(kind, stored, standing, blocks, history, offers)

    async def proposals(self, tx: Tx, kinds: Sequence[Kind[Any]], login: str, most: int) -> Sequence[Waits]:
        """What waits for a second person in these rooms, the longest first."""
        rooms, found = {each.room: each for each in kinds}, []
        for stored, since in await self.tables.proposals(tx, rooms, most):
            kind = rooms[stored.room]
            proposal, standing = kind.kernel.proposed(stored.state), await kind.standing(self.needs, tx, stored, login)
            if proposal is not None:
                found.append(Waits(kind, stored, proposal, since, kind.kernel.may_agree(standing, login)))
        return found

    async def beginnings(self, kind: Kind[S], login: str) -> Sequence[Offer]:
        """The acts by which this person may open one, with their forms."""
        nothing: Stored[S] = Stored("", kind.room, kind.kernel.nothing)
        async with snapshot(self.store) as tx:
            standing = await kind.standing(self.needs, tx, nothing, login)
            options = await kind.fills(self.needs, tx, nothing)
        acts = [kind.kernel.by_kind[each] for each in kind.of.begins]
        hands = [each for each in acts if standing.context.directory.has_role(login, each.who)]
        return [Offer(act, _filled(form, options)) for act in hands for form in act.forms]

    async def step(self) -> int:
        """The hub's own next step of whatever is due; how many were. One's trouble hinders no other."""
        async with self.store.write() as tx:
            rows = await tx.fetch(
                f"UPDATE aggregates SET work_at = {LEGAL_NOW} + :lease WHERE id IN (SELECT a.id FROM aggregates a"
                f" WHERE a.work_at <= {LEGAL_NOW} ORDER BY a.work_at LIMIT :most {{share a}}) RETURNING id, room",
                {"lease": _LEASE, "most": 8},
            )
        for row in rows:
            kind = self.kinds.get(row["room"])
            if kind is not None and kind.works is not None:
                await self._worked(kind, row["id"])
        return len(rows)

    async def _worked(self, kind: Kind[Any], name: str) -> None:
        async with self.store.read() as tx:
            stored = await self.tables.get(tx, kind, name)
        try:
            if stored is not None and kind.works is not None:
                await kind.works(self, stored)
        except (HubError, TryAgain, CommitUnknown, Collision) as away:
            log.warning(
                "aggregate_waits", subject=name, kind=kind.room, reason=getattr(away, "code", type(away).__name__)
            )
        except Exception:
            log.exception("aggregate_failed", subject=name, kind=kind.room)

    async def _carried_out(self, kind: Kind[S], name: str, command: Command, key: str, expected: int | None) -> Done[S]:
        begins = command.kind in kind.of.begins
        asked = (
            self.needs.hash("aggregate-command", f"{command.by}\x00{key}"),
            self.needs.hash("command", f"{kind.room if begins else name}{kind.kernel.commands.dump_json(command)!r}"),
        )
        for _ in range(3):
            try:
                async with self.store.write() as tx:
                    return await self._once(tx, kind, asked, name, command, expected)
            except (Collision, TryAgain):
                continue
        raise TryAgain(f"{kind.room} could not be written")

    async def _once(
        self, tx: Tx, kind: Kind[S], asked: tuple[str, str], name: str, command: Command, expected: int | None
    ) -> Done[S]:
        known = await repeated(tx, *asked, "aggregates.key_taken")
        if known is None and kind.finds is not None and command.kind in kind.of.begins:
            name = await kind.finds(self.needs, tx, command)
        stored = await self.tables.get(tx, kind, known.subject if known else name, lock=True)
        if known is None and stored is not None:  # the same, asked twice at once: the other one has just let go of it
            known = await repeated(tx, *asked, "aggregates.key_taken")
        if known is not None and stored is not None:
            return Done(stored.id, stored.state, repeated=True)
        if stored is None and command.kind in kind.of.begins:
            stored = Stored(name, kind.room, kind.kernel.nothing)
        if stored is None:
            raise unknown(kind)
        if expected is not None and expected != stored.state.length:
            length = stored.state.length
            raise Conflict("aggregates.stale", Words(_STALE.az.format(length), _STALE.en.format(length)))
        done = await self.carried(tx, kind, stored, command)
        await enter(tx, [Entry(*asked, command.by, done.id, done.state.length)], await tx.now())
        return done


def altered(store: Store, tables: AggregateStore, kinds: Mapping[str, Kind[Any]]) -> AsyncIterator[str]:
    """Ids of the aggregates whose history, row and evidence do not agree, and of those that are gone."""

    async def is_so(tx: Tx, name: str) -> bool:
        return await tables.is_so(tx, name, kinds)

    return differing(store, Held("aggregates", CHANGED, is_so))


def unknown(kind: Kind[Any]) -> HubError:
    """There is none of that id in the room."""
    words = Words(f"Belə bir şey yoxdur: {kind.of.one.az}.", f"There is no such {kind.of.one.en}.")
    return NotFound("aggregates.unknown", words)


def _work_at(now: int, *, due: bool | datetime) -> int | None:
    """When the hub has to look at it next, in microseconds."""
    if isinstance(due, datetime):
        return int(due.timestamp() * SECOND)
    return now if due else None


def _rights(standing: Before[S, Any], login: str) -> frozenset[Right]:
    official = standing.context.directory.officials.get(login)
    return rights_of(official.roles) if official is not None and official.active else frozenset()


def _offers(
    kind: Kind[S], standing: Before[S, Any], login: str, options: Mapping[str, tuple[Any, ...]]
) -> Sequence[Offer]:
    """What this person may do about it now, by the rules themselves; the most likely first."""
    acts = (act for act in kind.kernel.acts if act.kind not in kind.of.begins and act.who != (HUB,))
    found = [
        Offer(act, form)
        for act in acts
        for form in (_filled(each, options) for each in act.forms)
        if any(_may(kind, standing, act.asked(form, said)) for said in samples_of(form, login))
    ]
    return sorted(found, key=lambda each: each.form.rank)


def _may(kind: Kind[S], standing: Before[S, Any], command: Command) -> bool:
    decided = kind.kernel.decide(standing, command)
    if isinstance(decided, Refusal):
        return decided.why == "invalid" and command.kind in kind.unguessed
    return True


def _filled(form: Form, options: Mapping[str, tuple[Any, ...]]) -> Form:
    fields = tuple(replace(each, options=options[each.name]) if each.name in options else each for each in form.fields)
    return replace(form, fields=fields)
