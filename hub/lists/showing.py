"""A run and a list as tables: the month in a line, counts and sums, what changed by reason. Nobody is named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from document_flow.context import Context
from document_flow.dates_az import MONTHS
from document_flow.lists.comparing import Tally
from document_flow.lists.state import PHASES, Approval, ListHead, Phase
from document_flow.programmes import programmes
from document_flow.runs.acts.open_run import KINDS
from document_flow.runs.acts.withhold_group import GROUPS
from document_flow.runs.state import RunHead
from document_flow.words import Words
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Needs, Stored
from hub.lists.reading import lists_of
from hub.lists.rows import Changed, changes_of, reasons_of
from hub.store.tx import Tx

MOST: Final = 500
"""Rows of a table that are shown."""
_SUM = ColumnOf("qepik", Words("Məbləğ", "Sum"), "money")
_COUNT = ColumnOf("count", Words("Sayı", "Number"))
_PHASE = ColumnOf("phase", Words("Vəziyyət", "Where it stands"))
_WHAT = (ColumnOf("what", Words("Nə", "What")), ColumnOf("value", Words("Dəyər", "Value")))
_CHANGES: Mapping[str, Words] = {
    "new": Words("yeni", "new"),
    "kept": Words("dəyişməyib", "unchanged"),
    "changed": Words("dəyişib", "changed"),
    "ended": Words("çıxıb", "ended"),
    "left_out": Words("siyahıda yoxdur", "not on the list"),
}
_REASONS: Mapping[str, Words] = {
    "granted": Words("təyinat qərarı", "decision that grants"),
    "ended": Words("xitam qərarı", "decision that ends"),
    "suspended": Words("dayandırma qərarı", "decision that suspends"),
    "expired": Words("müddəti bitib", "its term is over"),
    "not_yet": Words("hələ başlamayıb", "not begun yet"),
    "death": Words("ölüm aktı", "record of a death"),
    "mandate": Words("nümayəndəlik", "mandate"),
    "parent": Words("valideyn", "parent"),
    "deprived": Words("valideyn hüququndan məhrum edilib", "a parent was deprived of parental rights"),
    "no_parent": Words("valideyni məlum deyil", "no parent is known"),
    "of_age": Words("yetkinlik", "of age"),
    "account": Words("hesab", "account"),
    "moved": Words("başqa siyahıdan köçüb", "moved from another list"),
    "silent": Words("heç kim heç nə demir", "nobody says anything"),
    "recheck": Words("həll olunmayıb", "not decided yet"),
    "no_act": Words("aktı yoxdur", "no act says so"),
    "doubted": Words(
        "əsası dəyişib, məsul şəxs baxmalıdır; aktsız dayandırılmır", "its ground has changed: look; paid until an act"
    ),
    "no_fin": Words("alanın FİN-i yoxdur: fayldan kənar ödənilir", "no FIN: paid outside payers' files"),
}


def run_name(head: RunHead) -> Words:
    """A run in a list of runs."""
    kind, named, period = KINDS[head.run.kind], _programme(head), _period(head.run.period)
    return Words(f"{named.az}, {period.az}: {kind.az.lower()}", f"{named.en}, {period.en}: {kind.en.lower()}")


def list_name(head: ListHead) -> Words:
    """A list among others: its pair and period."""
    origin, settlement = (each or "–" for each in (head.cut.origin, head.cut.settlement))
    named, period = _programme(head), _period(head.run.period)
    return Words(
        f"{origin} → {settlement}, {named.az}, {period.az}", f"{origin} → {settlement}, {named.en}, {period.en}"
    )


def _period(period: str) -> Words:
    """A month by its name; a quarter or a year as it stands."""
    year, _, number = period.partition("-")
    if not number.isdigit():
        return Words(period, period)
    month = MONTHS[int(number) - 1]
    return Words(f"{month.az} {year}", f"{month.en} {year}")


def _programme(head: RunHead | ListHead) -> Words:
    found = programmes().get(head.run.programme)
    return found.title if found is not None else Words(head.run.programme, head.run.programme)


def run_shown(head: RunHead, context: Context) -> Sequence[Block]:
    """What the run was fixed to, and who has approved."""
    run = head.run
    rows: list[tuple[Cell, Cell]] = [
        (Words("Hüquqi gün", "Legal day"), run.legal_day),
        (Words("Məlumatın anı", "Known at"), run.known_at),
        *(
            (Words(f"{name} cədvəlinin heşi", f"Hash of the table {name}"), sha[:16])
            for name, sha in sorted(run.tables.items())
        ),
        *([(Words("Kök", "Root"), head.root)] if head.root else []),
        (Words("Reyestrdə şəxsi olmayan təyinatlar", "Rights whose person is not in the register"), head.unplaced),
    ]
    if head.ended:
        rows.append((Words("Səbəb", "Reason"), head.ended))
    return (
        Block("run", Words("Gedişat", "Run"), _WHAT, rows),
        *_groups(head, context),
        _approvals(run.parties, head.approvals, context),
    )


def _groups(head: RunHead, context: Context) -> Sequence[Block]:
    columns = (
        ColumnOf("who", Words("Kimlər", "Who")),
        ColumnOf("place", Words("Yer", "Place")),
        ColumnOf("document", Words("Sənəd", "Document")),
        ColumnOf("reason", Words("Səbəb", "Reason")),
        ColumnOf("proposed_by", Words("Təklif edən", "Proposed by")),
    )
    rows: list[Sequence[Cell]] = [
        (
            GROUPS[each.which],
            each.place,
            each.basis.document,
            each.basis.reason,
            context.directory.name(each.proposed_by),
        )
        for each in head.groups
    ]
    return [Block("groups", Words("Saxlanılan qruplar", "Groups that are withheld"), columns, rows)] if rows else []


def list_shown(head: ListHead, context: Context) -> Sequence[Block]:
    """Its counts, its chunks, who has approved."""
    tally = head.tally
    rows: list[tuple[Cell, Cell]] = [
        (Words("Gedişat", "Run"), run_name(RunHead(run=head.run))),
        *((_CHANGES[name], getattr(tally, name)) for name in _CHANGES),
        (Words("Baxılmalıdır", "To be looked at"), tally.to_look_at),
        (Words("Ödənilmir (saxlanılıb)", "Withheld"), len(head.withheld)),
        (
            Words("Saxlanması təklif olunub", "Proposed to be withheld"),
            len(head.proposal.entries) if head.proposal else 0,
        ),
        (Words("Kök", "Root"), head.root or None),
    ]
    if head.ended:
        rows.append((Words("Səbəb", "Reason"), head.ended))
    sums = Block(
        "sums",
        Words("Məbləğlər", "Sums"),
        (_WHAT[0], _SUM),
        [
            (Words("Siyahıda", "On the list"), tally.total_qepik),
            (Words("Buraxılır", "Goes out"), head.issue_qepik),
            (Words("Ödənilib", "Paid"), head.paid_qepik),
            (Words("Qayıdıb", "Returned"), head.returned_qepik),
        ],
    )
    chunks = Block(
        "chunks",
        Words("Hissələr", "Chunks"),
        (ColumnOf("number", Words("Nömrə", "Number")), _COUNT, _SUM, ColumnOf("worker", Words("İşləyən", "Worker"))),
        [
            (number, each.tally.entries, each.tally.total_qepik, None if each.hash else each.worker or None)
            for number, each in enumerate(head.chunks[:MOST], 1)
        ],
    )
    return (
        Block("list", Words("Siyahı", "List"), _WHAT, rows, _line(tally)),
        sums,
        _approvals(head.run.parties, head.approvals, context),
        chunks,
    )


async def run_more(needs: Needs, tx: Tx, kind: Kind[ListHead], stored: Stored[RunHead]) -> Sequence[Block]:
    """The month in a line, where its lists stand, each of them, and what changed by which reason."""
    tables = AggregateStore(needs.sealer, needs.hash)
    whole, phases, rows = Tally(), defaultdict[Phase, Tally](Tally), list[tuple[Cell, ...]]()
    counts: Counter[Phase] = Counter()
    async for each in lists_of(tx, tables, kind, stored.id):
        head, tally = each.state, each.state.tally
        counts[head.phase] += 1
        phases[head.phase] += tally
        whole += tally
        rows.append(
            (
                f"lists/{each.id}",
                head.cut.origin or "–",
                head.cut.settlement or "–",
                PHASES[head.phase],
                tally.entries,
                head.issue_qepik,
                tally.to_look_at,
            )
        )
    columns = (
        ColumnOf("id", Words("Siyahı", "List"), "id"),
        ColumnOf("origin", Words("Haradan", "Origin")),
        ColumnOf("settlement", Words("Məskunlaşma", "Settlement")),
        _PHASE,
        _COUNT,
        _SUM,
        ColumnOf("tasks", Words("Baxılmalıdır", "To be looked at")),
    )
    return (
        Block(
            "month",
            Words("Dövr", "The period"),
            (_PHASE, ColumnOf("lists", Words("Siyahı", "Lists")), _COUNT, _SUM),
            [(PHASES[name], counts[name], each.entries, each.total_qepik) for name, each in phases.items()],
            _line(whole),
        ),
        _by_reason(await reasons_of(tx, stored.id)),
        Block("lists", Words("Siyahılar", "Lists"), columns, sorted(rows, key=_most_tasks)[:MOST]),
    )


async def list_more(needs: Needs, tx: Tx, stored: Stored[ListHead]) -> Sequence[Block]:
    """Each line that is not as it was, or that needs people."""
    columns = (
        ColumnOf("line", Words("Sətir", "Line")),
        ColumnOf("change", Words("Dəyişiklik", "Change")),
        ColumnOf("reason", Words("Səbəb", "Reason")),
        ColumnOf("act", Words("Akt", "Act")),
        ColumnOf("before", Words("Əvvəl", "Before"), "money"),
        ColumnOf("now", Words("İndi", "Now"), "money"),
    )
    found = await changes_of(tx, needs.sealer, stored.id, MOST)
    return (Block("changes", Words("Dəyişənlər", "What changed"), columns, [tuple(_cells(each)) for each in found]),)


def _cells(each: Changed) -> Iterator[Cell]:
    yield each.number
    yield _CHANGES[each.change]
    yield _REASONS.get(each.reason, Words(each.reason, each.reason))
    yield each.basis.document if each.basis else None
    yield each.before_qepik
    yield each.qepik if each.change in ("new", "kept", "changed") else None


def _most_tasks(row: Sequence[Cell]) -> tuple[int, str, str]:
    return -int(str(row[6])), str(row[1]), str(row[2])


def _by_reason(reasons: Counter[str]) -> Block:
    rows = [(_REASONS.get(name, Words(name, name)), n) for name, n in reasons.most_common(MOST)]
    return Block("reasons", Words("Səbəblər üzrə", "By reason"), (_WHAT[0], _COUNT), rows)


def _line(tally: Tally) -> Words:
    """`Dəyişməyib: 412 306; baxılmalıdır: 37.`: whoever is left out needs people too, and was not kept."""
    if tally == Tally():
        return Words(
            "Hələ heç bir ödəniş əvvəlki dövrlə müqayisə olunmayıb.",
            "No payment was compared with the last period yet.",
        )
    kept = tally.kept - (tally.tasks - tally.left_out)
    moved = " / ".join(_grouped(each) for each in (tally.new, tally.changed, tally.ended))
    same, tasks = _grouped(kept), _grouped(tally.to_look_at)
    return Words(
        f"Dəyişməyib: {same}; baxılmalıdır: {tasks}; aktla yeni / dəyişib / çıxıb: {moved}.",
        f"Unchanged: {same}; to be looked at: {tasks}; by an act new / changed / ended: {moved}.",
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def _approvals(parties: Sequence[str], approvals: Mapping[str, Approval], context: Context) -> Block:
    directory = context.directory
    rows = [
        (directory.title(party), directory.name(said.by) if said else None, said.document if said else None)
        for party, said in ((each, approvals.get(each)) for each in parties)
    ]
    columns = (
        ColumnOf("party", Words("Tərəf", "Party")),
        ColumnOf("by", Words("Kim", "Who")),
        ColumnOf("document", Words("Sənəd", "Document")),
    )
    missing = ", ".join(directory.title(each).az for each in parties if each not in approvals)
    missing_en = ", ".join(directory.title(each).en for each in parties if each not in approvals)
    note = Words(f"Gözlənilir: {missing}.", f"Missing: {missing_en}.") if missing else None
    return Block("approvals", Words("Tərəflərin təsdiqi", "Approvals"), columns, rows, note)
