"""The room of laws that are checked: a version of a programme's table over its real cases, read by the hub. A lawyer
checks a draft first; the hub itself each version that people have made law, once.

Cases are read by ranges of their ids, unsealed and decided in memory; nothing is kept of one but its id where its right
would be lost. Figures that are too small to tell nobody are shown to those alone who work on cases.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from time import monotonic
from typing import Any, Final

import structlog

from document_flow.cases.state import Case
from document_flow.context import Context
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.outcome import Outcome
from document_flow.decisions.versions import TableVersion
from document_flow.hands import Command
from document_flow.law_replays.acts.replay import BeginReplay, RangeRead, ReadRange
from document_flow.law_replays.kernel import ROOM
from document_flow.law_replays.standing import Standing
from document_flow.law_replays.state import Found, LawReplay, Laws, folded, found_in
from document_flow.law_replays.weighing import EFFECTS, GROUPS, NOT_KNOWN, Weighing
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.programmes.programme import Programme
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Needs, Step, Stored, stands
from hub.documents.law.impact import ShownImpact, remember
from hub.documents.law.table_repository import Kept, TableRepository
from hub.documents.law.words import NO_TABLE, NO_VERSION, NOTHING_TO_COMPARE
from hub.errors import HubError
from hub.programmes.case_store import CaseStore
from hub.programmes.cases import programme_of
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.hiding import hidden, with_totals
from hub.store.tx import Rows, Tx, number_of

log = structlog.get_logger(__name__)
_RANGE: Final = 1_000
_TURN_S: Final = 1.0
_BOOK: Final = TableRepository()
_OF_PROGRAMME: Final = (
    "c.programme = :programme AND ((c.outcome = 'granted' AND c.phase = 'in_effect') OR c.outcome = 'suspended' OR"
    " ((c.outcome = 'refused' AND c.phase IN ('in_effect', 'closed') OR c.outcome = 'void' AND c.revocation_no IS NOT"
    " NULL) AND NOT EXISTS (SELECT 1 FROM cases o WHERE o.subject_hash = c.subject_hash AND o.programme = c.programme"
    " AND o.kind = c.kind AND o.id <> c.id AND ((o.outcome = 'granted' AND o.phase = 'in_effect') OR o.outcome ="
    " 'suspended' OR (o.outcome IN ('refused', 'void') AND o.id > c.id)))))"
)
"""Rights that hold and rights that are suspended, and of each who has none the last refusal or revocation."""
_PENDING: Final = "c.programme = :programme AND c.pending = 1"
_DISTRICT: Final = Words("Mənşə rayonu", "District of origin")
_HIDDEN: Final = Words(
    "“–”: kimsəni tanıtmasın deyə göstərilmir; icraatlarla işləyənlər görür.",
    "“–” is not shown, so that it tells nobody; those who work on cases see it.",
)
_ANY_DAY: Final = date(2026, 1, 1)
"""A district is the same on every day."""
_SHOWN: Final = 500
"""Cases of a table that are shown."""
_SUMS: Final = (
    ColumnOf("number", Words("ərizə", "application")),
    ColumnOf("now", Words("indi təyin olunub", "granted now")),
    ColumnOf("state", Words("vəziyyəti", "where it stands")),
    ColumnOf("case", Words("icraat", "case"), "id"),
)
_RAISED, _PROPOSED, _AS_IT_WAS = (
    Words("artırılıb", "raised"),
    Words("artırılması təklif olunub", "a raise is proposed"),
    Words("olduğu kimidir", "as it was"),
)
_TOO_LITTLE: Final = Block(
    "too_little",
    Words("Öz gününün qanunundan az təyin edilib", "Granted less than by the law of its day"),
    (),
    (),
    Words(
        "İki əməkdaş hamısını bir qrup aktı ilə artırır (Qrup aktları).",
        "Two officials raise them all by one group act (Group acts).",
    ),
    right=Right.CASES,
)
_LACKING: Final = Block(
    "lacking",
    Words("Az təyin edildiyi bilinmir: fakt çatmır", "It is not known whether it was too little: a fact is lacking"),
    (),
    (),
    Words(
        "İcraatlara qərar verənlər faktı öyrənir (baxış, rayonun sənədi) və az təyin edilibsə, icraatda artırır.",
        "Those who decide cases find the fact out (a visit, the district's paper), and raise it in the case if it was.",
    ),
    right=Right.CASES,
)
_UNKNOWN: Final = Words("məlum deyil", "not known")
_NO_PROGRAMME: Final = Words(
    "Bu cədvəl heç bir proqramın qərar cədvəli deyil: icraatları yoxdur.",
    "This table decides no programme: it has no cases.",
)


@dataclass(frozen=True, slots=True)
class _Law:
    """Both versions, with the programme that they decide; `old` is None where there was none."""

    programme: Programme
    new: TableVersion
    old: TableVersion | None

    def asked(self, facts: Mapping[str, Any], *, assumed: bool) -> tuple[Outcome, Outcome]:
        """What facts come to by the old version and by the new; by the new alone where there is no other."""
        after = evaluate(self.new.table, facts, allow_assumed=assumed)
        return (evaluate(self.old.table, facts, allow_assumed=assumed) if self.old is not None else after), after


async def _completes(_needs: Needs, tx: Tx, _stored: Stored[LawReplay], command: Command) -> Command | Refusal:
    """The laws that a replay compares, and over how many cases."""
    if not isinstance(command, BeginReplay):
        return command
    kept = await _BOOK.table(tx, command.table)
    if kept is None:
        return Refusal("decisions.unknown", NO_TABLE, "invalid")
    programme = next((each for each in programmes().values() if each.table == command.table), None)
    if programme is None:
        return Refusal("law_replays.no_programme", _NO_PROGRAMME, "invalid")
    new, old = kept.versions.version(command.after), _old(kept, command)
    if new is None or (command.before is not None and old is None):
        return Refusal("decisions.no_version", NO_VERSION, "invalid")
    if old is None:
        return Refusal("decisions.nothing_to_compare", NOTHING_TO_COMPARE, "state")
    laws = Laws(
        table=command.table,
        programme=programme.id,
        before=old.number,
        after=new.number,
        before_sha256=old.sha256,
        after_sha256=new.sha256,
    )
    return replace(
        command,
        laws=laws,
        of_all=await _count(tx, _OF_PROGRAMME, programme.id),
        waiting=await _count(tx, _PENDING, programme.id),
    )


def _old(kept: Kept, command: BeginReplay) -> TableVersion | None:
    if command.before is not None:
        return kept.versions.version(command.before)
    return kept.versions.before(command.after)


async def _count(tx: Tx, which: str, programme: str) -> int:
    return await number_of(tx, f"SELECT count(*) AS n FROM cases c WHERE {which}", {"programme": programme})


async def _works(aggregates: Aggregates, stored: Stored[LawReplay]) -> None:
    """Read on for a second, a range a transaction; whoever is slower than another finds its range read already."""
    needs, state, until = aggregates.needs, stored.state, monotonic() + _TURN_S
    async with needs.store.read() as tx:
        kept = await _BOOK.table(tx, state.laws.table)
    old, new = (kept.versions.version(each) if kept else None for each in (state.laws.before, state.laws.after))
    if new is None:
        return
    law = _Law(programmes()[state.laws.programme], new, old)
    while state.phase == "reading":
        done = await aggregates.by_hub(REPLAYS, stored.id, await _range(needs, law, state))
        state = done.state
        if monotonic() > until:
            return


async def _range(needs: Needs, law: _Law, state: LawReplay) -> ReadRange:
    """What the next range comes to."""
    store = CaseStore(needs.sealer, needs.hash)
    async with needs.store.read() as tx:
        rows = await tx.fetch(
            "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM cases c"
            f" WHERE c.id > :last AND {_OF_PROGRAMME} ORDER BY c.id LIMIT :most",
            {"last": state.last, "programme": law.programme.id, "most": _RANGE},
        )
    weighing = Weighing(
        programme=law.programme,
        asked=lambda facts: law.asked(facts, assumed=needs.assumed),
        district=_district,
        day=state.day,
        is_law_of=law.new.decides_on,
    )

    def weigh() -> Any:
        opened: list[tuple[str, Case]] = [(row["id"], store.opened(row).case) for row in rows]
        return found_in((name, weighing.of(case)) for name, case in opened)

    found = await asyncio.to_thread(weigh)
    last = rows[-1]["id"] if rows else state.last
    keyed = replace(found, digest=_keyed(needs, found.digest))
    return ReadRange(by=HUB, after_id=state.last, last=last, is_last=len(rows) < _RANGE, found=keyed)


def _keyed(needs: Needs, digest: str) -> str:
    """Ids of cases lie open and effects are few: what is kept beside them could be tried without the hub's key."""
    return hmac.digest(needs.hash.secret("law replay"), digest.encode(), hashlib.sha256).hex()


def _district(place: str) -> str | None:
    sheet = count_sheet().dimensions["origin"]
    return sheet.group({"person": {"origin_residence": {"place": place}}}, _ANY_DAY)


async def _follows(_needs: Needs, tx: Tx, step: Step[LawReplay]) -> None:
    """Once it is read, whoever began it was shown it: the adoption of the new version may name its digest. To the hub
    nothing is shown.
    """
    after = step.after
    if after.by == HUB or not any(isinstance(each, RangeRead) and each.is_last for each in step.events):
        return
    laws = after.laws
    kept = await _BOOK.table(tx, laws.table)
    if kept is not None and laws.after in kept.stored:
        digest = digest_of(after)
        shown = ShownImpact(laws.table, laws.before_sha256, laws.after_sha256, digest, after.read, after.changed)
        await remember(tx, shown, after.by, kept.stored[laws.after].id)


async def laws_made(needs: Needs, tx: Tx) -> Mapping[str, BeginReplay]:
    """How the hub begins its replay of each version of a programme's table that people have put into force and whose
    first day has come, by what that replay holds; of those that have a version to be compared with.

    A sandbox's samples are nobody's act, and nothing was decided by a first version's forerunner.
    """
    rows = await tx.fetch(
        "SELECT DISTINCT t.name, t.number, t.hash FROM {rows} JOIN decision_tables t ON t.name = r.name"
        " JOIN decision_changes c ON c.version_id = t.id AND c.kind = 'in_force'"
        " WHERE t.status IN ('in_force', 'repealed') AND t.valid_from <= :today AND EXISTS (SELECT 1 FROM"
        " decision_tables o WHERE o.name = t.name AND o.number <> t.number AND o.status IN ('in_force', 'repealed'))",
        {"today": (await needs.context(tx)).today.isoformat()},
        rows=Rows("name text", [(name,) for name in sorted({each.table for each in programmes().values()})]),
    )
    return {
        _held(row["name"], row["number"], row["hash"]): BeginReplay(by=HUB, table=row["name"], after=row["number"])
        for row in rows
    }


async def begin_replays(aggregates: Aggregates) -> int:
    """Begin those that the hub has not begun yet; how many. Who got too little by a table that was wrong is found
    unasked so (Law 1036-IIQ, articles 65–69).
    """
    begun = 0
    async with aggregates.store.read() as tx:
        laws = await laws_made(aggregates.needs, tx)
        known = await aggregates.tables.keepers(tx, REPLAYS.room, laws)
    for held in sorted(laws.keys() - known.keys()):
        try:
            await aggregates.open(REPLAYS, laws[held], held)
        except HubError as refused:
            law = f"{laws[held].table} {laws[held].after}"
            log.warning("aggregate_waits", subject=law, kind=REPLAYS.room, reason=refused.code)
        else:
            begun += 1
    return begun


def _held(table: str, number: int, sha256: str) -> str:
    """By its number too: a version that takes a mistake back has the text of an earlier one."""
    return f"{table} {number} {sha256}"


def _holds(replay: LawReplay) -> Iterator[str]:
    """The hub reads a law once by itself; people as often as they like."""
    if replay.by == HUB:
        yield _held(replay.laws.table, replay.laws.after, replay.laws.after_sha256)


def digest_of(replay: LawReplay) -> str:
    """SHA-256 of what was found, by the keyed digests of its ranges, and over which two versions."""
    laws = replay.laws
    return folded("", (laws.before_sha256, laws.after_sha256, str(replay.read), str(replay.changed), replay.digest))


async def cases_found(needs: Needs, tx: Tx, name: str, which: Callable[[Found], Iterable[str]]) -> Sequence[str]:
    """The first ids of cases that a replay has found to be such."""
    tables, found, number = AggregateStore(needs.sealer, needs.hash), list[str](), 2
    while len(found) < _SHOWN and isinstance(event := await tables.event(tx, REPLAYS, name, number), RangeRead):
        found += which(event.found)
        number += 1
    return found[:_SHOWN]


async def sums_block(needs: Needs, tx: Tx, block: Block, cases: Iterable[str]) -> Block:
    """The same with these cases: their applications' numbers, what each is granted now, and what is proposed."""
    store, rows = CaseStore(needs.sealer, needs.hash), list[Sequence[Cell]]()
    for name in cases:
        stored = await store.get(tx, name)
        grade = programme_of(stored.case).grade if stored is not None else None
        if stored is None or stored.case.application is None or grade is None:
            continue
        now = grade.choices.get(stored.case.row(grade.name))
        is_proposed = stored.case.proposal is not None and stored.case.proposal.what == "correct"
        state = _RAISED if stored.case.corrected else _PROPOSED if is_proposed else _AS_IT_WAS
        rows.append((stored.case.application.number, now, state, f"cases/{name}"))
    return replace(block, columns=_SUMS, rows=rows)


async def _more(needs: Needs, tx: Tx, stored: Stored[LawReplay]) -> Sequence[Block]:
    """Whose sum was too little by the law of its own day, and of whom a fact is lacking to tell; to those who work on
    cases.
    """
    found = [
        await sums_block(needs, tx, block, await cases_found(needs, tx, stored.id, which))
        for block, which, count in (
            (_TOO_LITTLE, _too_little, stored.state.too_little),
            (_LACKING, _lacking, stored.state.lacking),
        )
        if count
    ]
    return [replace(each, rows=(), whole=each.rows) for each in found]


def _too_little(found: Found) -> Iterable[str]:
    return found.too_little


def _lacking(found: Found) -> Iterable[str]:
    return found.lacking


def _name(replay: LawReplay) -> Words:
    laws = replay.laws
    return Words(
        f"{laws.table}: {laws.before} → {laws.after}, {replay.day:%d.%m.%Y}",
        f"{laws.table}: {laws.before} → {laws.after}, {replay.day:%d.%m.%Y}",
    )


def _shown(replay: LawReplay, _context: Context) -> Sequence[Block]:
    blocks = [_progress(replay), _effects(replay), _table(replay, "district", _DISTRICT, _districts())]
    blocks += [_table(replay, code, title, values) for code, (title, values) in GROUPS.items()]
    return [*blocks, _missing(replay)]


def _progress(replay: LawReplay) -> Block:
    columns = (
        ColumnOf("read", Words("oxunub", "read")),
        ColumnOf("of_all", Words("cəmi", "of")),
        ColumnOf("changed", Words("dəyişən", "changed")),
        ColumnOf("waiting", Words("qərar gözləyən", "waiting for a decision")),
        ColumnOf("digest", Words("barmaq izi", "digest"), "hash"),
    )
    digest = digest_of(replay) if replay.phase == "read" else None
    row = (replay.read, replay.of_all, replay.changed, replay.waiting, digest)
    note = Words(
        "Qərar gözləyən icraatlar qərarın öz gününün qanunu ilə həll olunur.",
        "Cases that wait are decided by the law of the day of their decision.",
    )
    return Block("progress", Words("Gediş", "Progress"), columns, [row], note)


def _effects(replay: LawReplay) -> Block:
    columns = (
        ColumnOf("effect", Words("nəticə", "effect")),
        ColumnOf("persons", Words("nəfər", "persons")),
        ColumnOf("money", Words("ayda, manat", "manat a month"), "money"),
    )
    rows = [(words, *replay.weight("all", "all", effect)) for effect, words in EFFECTS.items()]
    return Block("effects", Words("Kim qazanır, kim itirir", "Who gains, who loses"), columns, rows)


def _table(replay: LawReplay, group: str, title: Words, values: Mapping[str, Words]) -> Block:
    """Persons and money by a group's values, in their order, those of whom it is not known at the end."""
    known = replay.values(group)
    order = [each for each in (*values, NOT_KNOWN) if each in known]
    effects = [each for each in EFFECTS if replay.weight("all", "all", each)[0]]
    counts = [[replay.weight(group, each, effect)[0] for effect in effects] for each in order]
    money = [sum(replay.weight(group, each, effect)[1] for effect in effects) for each in order]
    names = [values.get(each, _UNKNOWN) for each in order]
    columns = (
        ColumnOf(group, title),
        *(ColumnOf(effect, EFFECTS[effect]) for effect in effects),
        ColumnOf("money", Words("ayda, manat", "manat a month"), "money"),
    )
    whole: list[Sequence[Cell]] = [(n, *row, m) for n, row, m in zip(names, counts, money, strict=True)]
    not_shown = _hidden(counts)
    rows: list[Sequence[Cell]] = [
        (
            name,
            *(None if (at, across) in not_shown else count for across, count in enumerate(row)),
            None if any((at, across) in not_shown for across in range(len(row))) else sum_,
        )
        for at, (name, row, sum_) in enumerate(zip(names, counts, money, strict=True))
    ]
    return Block(group, title, columns, rows, _HIDDEN if not_shown else None, right=Right.CASES, whole=whole)


def _hidden(counts: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    """Cells that are not shown. Totals are shown elsewhere: where one would have to be hidden, everything is."""
    if not counts:
        return frozenset()
    found = hidden(with_totals(counts), count_sheet().least)
    bottom, right = len(counts), len(counts[0])
    is_total_hidden = any(row == bottom or column == right for row, column in found)
    return frozenset(product(range(bottom), range(right))) if is_total_hidden else found


def _districts() -> Mapping[str, Words]:
    return count_sheet().dimensions["origin"].names()


def _missing(replay: LawReplay) -> Block:
    columns = (ColumnOf("fact", Words("məlumat", "fact")), ColumnOf("cases", Words("icraat", "cases")))
    found = programmes().get(replay.laws.programme)
    titles = {each.name: each.title for each in found.facts} if found is not None else {}
    rows = [(titles.get(name, Words(name, name)), count) for name, count in sorted(replay.missing.items())]
    return Block("missing", Words("Yeni versiyaya çatmayan məlumat", "Facts that the new version lacks"), columns, rows)


REPLAYS: Final = Kind(
    of=ROOM,
    part="cases",
    rights=(Right.RULES, Right.CASES),
    closed=frozenset(("read",)),
    name=_name,
    standing=stands(Standing),
    shown=_shown,
    more=_more,
    completes=_completes,
    follows=_follows,
    holds=_holds,
    due=lambda replay: replay.phase == "reading",
    works=_works,
)
