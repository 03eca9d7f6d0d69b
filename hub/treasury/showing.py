"""A request as tables: what does not add up first, then what is asked for by district and rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from document_flow.context import Context
from document_flow.lists.state import ListHead
from document_flow.treasury.counting import ODD, PARTS, District, Part, Rate, Spent, odds_of
from document_flow.treasury.state import ANSWER, TreasuryRequest
from document_flow.words import Words
from hub.aggregates.kind import Block, Cell, ColumnOf
from hub.store.tx import Tx

_OUT: Final = ("issued", "settled", "closed")
# A list owes first what stands in `obligations` under its name, and has a share in what another list owed before it:
# two statements, since each goes along an index of its own; ALL, since equal sums of two people are two sums.
_SPENT: Final = (
    "SELECT p.list_id, sum(p.paid) AS paid, sum(p.returned) AS returned, sum(p.open) AS open FROM ("
    "SELECT o.list_id, o.paid, o.returned, o.open FROM aggregates a JOIN obligations o ON o.list_id = a.id"
    " WHERE a.within = :run AND a.room = 'lists' UNION ALL"
    " SELECT s.list_id, s.paid, s.returned, s.open FROM aggregates a JOIN obligation_shares s ON s.list_id = a.id"
    " WHERE a.within = :run AND a.room = 'lists') AS p GROUP BY p.list_id"
)
_TOGETHER: Final = Words("Cəmi", "Together")
_LIST = ColumnOf("list", Words("Siyahı", "List"), "id")
_PLACES = (
    ColumnOf("origin", Words("Haradan", "Origin")),
    ColumnOf("settlement", Words("Məskunlaşma", "Settlement")),
)
_WHAT = ColumnOf("what", Words("Nə", "What"))
_RATE = (
    ColumnOf("part", Words("Növü", "Kind")),
    ColumnOf("rate", Words("Məbləğ", "Rate"), "money"),
    ColumnOf("persons", Words("Nəfər", "Persons")),
    ColumnOf("lines", Words("Sətir", "Lines")),
    ColumnOf("qepik", Words("Cəmi", "Sum"), "money"),
)
_SUMS = tuple(
    ColumnOf(code, title, "money")
    for code, title in (
        ("asked", Words("İstənilib", "Asked")),
        ("granted", Words("Ayrılıb", "Granted")),
        ("issued", Words("Buraxılıb", "Issued")),
        ("paid", Words("Ödənilib", "Paid")),
        ("returned", Words("Qayıdıb", "Returned")),
        ("open", Words("Açıqdır", "Open")),
        ("rest", Words("Qalıq", "Left over")),
    )
)
_COMPARED = Words("Nə istənilib, nə ayrılıb, nə ödənilib", "What was asked for, granted and paid")
_DISTRICTS = Words("Rayonlar və dərəcələr üzrə", "By district and rate")


async def blocks_of(tx: Tx, state: TreasuryRequest, heads: Mapping[str, ListHead], context: Context) -> list[Block]:
    """All that is shown of a request."""
    districts = state.districts
    rows = [
        (number, *_places(each), PARTS[rate.part], rate.qepik, rate.persons, rate.lines, rate.sum_qepik)
        for number, each in enumerate(districts, 1)
        for rate in each.rates
    ]
    columns = (ColumnOf("number", Words("№", "No")), *_PLACES, *_RATE)
    said = [row for row in _about(state, context) if row[1]]
    about = Block("request", Words("Tələb", "Request"), (_WHAT, ColumnOf("value", Words("Dəyər", "Value"))), said)
    if not districts:
        return [about]
    compared = _compared(state, heads, await _spent(tx, state.run.id, heads))
    return [compared, about, _rates(districts), Block("districts", _DISTRICTS, columns, rows)]


def _compared(state: TreasuryRequest, heads: Mapping[str, ListHead], spent: Mapping[str, Spent]) -> Block:
    """List by list what was asked, granted, issued and paid; what does not add up first, the most of it at the top."""
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for each in state.districts:
        granted = None if state.granted is None else state.granted[each.list_id]
        came = spent.get(each.list_id, Spent())
        odd = odds_of(each, heads.get(each.list_id), granted, came)
        words = Words("; ".join(ODD[one].az for one in odd), "; ".join(ODD[one].en for one in odd))
        rest = None if granted is None else granted - came.paid
        sums = (each.qepik, granted, came.issued, came.paid, came.returned, came.open, rest)
        link = f"payments/lists/{each.list_id}"
        rows.append((max(map(abs, odd.values()), default=0), (link, *_places(each), words, *sums)))
    rows.sort(key=lambda row: -row[0])
    shown = [row for _, row in rows]
    columns = (_LIST, *_PLACES, _WHAT, *_SUMS)
    whole = [_whole(row[at] for row in shown) for at in range(4, len(columns))]
    return Block("compared", _COMPARED, columns, [*shown, (None, None, None, _TOGETHER, *whole)])


def _whole(cells: Iterable[Cell]) -> int | None:
    """Of a column; None where nothing of it is known."""
    known = [each for each in cells if isinstance(each, int)]
    return sum(known) if known else None


async def _spent(tx: Tx, run: str, heads: Mapping[str, ListHead]) -> dict[str, Spent]:
    """What the ledger says of the lists that went out."""
    came = {row["list_id"]: row for row in await tx.fetch(_SPENT, {"run": run})}
    return {
        name: Spent(
            issued=head.issue_qepik,
            **{each: int(came[name][each]) for each in ("paid", "returned", "open") if name in came},
        )
        for name, head in heads.items()
        if head.phase in _OUT
    }


def _rates(districts: Sequence[District]) -> Block:
    """The whole request by kind and rate."""
    found: dict[tuple[Part, int], list[Rate]] = defaultdict(list)
    for each in districts:
        for rate in each.rates:
            found[rate.part, rate.qepik].append(rate)
    rows: list[tuple[Cell, ...]] = []
    for (part, qepik), rates in sorted(found.items()):
        persons, lines = (sum(getattr(each, name) for each in rates) for name in ("persons", "lines"))
        rows.append((PARTS[part], qepik, persons, lines, qepik * lines))
    persons, lines, sums = (sum(getattr(each, name) for each in districts) for name in ("persons", "lines", "qepik"))
    return Block("rates", Words("Dərəcələr üzrə", "By rate"), _RATE, [*rows, (_TOGETHER, None, persons, lines, sums)])


def _places(each: District) -> tuple[str, str]:
    return each.origin, each.settlement


def _about(state: TreasuryRequest, context: Context) -> Iterator[tuple[Cell, Cell]]:
    name = context.directory.name
    yield Words("Təsdiq olunmuş kök", "Root that was approved"), state.root
    yield Words("Açan", "Opened by"), name(state.opened_by)
    yield Words("İmzalayan", "Signed by"), name(state.signed_by) if state.signed_by else None
    yield Words("Məktub", "Letter"), state.document
    yield Words("Göndərilən gün", "Sent on"), state.day
    yield Words("Cavabın son günü", "Last day for an answer"), state.due
    yield Words("Müddətin əsası", "Basis of the term"), ANSWER.act.named if state.due else None
    yield Words("Xəzinədarlığın sənədi", "The treasury's document"), state.answer
    yield Words("Cavabın günü", "Day of the answer"), state.answered_on
    yield Words("Geri götürmə məktubu", "Letter that withdrew it"), state.withdrawn_by
    yield Words("Səbəb", "Reason"), state.reason
