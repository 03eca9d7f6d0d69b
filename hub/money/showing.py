"""Reconciliation (üzləşmə): what each list's money came to, what does not add up first; and one person's payments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

from document_flow.lists.state import LISTS, ListHead
from document_flow.money.acts.complain_overpayment import VERDICTS
from document_flow.money.acts.pay_outside import WAYS
from document_flow.money.obligation import Instruction, Obligation, Outside
from document_flow.money.reconciling import Reconciliation, reconcile
from document_flow.words import Words
from hub.aggregates.kind import Block, Cell, ColumnOf, Needs
from hub.lists.showing import list_name
from hub.money.ledger import OF_ROW, Ledger
from hub.money.numbers import numbers_of
from hub.money.owing import settled
from hub.money.payers import title_of, words_of
from hub.money.sending import without_fin
from hub.store.ids import parse_id
from hub.store.tx import Row, Tx, ids

_PAGE: Final = 1000
# What it owed first, and what another list had owed before it said so: an OR over both tables would use neither index.
_OF_LIST: Final = (
    "SELECT id FROM obligations WHERE list_id = :list"
    " UNION SELECT obligation_id FROM obligation_shares WHERE list_id = :list"
)
MOST: Final = 100
"""Lines of a table that is not shown whole."""
STATUSES: Final = {
    "owed": Words(
        "ödəyənə verilməyib: ödəyəni yoxdur və ya qalıqdır", "given to no payer: nobody pays it so, or what is left"
    ),
    "no_fin": Words(
        "ödəyənə verilməyib: alanın FİN-i yoxdur, fayldan kənar ödəyin",
        "given to no payer: the payee has no FIN, pay it outside the file",
    ),
    "sent": Words("ödəyəndədir", "with the payer"),
    "unknown": Words("taleyi məlum deyil", "nobody knows"),
    "refused": Words("ödəyən ödəməyib", "refused by the payer"),
    "outside": Words("fayldan kənar ödəniş: ikinci şəxsi gözləyir", "paid outside the file: waits for a second person"),
    "paid": Words("ödənilib", "paid"),
    "overpaid": Words("artıq ödənilib", "paid too much"),
    "corrected": Words("düzəlişdən sonra ödəniləcək məbləğ yoxdur", "corrected: nothing is due"),
}
_TASKS: Final = {
    "death": Words("ödənişdən sonra ölüm qeydə alınıb", "a death was registered after the payment"),
    "not_received": Words(
        "alan deyir ki, pul gəlməyib və ya tam gəlməyib", "the payee says that it did not come whole"
    ),
}
_ODD: Final = {
    "list": Words("siyahı ilə öhdəliklərin fərqi", "the list and what is owed differ"),
    "difference": Words("ödəyənə verilənlə cavabların fərqi", "what the payer was given and its answers differ"),
    "overpaid": Words("ödəyən deyiləndən çox ödəyib", "the payer paid more than it was told"),
    "overreturned": Words("ödəniləndən çox qayıdıb", "more came back than was credited"),
    "decide": Words("artıq ödəniş: qərar gözləyir", "paid too much: waits for a decision"),
}
_SUM = ColumnOf("qepik", Words("Məbləğ", "Sum"), "money")
_COUNT = ColumnOf("count", Words("Say", "Count"))
_WHAT = ColumnOf("what", Words("Nə", "What"))
_OPEN = ColumnOf("obligation", Words("Öhdəlik", "Obligation"), "id")
_PAID = (
    ColumnOf("paid", Words("Ödənilib", "Paid"), "money"),
    ColumnOf("returned", Words("Qayıdıb", "Returned"), "money"),
    ColumnOf("open", Words("Açıqdır", "Open"), "money"),
)
_PAYER = ColumnOf("payer", Words("Ödəyən", "Payer"))
_IN = ColumnOf("money_in", Words("Verilib", "Money in"), "money")


async def lists_of(needs: Needs, tx: Tx, period: str) -> Block:
    """The lists of a period, or of all: those with what nobody knows, and then with most that is open, first."""
    rows = await tx.fetch(
        "SELECT list_id, min(period) AS period, count(*) AS n, sum(amount) AS amount, sum(paid) AS paid,"
        " sum(returned) AS returned, sum(open) AS open, sum(overpaid) AS overpaid,"
        " sum(CASE WHEN status = 'unknown' THEN 1 ELSE 0 END) AS unknown,"
        " sum(CASE WHEN status IN ('owed', 'outside') THEN 1 ELSE 0 END) AS apart FROM"
        " (SELECT list_id, period, status, amount, paid, returned, open, overpaid FROM obligations UNION ALL"
        " SELECT s.list_id, o.period, '', s.amount, s.paid, s.returned, s.open, 0 FROM obligation_shares s"
        " JOIN obligations o ON o.id = s.obligation_id) AS parts"
        " WHERE period = :period OR :period = '' GROUP BY list_id"
        " ORDER BY sum(overpaid) DESC, sum(CASE WHEN status = 'unknown' THEN 1 ELSE 0 END) DESC,"
        " sum(open) DESC, list_id LIMIT :most",
        {"period": period, "most": MOST},
    )
    heads = await heads_of(needs, tx, [row["list_id"] for row in rows])
    columns = (
        ColumnOf("name", Words("Siyahı", "List")),
        ColumnOf("list", Words("Üzləşmə", "Reconciliation"), "id"),
        ColumnOf("period", Words("Dövr", "Period")),
        _COUNT,
        _IN,
        *_PAID,
        ColumnOf("overpaid", Words("Artıq", "Too much"), "money"),
        ColumnOf("unknown", Words("Naməlum", "Unknown")),
        ColumnOf("apart", Words("Ödəyənə verilməyib", "Given to no payer")),
    )
    return Block(
        "lists", Words("Siyahılar", "Lists"), columns, [_list_row(row, heads.get(row["list_id"])) for row in rows]
    )


def _list_row(row: Row, head: ListHead | None) -> tuple[Cell, ...]:
    sums = (int(row[name]) for name in ("n", "amount", "paid", "returned", "open", "overpaid", "unknown", "apart"))
    name = list_name(head) if head is not None else None
    return (name, f"payments/lists/{row['list_id']}", row["period"], *sums)


async def reconciled(needs: Needs, tx: Tx, list_id: str) -> Sequence[Block]:
    """All about one list's money."""
    paid, returned, still_open = await settled(needs, tx, list_id)
    later = await _later(tx, list_id)
    rows = await tx.fetch(
        "SELECT status, count(*) AS n, sum(amount) AS amount, sum(overpaid) AS overpaid FROM obligations"
        " WHERE list_id = :list GROUP BY status ORDER BY status",
        {"list": list_id},
    )
    owed = sum(int(row["amount"]) for row in (*rows, *later))
    said, (by_payer, outside) = await _listed(needs, tx, list_id), await _ways(needs, tx, list_id)
    odd: list[tuple[Cell, ...]] = [
        (_ODD[each.code], each.qepik, each.reference) for came_to in by_payer.values() for each in came_to.odd
    ]
    if said is not None and said != owed:
        odd.insert(0, (_ODD["list"], said - owed, ""))
    if overpaid := sum(int(row["overpaid"]) for row in rows):
        odd.append((_ODD["decide"], overpaid, ""))
    sides: list[tuple[Cell, ...]] = [
        (Words("siyahı", "list"), owed if said is None else said, paid, returned, still_open),
        *((title_of(name), each.money_in, each.paid, each.returned, each.open) for name, each in by_payer.items()),
    ]
    by_files = sum(each.paid for each in by_payer.values())
    # What two lists say of one obligation was paid once, so neither has more of it than came to it.
    if apart := min(sum(each.amount_qepik for _, each in outside), max(paid - by_files, 0)):
        sides.append((Words("fayldan kənar", "outside payers' files"), apart, apart, 0, 0))
    states = [(STATUSES[row["status"]], int(row["n"]), int(row["amount"])) for row in rows]
    return [
        Block("odd", Words("Düz gəlməyən", "What does not add up"), (_WHAT, _SUM, _REFERENCE), odd),
        Block(
            "sums",
            Words("Məbləğlər", "Sums"),
            (_WHAT, _IN, *_PAID),
            sides,
            Words("Verilən = ödənilən + qayıdan + açıq.", "Money in = paid + returned + open."),
        ),
        Block("states", Words("Öhdəliklər", "Obligations"), (_WHAT, _COUNT, _SUM), states),
        await _codes(tx, list_id),
        _outside(outside if apart else ()),
        _shares(later),
        await _waiting(needs, tx, list_id),
    ]


_PAPER = (
    ColumnOf("way", Words("Necə", "How")),
    ColumnOf("paper", Words("Ödəniş sənədi", "Paper")),
    ColumnOf("paid_on", Words("Ödəniş günü", "Paid on")),
    _SUM,
)
_REFERENCE = ColumnOf("reference", Words("İstinad", "Reference"), "hash")
_OUTSIDE = Words("Fayldan kənar", "Outside payers' files")
_AGAIN = Words(
    "Düzəliş və ya artıq göstərilmiş sətir: ikinci öhdəlik yaranmır.",
    "A correction, or a line that was owed already: no second obligation comes of it.",
)


async def list_title(needs: Needs, tx: Tx, list_id: str) -> Words | None:
    """What a list is called; None where no list of that id is kept."""
    head = (await heads_of(needs, tx, [list_id])).get(list_id)
    return list_name(head) if head is not None else None


async def _listed(needs: Needs, tx: Tx, list_id: str) -> int | None:
    """What goes out by the list itself, in qəpik; None where no list of that id is kept."""
    head = (await heads_of(needs, tx, [list_id])).get(list_id)
    return head.issue_qepik if head is not None else None


async def heads_of(needs: Needs, tx: Tx, lists: Sequence[str]) -> dict[str, ListHead]:
    """The lists themselves by id, as far as they are kept."""
    rows = await tx.fetch(
        "SELECT a.id, a.version, a.state_sealed FROM {rows} JOIN aggregates a ON a.id = r.id WHERE a.room = 'lists'",
        rows=ids(sorted(set(lists))),
    )
    unseal = needs.sealer.unseal
    return {
        row["id"]: LISTS.validate_json(unseal("aggregates.state", row["id"], row["state_sealed"], row["version"]))
        for row in rows
    }


async def _ways(needs: Needs, tx: Tx, list_id: str) -> tuple[dict[str, Reconciliation], list[tuple[str, Outside]]]:
    """What went by each payer; and what was paid outside their files, each with its obligation."""
    sql = "SELECT reference, payer, amount FROM instructions WHERE list_id = :list ORDER BY payer"
    given: dict[str, dict[str, int]] = {}
    for row in await tx.fetch(sql, {"list": list_id}):
        given.setdefault(row["payer"], {})[row["reference"]] = int(row["amount"])
    states = [state async for state in _states(needs, tx, list_id)]
    made = [each for state in states for each in state.instructions]
    paid = [(parse_id(state.id) or state.id, each) for state in states for each in state.outside]
    by_payer = {
        payer: reconcile(sum(sums.values()), (each for each in made if each.reference in sums))
        for payer, sums in given.items()
    }
    return by_payer, paid


async def _later(tx: Tx, list_id: str) -> Sequence[Row]:
    """What the list says of obligations that another has owed first."""
    return await tx.fetch(
        "SELECT obligation_id, amount, paid, returned, open FROM obligation_shares WHERE list_id = :list"
        " ORDER BY open DESC, obligation_id",
        {"list": list_id},
    )


def _shares(later: Sequence[Row]) -> Block:
    """Corrections and lines said again: each with what it came to."""
    sums = ("amount", "paid", "returned", "open")
    rows: list[tuple[Cell, ...]] = [
        (f"payments/obligations/{row['obligation_id']}", *(int(row[name]) for name in sums)) for row in later
    ]
    title = Words("Başqa siyahının öhdəlikləri", "Obligations of other lists")
    return Block("shares", title, (_OPEN, _SUM, *_PAID), rows[:MOST], _AGAIN)


def _outside(paid: Sequence[tuple[str, Outside]]) -> Block:
    """What was paid by a cheque, by post or at a desk, each by its paper."""
    rows = [(f"payments/obligations/{name}", *_by_paper(each)) for name, each in paid[:MOST]]
    return Block("outside", _OUTSIDE, (_OPEN, *_PAPER), rows)


def _by_paper(each: Outside) -> tuple[Cell, ...]:
    return (WAYS[each.way], each.paper, each.paid_on, each.amount_qepik)


async def _states(needs: Needs, tx: Tx, list_id: str) -> AsyncIterator[Obligation]:
    ledger, above = Ledger(needs.sealer), "0" * 32
    while True:
        rows = await tx.fetch(
            f"SELECT {OF_ROW} FROM ({_OF_LIST}) w JOIN obligations o ON o.id = w.id WHERE w.id > :above"
            " ORDER BY o.id LIMIT :most",
            {"list": list_id, "above": above, "most": _PAGE},
        )
        for row in rows:
            yield ledger.opened(row).state
        if len(rows) < _PAGE:
            return
        above = rows[-1]["id"]


async def _codes(tx: Tx, list_id: str) -> Block:
    rows = await tx.fetch(
        "SELECT payer, code, count(*) AS n, sum(amount) AS amount FROM instructions WHERE list_id = :list"
        " GROUP BY payer, code ORDER BY payer, code",
        {"list": list_id},
    )
    none = Words("cavab yoxdur", "no answer yet")
    said = [
        (
            title_of(row["payer"]),
            row["code"],
            words_of(row["payer"], row["code"]) or none,
            int(row["n"]),
            int(row["amount"]),
        )
        for row in rows
    ]
    columns = (_PAYER, ColumnOf("code", Words("Kod", "Code")), _WHAT, _COUNT, _SUM)
    return Block("codes", Words("Ödəyənlərin cavabları", "What payers say"), columns, said)


async def _waiting(needs: Needs, tx: Tx, list_id: str) -> Block:
    """What people have something to do about: deaths, too much, unknown, refused, outside files, given to nobody."""
    rows = await tx.fetch(
        f"SELECT o.id, o.payee, o.status, o.amount, t.kind FROM ({_OF_LIST}) w JOIN obligations o ON o.id = w.id"
        " LEFT JOIN payment_tasks t ON t.obligation_id = o.id"
        " AND t.closed_at IS NULL WHERE (t.kind IS NOT NULL OR o.status IN ('overpaid',"
        " 'unknown', 'refused', 'outside', 'owed')) ORDER BY CASE WHEN t.kind IS NULL THEN 1 ELSE 0 END,"
        " o.status DESC, o.id LIMIT :most",
        {"list": list_id, "most": MOST},
    )
    stands = await _stands(needs, tx, rows)
    said = [
        (f"payments/obligations/{row['id']}", _TASKS.get(row["kind"]) or words, int(row["amount"]))
        for row, words in zip(rows, stands, strict=True)
    ]
    return Block("waiting", Words("Baxılmalıdır", "To be looked at"), (_OPEN, _WHAT, _SUM), said)


async def _stands(needs: Needs, tx: Tx, rows: Sequence[Row]) -> list[Words]:
    """Where each of these stands; of what was given to no payer also why it cannot be."""
    lack = await without_fin(needs, tx, {row["payee"] for row in rows if row["status"] == "owed"})
    return [STATUSES["no_fin" if row["status"] == "owed" and row["payee"] in lack else row["status"]] for row in rows]


async def payments_of(needs: Needs, tx: Tx, person: str) -> Block:
    """A person's payments, the newest period first: what a certificate of payments says."""
    rows = await tx.fetch(
        f"SELECT {OF_ROW}, o.status, o.period FROM obligations o WHERE o.person = :person"
        " ORDER BY o.period DESC, o.id LIMIT :most",
        {"person": person, "most": MOST},
    )
    ledger, lines = Ledger(needs.sealer), []
    for row, stands in zip(rows, await _stands(needs, tx, rows), strict=True):
        state = ledger.opened(row).state
        said = [each.value_day for made in state.instructions for each in made.replies if each.value_day]
        last = max([*said, *(each.paid_on for each in state.outside)], default=None)
        words = _how(stands, state.outside)
        lines.append((f"payments/obligations/{row['id']}", row["period"], state.owed_qepik, *state.sums, last, words))
    columns = (
        _OPEN,
        ColumnOf("period", Words("Dövr", "Period")),
        ColumnOf("owed", Words("Öhdəlik", "Owed"), "money"),
        *_PAID,
        ColumnOf("paid_on", Words("Ödəniş günü", "Paid on")),
        _WHAT,
    )
    return Block("payments", Words("Ödənişlər", "Payments"), columns, lines)


def _how(stands: Words, outside: Sequence[Outside]) -> Words:
    """Where it stands, and by which papers it was paid outside payers' files."""
    papers = [Words(f"{WAYS[each.way].az} № {each.paper}", f"{WAYS[each.way].en} No {each.paper}") for each in outside]
    return Words("; ".join(w.az for w in (stands, *papers)), "; ".join(w.en for w in (stands, *papers)))


async def obligation_blocks(needs: Needs, tx: Tx, state: Obligation) -> Sequence[Block]:
    """One obligation: its sums, each attempt with what its payer said of it, what was paid outside payers' files."""
    numbers = await numbers_of(needs, tx, [each.account for each in state.instructions])
    sums = [(state.owed_qepik, *state.sums, state.overpaid_qepik)]
    made = [
        (
            each.reference,
            title_of(each.payer),
            numbers[each.account].masked if each.account in numbers else "",
            each.amount_qepik,
            _said(each),
        )
        for each in state.instructions
    ]
    owed, over = ColumnOf("owed", Words("Öhdəlik", "Owed"), "money"), ColumnOf("over", Words("Artıq", "Over"), "money")
    account = ColumnOf("account", Words("Hesab", "Account"))
    attempts = Words("Ödəniş tapşırıqları", "Instructions")
    papers = [_by_paper(each) for each in state.outside]
    return [
        Block("sums", Words("Məbləğlər", "Sums"), (owed, *_PAID, over), sums),
        Block("instructions", attempts, (_REFERENCE, _PAYER, account, _SUM, _WHAT), made),
        Block("outside", _OUTSIDE, _PAPER, papers),
        *_complaints(state),
    ]


def _complaints(state: Obligation) -> Sequence[Block]:
    columns = (
        ColumnOf("against", Words("Hansı qərardan", "Against the decision")),
        ColumnOf("complaint", Words("Şikayət", "Complaint")),
        ColumnOf("verdict", Words("Nəticə", "What came of it")),
    )
    rows: list[tuple[str, str, Words]] = [
        (each.against, name, VERDICTS[each.verdict] if each.verdict is not None else _WAITS)
        for name, each in state.complaints.items()
    ]
    return (
        [Block("complaints", Words("Artıq ödəniş şikayətləri", "Complaints about it"), columns, rows)] if rows else []
    )


_WAITS = Words("baxılmayıb: geri tələb olunmur", "not decided: nothing is asked back")


def _said(each: Instruction) -> Words | str:
    words = [said for reply in each.replies if (said := words_of(each.payer, reply.code))]
    return Words("; ".join(w.az for w in words), "; ".join(w.en for w in words)) if words else ""
