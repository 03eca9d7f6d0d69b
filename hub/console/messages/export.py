"""A list as a file: marked with who took it, when and what for; written down; without formulas; values masked.

More than ALONE rows in a day need a second person, who confirms at the same page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import structlog
from fastapi import APIRouter
from starlette.responses import Response

from document_flow.second_person import SECOND_PERSON
from hub.access.alone import add_alone
from hub.access.history import Access, Run, note_access
from hub.access.people import Person
from hub.access.purposes import OF_MESSAGES, Why
from hub.access.rights import Right, rights_of
from hub.access.second_person import is_second_person
from hub.app import Hub
from hub.console.messages.listing import Filters, Listed, read_list, shown
from hub.console.posting import Attempt, Sent, SentDep, posts
from hub.console.viewer import Viewer, lacking
from hub.console.writing import exactly
from hub.errors import Words
from hub.exchange.state_words import state_name
from hub.store.ids import new_id
from hub.web.answers import csv_bytes
from hub.web.context import address_of

log = structlog.get_logger("hub.console")
router = APIRouter()
ALONE = 100
MOST = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADER = ("id", "accepted", "key", "what", "state", "sender", "format", "route", "open", "failed", "done", "taken_out",
           "export")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """The watermark of a file: the first line, and on each line its number."""

    number: str
    person: str
    second: str
    at: int
    purpose: str

    def line(self, count: int) -> list[str]:
        """Who took it out, when, what for."""
        people = f"{self.person} + {self.second}" if self.second else self.person
        return ["# Qayıdış Hub", people, exactly(self.at), self.purpose, str(count), self.number]


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(mark: Mark, rows: Sequence[Iterable[object]]) -> bytes:
    """The rows below their mark, each with its number."""
    cells = ([safe(cell) for cell in (*row, mark.number)] for row in rows)
    return csv_bytes([[safe(cell) for cell in mark.line(len(rows))], _HEADER, *cells])


@router.post("/messages/export")
@posts(Right.EXPORT)
async def export(sent: SentDep) -> Response:
    """The rows that the list's filters give, as a file."""
    hub, who, purpose = sent.hub, sent.who, sent.form.text("purpose")
    wanted = Filters.of(sent.form.text("filters"))
    listed = await read_list(hub, who, wanted, "f" * 32, MOST)
    second = ""
    wrong = [] if purpose in OF_MESSAGES else [_PURPOSE]
    if not wrong and not await _is_alone(hub, who, len(listed.found.rows)):
        second, wrong = await _second(sent, len(listed.found.rows))
    if wrong:
        listed = await read_list(hub, who, wanted, "f" * 32)
        return await shown(sent.request, hub, who, wanted, listed, refused=wrong, tried=Attempt({}, sent.form, 422))
    mark = Mark(new_id(), who.login, second, hub.clock.now(), who.say(OF_MESSAGES[purpose]))
    await _note(hub, who, mark, purpose, [row["id"] for row in listed.found.rows])
    name = f"messages-{mark.number[-8:]}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(mark, _rows(listed, who)), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(listed: Listed, who: Viewer) -> list[list[object]]:
    return [
        [
            row["id"],
            exactly(row["accepted_at"]),
            listed.names[row["id"]].key,
            who.say(listed.names[row["id"]].what),
            state_name(row["state"], who.lang),
            row["party"],
            row["format"],
            row["route"],
            row["open_count"],
            row["bad_count"],
            row["done_count"],
            row["dropped_count"],
        ]
        for row in listed.found.rows
    ]


async def _is_alone(hub: Hub, who: Viewer, count: int) -> bool:
    """Whether this one may be taken out by one person, who then has taken out so many more today."""
    async with hub.store.write() as tx:
        is_alone = await add_alone(tx, who.login, "export", count) <= ALONE
        if not is_alone:
            await add_alone(tx, who.login, "export", -count)
    return is_alone


async def _second(sent: Sent, count: int) -> tuple[str, list[Words]]:
    """The second person's login, and what is wrong with them."""
    login, password = sent.form.text("second"), sent.form.text("second_password")
    if not login or not password:
        return "", [_needs(count)]
    known = cast("Mapping[str, Person]", sent.request.app.state.well_known_people)
    person = known.get(password) or await sent.hub.passwords.verify(login, password, address_of(sent.request))
    if person is None or person.login != login:
        return "", [_WRONG]
    if not is_second_person(login, sent.who.login):
        return "", [SECOND_PERSON.words]
    if Right.APPROVE not in rights_of(person.roles):
        return "", [lacking(Right.APPROVE)]
    return login, []


async def _note(hub: Hub, who: Viewer, mark: Mark, purpose: str, messages: Sequence[str]) -> None:
    """Written down before anything is given out."""
    taken = Access(
        "console.export",
        "message_list",
        "taken",
        why=Why(purpose, note=mark.second),
        run=Run.over(mark.number, messages),
        id=mark.number,
    )
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, who.person.party, who.login, taken)
    log.info("list_taken_out", person=who.login, items=len(messages), purpose=purpose, reference=mark.number)


def _needs(count: int) -> Words:
    return Words(
        f"Siyahıda {count} mesaj var. Gündə {ALONE} mesajdan artığı üçün ikinci şəxs (təsdiqləyən) ad və parol yazır.",
        f"The list has {count} messages. Beyond {ALONE} a day a second person, an approver, gives login and password.",
    )


_PURPOSE = Words(
    "Məqsədi seçin: o, faylın birinci sətrində yazılır.", "Choose the purpose: it stands in the first line of the file."
)
_WRONG = Words("İkinci şəxsin adı və ya parolu yanlışdır.", "The second person's login or password is wrong.")
