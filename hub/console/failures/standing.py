"""What one shift leaves to the next, as sections of lines: open groups, promises, pauses and running repairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import Request

from hub.app import Hub
from hub.console.failures.listing import Board, Line, board_for
from hub.console.repairs.verbs import verb
from hub.console.viewer import PATH, Viewer
from hub.console.writing import exactly, number
from hub.errors import Words
from hub.exchange.care.notices import Notice
from hub.exchange.repair.names import REPAIR_STATES
from hub.exchange.repair.reading import list_repairs
from hub.exchange.repair.states import RepairState
from hub.exchange.steering import operations_by_name, paused_routes
from hub.store.ids import NEWEST
from hub.store.tx import Row, Tx

MOST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the handover and where it leads."""

    words: Words
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; `nothing` stands where there is none."""

    title: Words
    nothing: Words
    entries: Sequence[Entry]


async def sections_for(request: Request, hub: Hub, who: Viewer) -> list[Section]:
    """How everything stands at this moment."""
    board = await board_for(request, hub, who)
    async with hub.store.read() as tx:
        paused = await _paused(tx)
        repairs = await _repairs(tx)
    return [
        Section(Words("Açıq qalanlar", "Open"), Words("Açıq qalan yoxdur.", "Nothing is open."), _open(board)),
        Section(
            Words("Cavab gözlənilən bildirişlər", "Promised: answers due"),
            Words("Cavab gözlənilmir.", "No answer is awaited."),
            _promised(board),
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


def _open(board: Board) -> list[Entry]:
    return [_group(line) for line in board.lines if not line.waits_for_agency][:MOST]


def _group(line: Line) -> Entry:
    name, count = f"{line.group.where}: {line.group.code or '—'}", number(line.count)
    owner = line.owner.login if line.owner else None
    return Entry(
        Words(
            f"{name} — {count}; kimdədir: {owner or 'heç kimdə'}; ilk dəfə: {exactly(line.group.first_seen)}",
            f"{name} — {count}; in hand: {owner or 'nobody'}; since {exactly(line.group.first_seen)}",
        ),
        f"{PATH}/failures/{line.group.fingerprint}",
    )


def _promised(board: Board) -> list[Entry]:
    found = [(line, line.notice) for line in board.lines if line.notice is not None]
    found.sort(key=lambda pair: pair[1].telling.answer_due)
    return [_promise(line, notice) for line, notice in found[:MOST]]


def _promise(line: Line, notice: Notice) -> Entry:
    name, due = f"{notice.telling.agency}: {line.group.code or '—'}", exactly(notice.telling.answer_due)
    late = Words(" (gecikir)", " (overdue)") if line.overdue else Words("", "")
    return Entry(
        Words(
            f"{name} — cavabın vaxtı: {due}{late.az}; bildirən: {notice.sent_by}",
            f"{name} — answer due {due}{late.en}; informed by {notice.sent_by}",
        ),
        f"{PATH}/failures/{line.group.fingerprint}#notices",
    )


async def _paused(tx: Tx) -> list[Entry]:
    operations = [row for row in (await operations_by_name(tx)).values() if row["paused_by"] is not None]
    routes = (await paused_routes(tx)).values()
    return [
        Entry(
            Words(
                f"{row['name']} — dayandıran: {row['paused_by']}; səbəb: {row['pause_reason'] or '—'}",
                f"{row['name']} — paused by {row['paused_by']}; reason: {row['pause_reason'] or '—'}",
            ),
            f"{PATH}/agencies",
        )
        for row in (*operations, *routes)
    ][:MOST]


async def _repairs(tx: Tx) -> list[Entry]:
    rows = await list_repairs(tx, NEWEST, MOST, "open")
    return [Entry(_repair(row), f"{PATH}/repairs/{row['id']}") for row in rows]


def _repair(row: Row) -> Words:
    name, state = verb(row["action"], row["items_total"]), REPAIR_STATES[RepairState(row["state"])]
    by, gone = row["made_by"].rpartition("/")[2], f"{number(row['released'])} / {number(row['items_total'])}"
    return Words(
        f"{name.az} — {state.az}, {gone}; tərtib edən: {by}; səbəb: {row['reason']}",
        f"{name.en} — {state.en}, {gone}; made by {by}; reason: {row['reason']}",
    )
