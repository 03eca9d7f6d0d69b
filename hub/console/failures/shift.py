"""The shift handover: what is open, promised and paused, signed over to the next operator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.people import Directory
from hub.access.people import Person, people_in_force
from hub.access.rights import Right, rights_of
from hub.app import Hub
from hub.console.failures.listing import Board, GroupLine, board_for, called
from hub.console.pages import page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep, refused_field
from hub.console.writing import exactly
from hub.errors import Forbidden, Words
from hub.exchange.care.handover import Shift, hand_over, last_handovers, take_over
from hub.exchange.care.notices import Notice
from hub.exchange.destinations import whole_name
from hub.exchange.repair.names import REPAIR_STATES
from hub.exchange.repair.reading import list_repairs
from hub.exchange.repair.states import RepairState
from hub.exchange.steering import operations_by_name, paused_routes
from hub.store.ids import NEWEST
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx
from hub.web.context import HubDep, Id, hub_of
from hub.web.numbers import number
from hub.web.repair_verbs import verb


async def operators(request: Request) -> Sequence[Person]:
    """Everybody who may own failures, by name; in a sandbox its invented people too."""
    async with hub_of(request).store.read() as tx:
        found = {person.login: person for person in await people_in_force(tx)}
    for person in request.app.state.well_known_people.values():
        found.setdefault(person.login, person)
    return [each for each in found.values() if Right.STEER in rights_of(each.roles)]


async def operator_named(sent: Sent, field: str) -> str:
    """The login in a field, if it is an operator's and not one's own; Refused."""
    login = sent.form.text(field)
    if login == sent.who.login or login not in {each.login for each in await operators(sent.request)}:
        raise refused_field(field, _NO_SUCH)
    return login


_NO_SUCH = Words("Siyahıdan başqa bir operator seçin.", "Choose another operator from the list.")


MOST = 100


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One line of the handover and where it leads."""

    words: Words
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; `nothing` stands where there is none."""

    title: Words
    nothing: Words
    entries: Sequence[HandoverLine]


async def sections_for(request: Request, hub: Hub, who: Viewer) -> list[Section]:
    """How everything stands at this moment."""
    board, directory = await board_for(request, hub, who), (await hub.office.documents.around()).directory
    async with hub.store.read() as tx:
        paused = await _paused(tx, hub.sealer, directory)
        repairs = await _repairs(tx, hub.sealer, directory)
    return [
        Section(
            Words("Açıq qalanlar", "Open"),
            Words("Açıq qalan yoxdur.", "Nothing is open."),
            _open(hub, board, directory),
        ),
        Section(
            Words("Cavab gözlənilən bildirişlər", "Promised: answers due"),
            Words("Cavab gözlənilmir.", "No answer is awaited."),
            _promised(hub, board, directory),
        ),
        Section(
            Words("Əməkdaşın dayandırdıqları", "Paused by a person"),
            Words("Dayandırılan yoxdur.", "Nothing is paused."),
            paused,
        ),
        Section(
            Words("Gedən bərpalar", "Repairs not ended"), Words("Gedən bərpa yoxdur.", "No repair is running."), repairs
        ),
    ]


def as_text(sections: Sequence[Section], who: Viewer, now: int) -> str:
    """The same as plain text in the viewer's language, to be copied or signed."""
    say: Callable[[Words], str] = who.say
    lines = [
        say(Words(f"Növbənin təhvili, {exactly(now)} (Bakı vaxtı)", f"Shift handover, {exactly(now)} (Baku time)"))
    ]
    for section in sections:
        lines += ["", say(section.title)]
        lines += [f"- {say(entry.words)}" for entry in section.entries] or [say(section.nothing)]
    return "\n".join(lines)


def _open(hub: Hub, board: Board, directory: Directory) -> list[HandoverLine]:
    return [_group(hub, line, directory) for line in board.lines if not line.waits_for_agency][:MOST]


def _group(hub: Hub, line: GroupLine, directory: Directory) -> HandoverLine:
    name, count = called(hub, line.group), number(line.count)
    owner = directory.name(line.owner.login) if line.owner else None
    return HandoverLine(
        Words(
            f"{name.az} — {count}; kimdədir: {owner or 'heç kimdə'}; ilk dəfə: {exactly(line.group.first_seen)}",
            f"{name.en} — {count}; in hand: {owner or 'nobody'}; since {exactly(line.group.first_seen)}",
        ),
        f"{PATH}/failures/{line.group.fingerprint}",
    )


def _promised(hub: Hub, board: Board, directory: Directory) -> list[HandoverLine]:
    found = [(line, line.notice) for line in board.lines if line.notice is not None]
    found.sort(key=lambda pair: pair[1].telling.answer_due)
    return [_promise(hub, line, notice, directory) for line, notice in found[:MOST]]


def _promise(hub: Hub, line: GroupLine, notice: Notice, directory: Directory) -> HandoverLine:
    name, due = called(hub, line.group), exactly(notice.telling.answer_due)
    by = directory.name(notice.sent_by, notice.sent_at)
    late = Words(" (gecikir)", " (overdue)") if line.overdue else Words("", "")
    return HandoverLine(
        Words(
            f"{name.az} — cavabın vaxtı: {due}{late.az}; bildirən: {by}",
            f"{name.en} — answer due {due}{late.en}; informed by {by}",
        ),
        f"{PATH}/failures/{line.group.fingerprint}#notices",
    )


async def _paused(tx: Tx, sealer: Sealer, directory: Directory) -> list[HandoverLine]:
    operations = [row for row in (await operations_by_name(tx, sealer)).values() if row["paused_by"] is not None]
    routes = (await paused_routes(tx, sealer)).values()
    return [_pause(row, directory.name(row["paused_by"], row["paused_at"])) for row in (*operations, *routes)][:MOST]


def _pause(row: Row, by: str) -> HandoverLine:
    why, name = row["pause_reason"] or "—", whole_name(row["name"])
    words = Words(f"{name.az} — dayandıran: {by}; səbəb: {why}", f"{name.en} — paused by {by}; reason: {why}")
    return HandoverLine(words, f"{PATH}/agencies")


async def _repairs(tx: Tx, sealer: Sealer, directory: Directory) -> list[HandoverLine]:
    rows = await list_repairs(tx, sealer, NEWEST, MOST, "open")
    return [HandoverLine(_repair(row, directory), f"{PATH}/repairs/{row['id']}") for row in rows]


def _repair(row: Row, directory: Directory) -> Words:
    name, state = verb(row["action"], row["items_total"]), REPAIR_STATES[RepairState(row["state"])]
    by = directory.name(row["made_by"].rpartition("/")[2], row["created_at"])
    gone = f"{number(row['released'])} / {number(row['items_total'])}"
    return Words(
        f"{name.az} — {state.az}, {gone}; tərtib edən: {by}; səbəb: {row['reason']}",
        f"{name.en} — {state.en}, {gone}; made by {by}; reason: {row['reason']}",
    )


router = APIRouter()
HERE = f"{PATH}/failures/handover"
LONGEST_REMARK = 2_000


@router.get("/failures/handover")
@gets(Right.SEE)
async def handover(request: Request, hub: HubDep, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """How things stand, as a text; and the last handovers."""
    if who.at_agency:
        raise Forbidden("failure.handover", _OURS)
    sections = await sections_for(request, hub, who)
    async with hub.store.read() as tx:
        last = await last_handovers(tx, hub.sealer)
        now = await tx.now()
    return await page(
        request,
        who,
        "failures/handover.html",
        tried=tried,
        sections=sections,
        last=last,
        text=as_text(sections, who, now),
        operators=await operators(request),
    )


@router.post("/failures/handover")
@posts(Right.STEER, handover)
async def sign_over(sent: SentDep) -> str:
    """Leave what is open to the next operator, with the groups that one has in hand."""
    hub, who = sent.hub, sent.who
    to = await operator_named(sent, "to")
    sections = await sections_for(sent.request, hub, who)
    async with hub.store.read() as tx:
        now = await tx.now()
    remark = sent.form.text("remark")[:LONGEST_REMARK]
    await hand_over(hub.store, hub.sealer, Shift(who.login, to, as_text(sections, who, now), remark))
    return f"{HERE}#last"


@router.post("/failures/handover/{handover_id}/take")
@posts(Right.STEER)
async def take(sent: SentDep, handover_id: Id) -> str:
    """Confirm that one has taken the shift over."""
    await take_over(sent.hub.store, handover_id, sent.who.login)
    return f"{HERE}#last"


_OURS = Words("Növbəni komitənin operatorları təhvil verir.", "Shifts are handed over by the committee's operators.")
