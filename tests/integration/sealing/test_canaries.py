"""What people entrust to the hub lies nowhere in clear: synthetic persons go through it, then all is searched."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog

from connectors.rest.calling import content_digest
from document_flow.people import StandIn
from hub.access.contacts import Contact, add_contact
from hub.access.history import Access, note_access
from hub.access.purposes import why
from hub.access.second_person import Who
from hub.access.uploads import keep_upload, new_upload
from hub.app import Hub
from hub.clock import SECOND
from hub.documents.office.directory import add_stand_in
from hub.documents.office.handovers import HandoverWish, draw_up
from hub.exchange.codes.book import Proposal, approve, ask_withdrawal, propose
from hub.exchange.codes.mapping import table_of
from hub.exchange.door import Submission
from hub.exchange.files.intake import FileSubmission
from hub.exchange.maintenance import MaintenanceWindow, agree
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import Arguments, Request, Selection
from hub.exchange.repair.states import Action, Behind
from hub.exchange.steering import pause_operations, pause_route, resume_operations
from hub.settings import Settings
from hub.store.content import INLINE_BYTES
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.telemetry.logs import Output, configure_logging
from tests.campaigns import SOAK
from tests.hubs import eventually, running_hub, settings_for
from tests.identity_sealer import IdentitySealer
from tests.integration.files.conftest import FORMAT, meter_file, row
from tests.integration.sealing.canary import Canary, flock
from tests.integration.sealing.leftovers import end_of_log, files_below, found_in, of_postgres, tapped
from tests.integration.sealing.rooms import TOLD, through_the_rooms
from tests.sandbox import RunningSandbox

FEW, MANY, AT_ONCE = 40, 5_000 if SOAK else 500, 20
FORMAT_OF_ACTS = "justice.civil-act.v1"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture(params=["embedded", "servers"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> Settings:
    more: dict[str, Any] = {}
    if request.param == "servers":
        more = {
            "database_url": request.getfixturevalue("postgres_url"),
            "broker_url": request.getfixturevalue("broker_url"),
            "broker_prefix": request.getfixturevalue("broker_prefix"),
        }
    return settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)


@asynccontextmanager
async def logged(lines: list[str]) -> AsyncIterator[None]:
    configure_logging("DEBUG", Output(lines.append))
    try:
        yield
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)


def act(number: int, canary: Canary, gender: str = "F") -> bytes:
    """A change of name; the street names the phone, as people write it."""
    subject = {
        "role": "PERSON",
        "pin": canary.fin,
        "lastName": canary.surname,
        "firstName": canary.given,
        "fatherName": canary.given,
        "gender": gender,
        "birthDate": "1988-03-07T00:00:00+04:00",
        "birthPlaceText": f"Füzuli, tel. {canary.phone}",
    }
    event = {
        "eventId": f"canary-{number}",
        "eventType": "NAME_CHANGE",
        "actNumber": _number(number),
        "actDate": "2026-03-14T00:00:00+04:00",
        "office": {"code": "12", "name": "Füzuli"},
        "subjects": [subject],
    }
    return json.dumps(event, ensure_ascii=False).encode()


def _number(number: int) -> str:
    """Of an act; no other number looks like it."""
    return f"XQ-{number:07}/2026"


async def typed(hub: Hub, canary: Canary) -> None:
    """Staff write the person's name wherever they may write."""
    said, who = f"{canary.surname} {canary.given}: {canary.surname}", Who("committee", "lale")
    today = date(2026, 3, 14)
    async with hub.store.write() as tx:
        now = await tx.now()
        operation = next(iter(hub.operations))
        await pause_operations(tx, hub.sealer, [operation], "ramil", said)
        await resume_operations(tx, [operation], "ramil")
        await pause_route(tx, hub.sealer, "invented", "ramil", said)
        window = MaintenanceWindow("meis", said, from_at=now + 3600 * SECOND, until_at=now + 7200 * SECOND)
        await agree(tx, hub.sealer, window, "ramil", hub.owners)
        await keep_upload(tx, hub.sealer, "leyla", new_upload(said, "application/pdf", 4), b"%PDF")
        await add_stand_in(tx, hub.sealer, StandIn("rauf", "leyla", today, today, said))
        await note_access(tx, hub.sealer, "committee", "lale", Access("ask.identity", "identity", why=why(said, said)))
    await draw_up(hub.office.documents, "sevinc", new_id(), HandoverWish("rauf", "leyla", "dismissal", said))
    unread = act(99_999, replace(canary, surname="A", given="B"), gender="X")
    waiting = (await hub.door.accept(Submission("edliyye", FORMAT_OF_ACTS, unread))).accepted.message_id
    discarded = Arguments(behind=Behind.HOLD)
    await make_repair(hub.repairs, Request(Action.DISCARD, Selection(ids=(waiting,)), said, who, discarded))
    table = table_of(hub.formats, FORMAT_OF_ACTS, "sex")
    meaning = next(iter(table.meanings.values()))
    code = await propose(hub.store, Proposal(FORMAT_OF_ACTS, table, "X", meaning, "Letter 12-3"), who)
    await approve(hub.store, code, Who("committee", "kamran"))
    await ask_withdrawal(hub.store, hub.sealer, code, said, who)


async def lived(hub: Hub, canaries: list[Canary], bases: Path) -> None:
    """Each person comes by an act and in a file, goes to the agencies, and one agency's phone is noted.

    Then one of them goes through the rooms of the house; `bases` is a folder for an old base to load.
    """
    acts = [Submission("edliyye", FORMAT_OF_ACTS, act(number, canary)) for number, canary in enumerate(canaries)]
    for first in range(0, len(acts), AT_ONCE):
        await asyncio.gather(*(hub.door.accept(each) for each in acts[first : first + AT_ONCE]))
    cells = [row(n, name=f"{c.surname} {c.given}".replace("ə", "e"), fin=c.fin) for n, c in enumerate(canaries)]
    while len(meter_file(*cells)) <= INLINE_BYTES:
        cells.append(row(len(cells)))
    raw = meter_file(*cells)

    async def parts() -> AsyncIterator[bytes]:
        yield raw

    name = "AZI_MK_20260331_01.csv"
    await hub.files.accept(FileSubmission("azerishiq", FORMAT, name, content_digest(raw), parts()))
    async with hub.store.write() as tx:
        contact = Contact("Növbətçi", "növbə", canaries[0].phone, "", "9–18")
        await add_contact(tx, hub.sealer, "meis", contact, "vusal")
    await typed(hub, canaries[0])
    hub.calling.nudge()
    await eventually(lambda: _settled(hub), 60 + len(canaries) / 5, "an end of all deliveries")
    await through_the_rooms(hub, canaries[1], bases)  # the lane of the first is held by what waits in quarantine
    await eventually(lambda: _settled(hub), 60, "an end of what the rooms told")


async def _settled(hub: Hub) -> bool:
    """Nothing is on its way but the file's reply: the agency's own SFTP server is no part of this story."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT (SELECT count(*) FROM messages WHERE state = 'splitting') + count(*) AS n FROM deliveries"
            " WHERE destination != 'azerishiq.reply-file' AND state IN ('due', 'delivering', 'retrying', 'blocked')"
        )
    return bool(rows[0]["n"] == 0)


async def searched(settings: Settings, canaries: list[Canary], sealer: Sealer | None = None) -> dict[str, set[str]]:
    """Where canaries were found after they lived."""
    lines: list[str] = []
    since = await end_of_log(settings.database_url) if settings.database_url else ""
    async with logged(lines), running_hub(settings, sealer=sealer) as hub, tapped(settings) as broker:
        await lived(hub, canaries, settings.data.parent / "bases")
        leftovers = {"log": "\n".join(lines).encode(), "broker": b"\n".join(broker)}
        leftovers |= await asyncio.to_thread(files_below, settings.data)
        if settings.database_url:
            leftovers |= await of_postgres(settings.database_url, since)
            assert broker
    assert lines
    apart = [hashlib.sha256(act(number, each)).hexdigest() for number, each in enumerate(canaries[:FEW])]
    apart += [_number(number) for number in range(FEW)]  # whoever has the act's number knows the act
    found = found_in(leftovers, [needle for each in canaries for needle in each.needles])
    for place, held in leftovers.items():
        found.setdefault(place, set()).update(each for each in apart if each.encode() in held)
    return {place: needles for place, needles in found.items() if needles}


async def test_no_canary_lies_anywhere_in_clear(settings: Settings) -> None:
    assert await searched(settings, flock(FEW)) == {}


@pytest.mark.slow
@pytest.mark.campaign(sample=2)
@pytest.mark.timeout(1800)
async def test_of_very_many_none_lies_anywhere_in_clear(settings: Settings) -> None:
    assert await searched(settings, flock(MANY)) == {}


async def test_the_same_search_finds_them_all_where_nothing_is_sealed(settings: Settings) -> None:
    canaries = flock(FEW)

    found = await searched(settings, canaries, IdentitySealer())

    assert {needle for hits in found.values() for needle in hits} >= {
        needle for each in canaries for needle in (each.fin, each.surname, each.given)
    }
    assert {canaries[0].phone, _number(0)} <= {needle for hits in found.values() for needle in hits}
    assert any("content/" in place for place in found)
    rooms = [f"dump of {table}" for table in TOLD]
    wanted = (*rooms, "file of", "log 0") if settings.database_url else ("hub.sqlite3",)
    assert [each for each in wanted if not any(each in place for place in found)] == []
