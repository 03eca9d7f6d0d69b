"""The room of group acts: a law in force ends rights of many, or sums were too little by the law of their own day, and
each of them gets an act of their own.

For each case the hub proposes the revocation by the hand of the officer who proposed the group act, invites to the
hearing and tells the person so in the same commit; it is another official who revokes, case by case. A key of its own
makes each of these once, however often a process dies between them. A sum that was too little is raised by the hands
of both officials; where the second one may not act on a case, its proposal waits for another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from document_flow.cases.acts.correction import Correct, ProposeRaise
from document_flow.cases.acts.hearing import InviteToHearing
from document_flow.cases.acts.revocation import ProposeRevocation
from document_flow.cases.waiting import REGISTRY
from document_flow.context import Context
from document_flow.form import Option
from document_flow.group_acts.acts.open_range import OpenRange
from document_flow.group_acts.acts.propose import ProposeGroupAct
from document_flow.group_acts.acts.raise_sums import ProposeGroupRaise
from document_flow.group_acts.kernel import ROOM
from document_flow.group_acts.standing import Standing
from document_flow.group_acts.state import GroupAct, What
from document_flow.hands import Command
from document_flow.law_replays.acts.replay import RangeRead
from document_flow.law_replays.state import LawReplay, Laws, folded
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.aggregates.aggregates import Aggregates, unknown
from hub.aggregates.kind import Block, ColumnOf, Kind, Needs, Stored, stands
from hub.documents.law.table_repository import TableRepository
from hub.errors import HubError, Refused, found_or
from hub.programmes.case_store import CaseStore
from hub.programmes.cases import Cases
from hub.programmes.effects import Effects
from hub.programmes.law_replays import REPLAYS, cases_found, laws_made, sums_block
from hub.programmes.telling import Telling
from hub.store.ids import parse_id
from hub.store.tx import Tx, ids

_BOOK: Final = TableRepository()
_WHAT: Final[Mapping[What, Words]] = {
    "end": Words("təyinatlara xitam verir", "ends rights"),
    "raise": Words("məbləğləri artırır", "raises sums"),
}
_HEARING: Final = (
    ColumnOf("hearing_on", Words("dinlənilmə", "hearing")),
    ColumnOf("hearing_hour", Words("saat", "hour")),
    ColumnOf("hearing_place", Words("yer", "place")),
)


async def _completes(needs: Needs, tx: Tx, _stored: Stored[GroupAct], command: Command) -> Command | Refusal:
    """Whom the replay has found, and whether its version is the law of today, or of the days that it has read."""
    if not isinstance(command, ProposeGroupAct | ProposeGroupRaise):
        return command
    found = found_or(await _tables(needs).get(tx, REPLAYS, parse_id(command.replay) or ""), unknown(REPLAYS))
    replay = found.state
    if isinstance(command, ProposeGroupRaise):
        return replace(
            command,
            replay=found.id,
            laws=replay.laws,
            affected=replay.too_little,
            pin=replay.raise_pin,
            is_read=replay.phase == "read",
            is_law=await _is_law(tx, replay.laws),
        )
    kept, today = await _BOOK.table(tx, replay.laws.table), (await needs.context(tx)).today
    law = kept.versions.on(today) if kept is not None else None
    return replace(
        command,
        replay=found.id,
        laws=replay.laws,
        affected=replay.lost,
        pin=replay.pin,
        is_read=replay.phase == "read",
        is_in_force=law is not None and law.sha256 == replay.laws.after_sha256,
    )


async def _is_law(tx: Tx, laws: Laws) -> bool:
    """Whether the version still is what the replay has read, and is or was the law of some days."""
    kept = await _BOOK.table(tx, laws.table)
    version = kept.versions.version(laws.after) if kept is not None else None
    is_same = version is not None and version.sha256 == laws.after_sha256
    return is_same and version is not None and version.status in ("in_force", "repealed")


async def _fills(needs: Needs, tx: Tx, _stored: Stored[GroupAct]) -> Mapping[str, tuple[Option, ...]]:
    """Replays by which somebody loses a right, and those by which somebody got too little, the newest first."""
    found = await _tables(needs).find(tx, REPLAYS, WantedAggregates("read", most=20))
    return {
        "replay": tuple(_option(each, each.state.lost) for each in found if each.state.lost),
        "raising": tuple(_option(each, each.state.too_little) for each in found if each.state.too_little),
    }


async def left_to_raise(needs: Needs, tx: Tx) -> Sequence[tuple[Stored[LawReplay], int, int]]:
    """What the hub's own replays of laws have found and nobody has answered yet: how many sums no group act raises, and
    of how many cases a fact is lacking.
    """
    tables, found = _tables(needs), list[tuple[Stored[LawReplay], int, int]]()
    for name in (await tables.keepers(tx, REPLAYS.room, await laws_made(needs, tx))).values():
        replay = await tables.get(tx, REPLAYS, name)
        if replay is None or replay.state.phase != "read":
            continue
        is_raised = await tables.keeper(tx, GROUP_ACTS, _raise_of(replay.state.laws, name))
        sums = 0 if is_raised else replay.state.too_little
        lacking = 0 if replay.state.is_concluded else replay.state.lacking
        if sums or lacking:
            found.append((replay, sums, lacking))
    return found


def _option(replay: Stored[LawReplay], count: int) -> Option:
    words = REPLAYS.name(replay.state)
    return Option(replay.id, Words(f"{words.az} ({count})", f"{words.en} ({count})"))


async def _works(aggregates: Aggregates, stored: Stored[GroupAct]) -> None:
    """Work off the next ranges of the replay, until all are."""
    needs, group = aggregates.needs, stored.state
    cases = _cases(needs)
    while group.phase == "agreed":
        async with needs.store.read() as tx:
            event = await aggregates.tables.event(tx, REPLAYS, group.replay, group.number + 1)
        if not isinstance(event, RangeRead):
            return
        left: Counter[str] = Counter()
        if group.what == "raise":
            for case, grade in event.found.too_little.items():
                left[await _raised(cases, stored.id, group, case, grade)] += 1
        else:
            for case in event.found.lost:
                left[await _opened(cases, stored.id, group, case)] += 1
        opened = left.pop("", 0)
        command = OpenRange(
            by=HUB,
            number=group.number + 1,
            opened=opened,
            left=dict(left),
            seen=folded(group.seen, event.found.raises if group.what == "raise" else event.found.lost),
            is_last=event.is_last,
        )
        group = (await aggregates.by_hub(GROUP_ACTS, stored.id, command)).state


async def _opened(cases: Cases, name: str, group: GroupAct, case: str) -> str:
    """Propose the revocation of one case and invite to its hearing; the code of why it is left, empty where it is not.

    What the store could not do is tried again later, under the same keys.
    """
    try:
        done = await cases.act(case, ProposeRevocation(by=group.by, reason=group.grounds), f"{name} {case} propose")
    except HubError as refused:
        return _left(refused)
    if programmes()[done.case.programme].hearing:
        # Where its day has come before all were opened, an official invites for another one.
        with suppress(Refused):
            invitation = InviteToHearing(
                by=group.by, on=group.hearing_on, hour=group.hearing_hour, place=group.hearing_place
            )
            await cases.act(case, invitation, f"{name} {case} invite")
    return ""


async def _raised(cases: Cases, name: str, group: GroupAct, case: str, grade: str) -> str:
    """Raise one case's sum by the hands of both; the code of why it is left, empty where it is not."""
    asked = ProposeRaise(by=group.by, grade=grade, article=group.basis, reason=group.reason)
    try:
        await cases.act(case, asked, f"{name} {case} propose")
        await cases.act(case, Correct(by=group.agreed_by), f"{name} {case} correct")
    except HubError as refused:
        return _left(refused)
    return ""


def _left(refused: HubError) -> str:
    """The code of why a case is left. What the store could not do is raised, to be tried again."""
    if refused.retryable or refused.side == "hub":
        raise refused
    return refused.code


def _cases(needs: Needs) -> Cases:
    case_store, telling = CaseStore(needs.sealer, needs.hash), Telling(needs.planner, needs.hash)
    return Cases(needs.store, case_store, needs.staff, Effects(needs.planner, needs.reader), telling)


def _tables(needs: Needs) -> AggregateStore:
    return AggregateStore(needs.sealer, needs.hash)


def _name(group: GroupAct) -> Words:
    return Words(
        f"{group.document}, {group.article} ({group.affected})", f"{group.document}, {group.article} ({group.affected})"
    )


def _shown(group: GroupAct, context: Context) -> Sequence[Block]:
    laws, name, is_raise = group.laws, context.directory.name, group.what == "raise"
    columns = (
        ColumnOf("what", Words("nə edir", "what it does")),
        ColumnOf("document", Words("akt", "act")),
        ColumnOf("article", Words("maddə", "article")),
        ColumnOf("reason", Words("səbəb", "reason")),
        ColumnOf("law", Words("cədvəl və versiya", "table and version")),
        ColumnOf("by", Words("təklif edən", "proposed by")),
        ColumnOf("agreed_by", Words("razılaşan", "agreed to by")),
        *(() if is_raise else _HEARING),
        ColumnOf("replay", Words("yoxlama", "replay"), "id"),
    )
    agreed, law = name(group.agreed_by) if group.agreed_by else "", f"{laws.table} {laws.after}"
    what = (_WHAT[group.what], group.document, group.article, group.reason, law, name(group.by), agreed)
    hearing = () if is_raise else (group.hearing_on, group.hearing_hour, group.hearing_place or REGISTRY)
    progress = (
        ColumnOf("affected", Words("icraat", "cases")),
        ColumnOf("opened", Words("artırılıb", "raised") if is_raise else Words("açılıb", "opened")),
        ColumnOf("left", Words("qalıb (səbəbi)", "left (why)")),
        ColumnOf("pin", Words("siyahının barmaq izi", "digest of the list"), "hash"),
    )
    left = ", ".join(f"{code}: {count}" for code, count in sorted(group.left.items()))
    return [
        Block("act", Words("Akt", "Act"), columns, [(*what, *hearing, f"{REPLAYS.room}/{group.replay}")]),
        Block("progress", Words("Gediş", "Progress"), progress, [(group.affected, group.opened, left, group.pin)]),
    ]


async def _more(needs: Needs, tx: Tx, stored: Stored[GroupAct]) -> Sequence[Block]:
    """The first affected cases by their numbers, as each stands now."""
    is_raise = stored.state.what == "raise"
    found = await cases_found(needs, tx, stored.state.replay, lambda each: each.too_little if is_raise else each.lost)
    if is_raise:
        return [await sums_block(needs, tx, Block("cases", Words("İcraatlar", "Cases"), (), ()), found)]
    rows = await tx.fetch(
        "SELECT c.id, c.number, c.phase, c.outcome, c.awaits FROM {rows} JOIN cases c ON c.id = r.id ORDER BY c.id",
        rows=ids(found),
    )
    columns = (
        ColumnOf("number", Words("ərizə", "application")),
        ColumnOf("state", Words("vəziyyəti", "where it stands")),
        ColumnOf("case", Words("icraat", "case"), "id"),
    )
    cells = [(row["number"], _state(row["outcome"], row["awaits"]), f"cases/{row['id']}") for row in rows]
    return [Block("cases", Words("İcraatlar", "Cases"), columns, cells)]


def _state(outcome: str, awaits: str) -> Words:
    if outcome != "granted":
        return Words("ləğv edilib", "revoked")
    is_proposed = awaits in ("hearing", "second")
    return Words("ləğvi təklif olunub", "revocation proposed") if is_proposed else Words("qüvvədədir", "in effect")


def _holds(group: GroupAct) -> Iterator[str]:
    """Rights end by a version once; a replay's sums are raised once."""
    if group.phase not in ("", "declined"):
        yield _law(group.laws) if group.what == "end" else _raise_of(group.laws, group.replay)


def _law(laws: Laws) -> str:
    return f"{laws.table} {laws.after}"


def _raise_of(laws: Laws, replay: str) -> str:
    return f"{_law(laws)}, {replay}"


GROUP_ACTS: Final = Kind(
    of=ROOM,
    part="cases",
    rights=(Right.CASES,),
    closed=frozenset(("opened", "declined")),
    name=_name,
    standing=stands(Standing),
    shown=_shown,
    more=_more,
    completes=_completes,
    fills=_fills,
    holds=_holds,
    due=lambda group: group.phase == "agreed",
    works=_works,
)
