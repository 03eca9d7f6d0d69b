"""The room of audits of refusals: whom the hub finds, the seed that nobody chooses, facts gathered anew, and figures.

The seed is the head of the log of evidence at the announced moment: it follows from everything that the house and all
agencies have done by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from document_flow.audits.acts.find import ReadAnew, StateFinding
from document_flow.audits.acts.plan import DrawSample, PlanAudit
from document_flow.audits.kernel import ROOM
from document_flow.audits.rate import in_words
from document_flow.audits.standing import Standing, refusal
from document_flow.audits.state import FRESH, VERDICTS, Audit, Plan
from document_flow.cases.state import Case
from document_flow.context import BAKU, Context
from document_flow.dates_az import short_date
from document_flow.form import Option
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, ColumnOf, Kind, Needs, Stored, stands
from hub.clock import SECOND
from hub.documents.law.rulings import today
from hub.evidence.note import read_checkpoint
from hub.programmes.case_store import CaseStore
from hub.programmes.relatives import is_related
from hub.store.legal_time import legal_now
from hub.store.tx import Tx, ids

_PATIENCE: Final = timedelta(days=3)
_AGAIN: Final = 3_600 * SECOND


async def _completes(needs: Needs, tx: Tx, _stored: Stored[Audit], command: Command) -> Command | Refusal:
    """Which refusals there are, and who had a part in one."""
    match command:
        case PlanAudit():
            if command.plan.programme not in programmes():
                return refusal("audits.programme", programme=command.plan.programme)
            entries = await _refused(needs, tx, command.plan)
            return replace(command, entries=entries, log_size=(await _head(tx))[0])
        case StateFinding():
            return await _by_whom(needs, tx, command)
        case _:
            return command


async def _refused(needs: Needs, tx: Tx, plan: Plan) -> tuple[str, ...]:
    """The ids of the cases whose refusal is of these days and stands, by the day of the decision in Baku."""
    rows = await tx.fetch(
        "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM cases c"
        " WHERE c.programme = :programme AND c.outcome = 'refused' ORDER BY c.id",
        {"programme": plan.programme},
    )
    store = CaseStore(needs.sealer, needs.hash)
    days = {row["id"]: _refused_on(store.opened(row).case) for row in rows}
    return tuple(name for name, day in days.items() if day is not None and plan.since <= day <= plan.until)


def _refused_on(case: Case) -> date | None:
    return case.ruling.as_of if case.ruling is not None else None


async def _head(tx: Tx) -> tuple[int, str]:
    """How long the log of evidence is, and its root in hexadecimal."""
    rows = await tx.fetch("SELECT h.size, h.checkpoint FROM tree_heads h ORDER BY h.size DESC LIMIT 1")
    found = read_checkpoint(rows[0]["checkpoint"]) if rows else None
    return (found.size, found.root) if found is not None else (0, "")


async def _by_whom(needs: Needs, tx: Tx, command: StateFinding) -> StateFinding:
    store = CaseStore(needs.sealer, needs.hash)
    found = await store.get(tx, command.case)
    if found is None:
        return command
    related = any([await is_related(tx, store, command.by, each) for each in found.case.people])
    return replace(command, hands=_hands(found.case) | ({command.by} if related else frozenset[str]()))


def _hands(case: Case) -> frozenset[str]:
    """Whoever registered, drafted, decided or heard it, or decided a complaint about it."""
    hands = set(case.application.hands if case.application is not None else ())
    hands |= {each for ruling in (case.ruling,) if ruling is not None for each in (ruling.by, ruling.drafted_by)}
    hands |= {case.hearing.held_by} if case.hearing is not None else set()
    hands |= {each for linked in case.linked.values() for each in (linked.by, linked.decided_by)}
    return frozenset((*hands, *case.barred)) - {"", HUB}


async def _works(aggregates: Aggregates, stored: Stored[Audit]) -> None:
    """The sample, once its moment has come and the log has grown; then each case of it is read anew. An agency that
    does not answer is asked again for some days; after them it is undecided.
    """
    redecides, audit = aggregates.needs.redecides, stored.state
    if audit.phase == "planned":
        await _draw(aggregates, stored)
    if redecides is None:
        return
    async with aggregates.store.read() as tx:
        is_over = today(await legal_now(tx)) > _asked_until(audit)
    is_silent = False
    for case in audit.unread:
        fresh = await redecides(case)
        if fresh is None and not is_over:
            is_silent = True
            continue
        await aggregates.by_hub(AUDITS, stored.id, ReadAnew(by=HUB, case=case, fresh=fresh or "undecided"))
    if is_silent:
        async with aggregates.store.write() as tx:
            await look_again(tx, stored.id, _AGAIN)


def _asked_until(audit: Audit) -> date:
    """The last day on which an agency that does not answer is asked again."""
    return (audit.plan.draws_at + _PATIENCE).astimezone(BAKU).date()


async def _draw(aggregates: Aggregates, stored: Stored[Audit]) -> None:
    async with aggregates.store.write() as tx:
        size, root = await _head(tx)
        now = (await aggregates.needs.context(tx)).now
        if now < stored.state.plan.draws_at or size <= stored.state.log_size:  # legal time may lag a second
            await look_again(tx, stored.id, SECOND)
            return
    await aggregates.by_hub(AUDITS, stored.id, DrawSample(by=HUB, root=root, log_size=size))


async def _fills(_needs: Needs, tx: Tx, stored: Stored[Audit]) -> Mapping[str, tuple[Option, ...]]:
    numbers = await _numbers(tx, stored.state.sample)
    waiting = [each for each in stored.state.sample if each in stored.state.fresh and each not in stored.state.findings]
    return {
        "programme": tuple(Option(each.id, each.title) for each in programmes().values()),
        "case": tuple(Option(each, Words(numbers[each], numbers[each])) for each in waiting if each in numbers),
    }


async def _numbers(tx: Tx, cases: Sequence[str]) -> Mapping[str, str]:
    """The number of each application."""
    rows = await tx.fetch("SELECT c.id, c.number FROM {rows} JOIN cases c ON c.id = r.id", rows=ids(list(cases)))
    return {row["id"]: row["number"] for row in rows}


def _shown(audit: Audit, context: Context) -> Sequence[Block]:
    facts = (
        ColumnOf("size", Words("Seçim", "Sample")),
        ColumnOf("of", Words("İmtinalar", "Refusals")),
        ColumnOf("draws_at", Words("Seçim anı", "Moment of the sample")),
        ColumnOf("root", Words("Jurnalın başlığı", "Head of the log"), "hash"),
        ColumnOf("log_size", Words("Jurnalın uzunluğu", "Length of the log")),
        ColumnOf("by", Words("Planlaşdıran", "Planned by")),
    )
    by = context.directory.name(audit.by) if audit.by else ""
    said = (audit.plan.size, len(audit.entries), audit.plan.draws_at, audit.root, audit.log_size, by)
    found = [Block("audit", Words("Yoxlama", "Audit"), facts, [said])]
    if audit.findings:
        columns = (ColumnOf("verdict", Words("Nəticə", "Finding")), ColumnOf("count", Words("Say", "Number")))
        rows = [(VERDICTS[each], count) for each, count in audit.counts.items()]
        found.append(Block("counts", Words("Nəticələr", "Findings"), columns, rows, rate_of(audit)))
    return found


def rate_of(audit: Audit) -> Words | None:
    """The rate of false exclusions, once everything is found."""
    counts = audit.counts
    return in_words(counts["differs"], counts["agrees"] + counts["differs"]) if audit.phase == "closed" else None


async def _more(_needs: Needs, tx: Tx, stored: Stored[Audit]) -> Sequence[Block]:
    """The sample, in its order."""
    audit, numbers = stored.state, await _numbers(tx, stored.state.sample)
    columns = (
        ColumnOf("number", Words("Ərizə", "Application")),
        ColumnOf("fresh", Words("İndiki məlumatla", "With facts of now")),
        ColumnOf("verdict", Words("Nəticə", "Finding")),
        ColumnOf("reason", Words("Səbəb", "Reason")),
        ColumnOf("case", Words("İcraat", "Case"), "id"),
    )
    rows = []
    for each in audit.sample:
        finding, fresh = audit.findings.get(each), audit.fresh.get(each)
        verdict, reason = (VERDICTS[finding.verdict], finding.reason) if finding is not None else (None, None)
        rows.append((numbers.get(each), FRESH[fresh] if fresh else None, verdict, reason, f"cases/{each}"))
    return [Block("sample", Words("Seçim", "Sample"), columns, rows, _awaited(audit))] if rows else []


def _awaited(audit: Audit) -> Words | None:
    """Why something of the sample is not read yet."""
    if not audit.unread:
        return None
    day = short_date(_asked_until(audit))
    return Words(
        f"Oxunmayanın mənbələri soruşulur; cavab verməyən qurum {day} tarixinədək hər saat yenidən soruşulur.",
        f"Sources of what is not read are being asked; an agency that does not answer is asked every hour until {day}.",
    )


def _name(audit: Audit) -> Words:
    plan = audit.plan
    found, days = programmes().get(plan.programme), f"{short_date(plan.since)} – {short_date(plan.until)}"
    title = found.title if found is not None else Words(plan.programme, plan.programme)
    return Words(f"{title.az}, {days}", f"{title.en}, {days}")


AUDITS: Final = Kind(
    of=ROOM,
    part="cases",
    rights=(Right.CASES,),
    closed=frozenset(("closed",)),
    name=_name,
    standing=stands(Standing),
    shown=_shown,
    more=_more,
    completes=_completes,
    fills=_fills,
    due=lambda audit: (
        audit.plan.draws_at if audit.phase == "planned" else audit.phase == "drawn" and bool(audit.unread)
    ),
    works=_works,
)
