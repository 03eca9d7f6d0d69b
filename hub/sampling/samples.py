"""Samples of payments (*seçmə*), one a run: the declaration of their room, and how one is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID, uuid5

from document_flow.context import Context
from document_flow.draws.order import by_seed
from document_flow.form import Option
from document_flow.hands import Command
from document_flow.lists.run import ListRun
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.runs.state import RunHead
from document_flow.sampling.acts.ask_payee import DrawCheck
from document_flow.sampling.acts.draw_sample import OpenSample, SampleList, TakeSeed
from document_flow.sampling.kernel import SAMPLES_ROOM
from document_flow.sampling.standing import Standing, refusal
from document_flow.sampling.state import (
    CHECK_PHASES,
    NO_CHECK,
    HowMany,
    PaymentCheck,
    PaymentSample,
    Sampled,
)
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Needs, Stored, stands
from hub.clock import SECOND
from hub.lists.carrying import counted
from hub.lists.kinds import paying_run, paying_runs
from hub.lists.showing import list_name, run_name
from hub.money.showing import heads_of
from hub.sampling.checks import CHECKS
from hub.store.ids import parse_id
from hub.store.tx import Tx

_SPACE: Final = UUID("6f0f5d0e-6c0e-5a55-9d3c-5d1b6a2f7c13")
_OUT: Final = ("issued", "settled", "closed")
_HEAD = (
    "SELECT h.size, h.root FROM tree_heads h WHERE h.size > (SELECT min(l.seq) FROM evidence_leaves l"
    " WHERE l.subject = :id) ORDER BY h.size LIMIT 1"
)
"""The first head that covers the leaf of the opening."""
_LISTS = "SELECT id FROM aggregates WHERE within = :run AND room = 'lists' AND phase IN ('issued', 'settled', 'closed')"
_PAID = (
    "SELECT id, payee, person, period, paid FROM obligations WHERE list_id = :list AND status IN ('paid', 'overpaid')"
)
_CAME = (
    "SELECT l.id, c.phase, count(*) AS n FROM aggregates l JOIN aggregates c ON c.within = l.id"
    " AND c.room = 'payment_checks' WHERE l.within = :run AND l.room = 'lists' GROUP BY l.id, c.phase"
)


def sample_id(run: str) -> str:
    """The same whoever opens it."""
    return uuid5(_SPACE, run).hex


def check_id(sample: str, obligation: str) -> str:
    """The same whoever draws it."""
    return uuid5(UUID(sample), obligation).hex


async def _completes(needs: Needs, tx: Tx, _stored: Stored[PaymentSample], command: Command) -> Command | Refusal:
    """With the run, if lists of it went out."""
    if not isinstance(command, OpenSample):
        return command
    found = await paying_run(needs, tx, command.run)
    phases = await counted(tx, found.id) if found is not None else {}
    if found is None or not any(phases.get(each) for each in _OUT):
        return refusal("sampling.no_run", run=command.run[:40])
    return OpenSample(by=command.by, run=found.id, of=found.state.run, how_many=_now(found.state.run))


async def _fills(needs: Needs, tx: Tx, stored: Stored[PaymentSample]) -> Mapping[str, tuple[Option, ...]]:
    return {} if stored.id else {"run": await paying_runs(needs, tx, _OUT)}


async def _works(aggregates: Aggregates, stored: Stored[PaymentSample]) -> None:
    """Take the seed once there is one; then draw list by list, each in a commit of its own."""
    if stored.state.phase == "opened":
        async with aggregates.store.read() as tx:
            heads = await tx.fetch(_HEAD, {"id": stored.id})
            lists = await tx.fetch(_LISTS, {"run": stored.state.run.id})
        if heads:
            names = tuple(sorted(row["id"] for row in lists))
            seed = TakeSeed(by=HUB, size=heads[0]["size"], root=heads[0]["root"], lists=names)
            await aggregates.by_hub(KIND, stored.id, seed)
        else:
            async with aggregates.store.write() as tx:
                await look_again(tx, stored.id, SECOND)
        return
    for each in stored.state.lists:
        await _drawn(aggregates, stored.id, each)


async def _drawn(aggregates: Aggregates, name: str, list_id: str) -> None:
    """The first of a list in the order of the seed, with the event that says so; of two who do it one does."""
    async with aggregates.store.write() as tx:
        held = await aggregates.locked(tx, KIND, name)
        if list_id not in held.state.lists:
            return
        rows = {row["id"]: row for row in await tx.fetch(_PAID, {"list": list_id})}
        how_many = _how_many(held.state)
        chosen = by_seed(held.state.seed, rows)[: how_many.of(len(rows)) if how_many is not None else 0]
        for row in map(rows.__getitem__, chosen):
            check = PaymentCheck(
                sample=name,
                list_id=list_id,
                obligation=row["id"],
                payee=row["payee"],
                person=row["person"],
                period=row["period"],
                qepik=int(row["paid"]),
            )
            nothing = Stored(check_id(name, row["id"]), CHECKS.room, NO_CHECK)
            await aggregates.decided(tx, CHECKS, nothing, DrawCheck(by=HUB, of=check))
        sampled = Sampled(paid=len(rows), drawn=len(chosen))
        await aggregates.decided(tx, KIND, held, SampleList(by=HUB, list_id=list_id, sampled=sampled))


def _shown(state: PaymentSample, _context: Context) -> Sequence[Block]:
    what = (ColumnOf("what", Words("Nə", "What")), ColumnOf("value", Words("Dəyər", "Value"), "hash"))
    how_many = _how_many(state)
    rows: list[tuple[Cell, Cell]] = [
        (Words("Həcm", "Size"), _size(how_many) if how_many is not None else None),
        (Words("Əsas", "Basis"), how_many.basis if how_many is not None else None),
        (Words("Sübut jurnalının başı", "Head of the evidence log"), state.size or None),
        (Words("Onun kökü", "Its root"), state.root or None),
        (Words("Toxum", "Seed"), state.seed if state.root else None),
    ]
    return (Block("sample", Words("Seçmə", "Sample"), what, [row for row in rows if row[1]], _ORDER),)


def _how_many(state: PaymentSample) -> HowMany | None:
    """How many are asked, as was settled with the opening; of a sample that is older than this, what is said now."""
    return state.how_many or _now(state.run)


def _now(run: ListRun) -> HowMany | None:
    """As the programme's folder says; None once no money flows by its lists any more."""
    programme = programmes().get(run.programme)
    rule = programme.lists.sample if programme is not None and programme.lists is not None else None
    return HowMany.by(rule) if rule is not None else None


def _size(how_many: HowMany) -> Words:
    return Words(
        f"hər siyahıda ödənilən {how_many.share} nəfərdən biri, azı {how_many.least}, çoxu {how_many.most}",
        f"of each list one in {how_many.share} who were paid, at least {how_many.least}, at most {how_many.most}",
    )


async def _more(needs: Needs, tx: Tx, stored: Stored[PaymentSample]) -> Sequence[Block]:
    """What was found, list by list: those in which something is open first."""
    heads = await heads_of(needs, tx, list(stored.state.sampled))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in await tx.fetch(_CAME, {"run": stored.state.run.id}):
        found[row["id"]][row["phase"]] = int(row["n"])
    rows = [
        (
            list_name(heads[name]) if name in heads else None,
            f"payments/lists/{name}",
            each.paid,
            each.drawn,
            *_came(found[name]),
        )
        for name, each in stored.state.sampled.items()
    ]
    rows.sort(key=lambda row: tuple(-int(str(row[at])) for at in (4, 5, 6, 7)))
    whole = sum(found.values(), Counter[str]())
    sums = [sum(getattr(each, name) for each in stored.state.sampled.values()) for name in ("paid", "drawn")]
    columns = (
        ColumnOf("name", Words("Siyahı", "List")),
        ColumnOf("list", Words("Üzləşmə", "Reconciliation"), "id"),
        ColumnOf("paid", Words("Ödənilib", "Were paid")),
        ColumnOf("drawn", Words("Seçilib", "In the sample")),
        *(ColumnOf(phase, words) for phase, words in CHECK_PHASES.items() if phase),
        ColumnOf("rate", Words("Tam gəlib, %", "Came whole, %")),
    )
    return (
        Block(
            "came",
            Words("Pul gəlibmi", "Did the money come"),
            columns,
            [*rows, (_TOGETHER, None, *sums, *_came(whole))],
        ),
    )


def _came(found: Mapping[str, int]) -> tuple[int | str | None, ...]:
    """How many stand in which phase; of those who were reached, in how many of a hundred it came whole."""
    counts = [found.get(phase, 0) for phase in CHECK_PHASES if phase]
    reached = sum(found.get(phase, 0) for phase in ("whole", "partly", "missing", "closed"))
    return (*counts, f"{100 * found.get('whole', 0) / reached:.1f}".replace(".", ",") if reached else None)


_TOGETHER = Words("Cəmi", "Together")
_ORDER = Words(
    "Sıra: SHA-256(toxum ‖ öhdəliyin kimliyi). Toxum: açılışdan sonrakı ilk başın kökünün SHA-256-sı.",
    "Order: SHA-256(seed ‖ id of the obligation). Seed: SHA-256 of the root of the first head after the opening.",
)
KIND: Final[Kind[PaymentSample]] = Kind(
    of=SAMPLES_ROOM,
    part="payments",
    rights=(Right.LISTS, Right.CASES),
    name=lambda state: run_name(RunHead(run=state.run)),
    standing=stands(Standing),
    shown=_shown,
    more=_more,
    id_of=lambda command: sample_id(parse_id(command.run) or "") if isinstance(command, OpenSample) else "",
    within=lambda state: state.run.id,
    completes=_completes,
    fills=_fills,
    due=lambda state: state.phase in ("opened", "drawing"),
    works=_works,
)
