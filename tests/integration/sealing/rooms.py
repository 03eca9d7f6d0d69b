"""One person goes through the rooms of the house: what is typed, read and shown of them there is searched for later."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Final

import httpx

from document_flow.cases.acts.open_case import OpenCase
from document_flow.documents.acts.create import Create
from document_flow.documents.facts import FileRef
from hub.access.people import Person
from hub.app import Hub
from hub.citizen.sessions import CitizenSessions, LoggedIn
from hub.citizen.who import SESSION
from hub.demo.bases import write_bases
from hub.desks.callbacks import Callback
from hub.desks.hotline import Operator
from hub.desks.receptions import Visitor
from hub.documents.acting.service import Given
from hub.documents.office.seed_people import sandbox_people
from hub.exchange.loading.run import Loading
from hub.lists.rows import packed, stage, staged
from hub.money.numbers import keep_number
from hub.serving import make_api
from hub.store.ids import new_id
from hub.store.tx import Tx
from hub.surveys.answer_store import Kept
from hub.surveys.kind import answer_store
from hub.visits.visit import FamilyOne, VisitBody, VisitClosing
from hub.web.visits import visits_of
from mappings.format import load_formats
from tests.integration.sealing.canary import Canary

_LETTER: Final = "application/vnd.qayidis.letter+json"
_VISITOR = Person("vusal", "Vüsal Quliyev", "committee", frozenset({"district_representative"}), "Bərdə")
TOLD = (
    "callbacks", "case_events", "cases", "citizen_sessions", "citizen_subjects", "document_events", "documents",
    "hotline_calls", "receptions", "survey_answers", "visits", "account_numbers", "base_records",
)  # fmt: skip
"""Tables of these rooms that hold something of the person, as a dump of them shows where nothing is sealed."""


async def through_the_rooms(hub: Hub, canary: Canary, folder: Path) -> None:
    """An application, a letter, the own page, a call, a reception, a visit, an answer, a list's line, an old base."""
    said = f"{canary.surname} {canary.given}, FİN {canary.fin}, tel. {canary.phone}"
    await _applied(hub, canary)
    await _written(hub, said)
    await _looked(hub, canary)
    await _at_the_desks(hub, canary, said)
    await _visited(hub, canary, said)
    await _answered_and_listed(hub, canary, said)
    await _loaded(hub, canary, folder)


async def _applied(hub: Hub, canary: Canary) -> None:
    answers = {"certificate_purpose": "BANK", "with_family": True}
    command = OpenCase(by="sevinc", subject=canary.fin, channel="desk", came_from="committee", answers=answers)
    await hub.programmes.cases.open("certificate", command, f"application of {canary.fin}")


async def _written(hub: Hub, said: str) -> None:
    """A letter whose text is kept as data, under a title that names the person."""
    raw = json.dumps({"addressee": {"body": said}, "text": said, "signatory": "fuad"}, ensure_ascii=False).encode()
    kept = await hub.office.uploads.keep("rauf", raw)
    file = FileRef(name=f"{said}.json", mime=_LETTER, size=kept.size, sha256=kept.sha256, main=True)
    create = Create(by="rauf", document="outgoing", title=said, unit="qayidis", files=(file,), recipients=("97",))
    await hub.office.documents.create("rauf", create, Given(said))


async def _looked(hub: Hub, canary: Canary) -> None:
    """They log in, act for nobody and read their own page over HTTP."""
    sessions = CitizenSessions(hub.store, hub.sealer, hub.hash)
    await sessions.remember(f"subject of {canary.fin}", canary.fin)
    token = await sessions.begin(LoggedIn(canary.fin))
    over = httpx.ASGITransport(make_api(hub))
    async with httpx.AsyncClient(transport=over, base_url="http://hub.test", cookies={SESSION: token}) as browser:
        page = await browser.get("/me/")
    assert (page.status_code, canary.surname in page.text) == (200, True)


async def _at_the_desks(hub: Hub, canary: Canary, said: str) -> None:
    desks = hub.desks
    await desks.hotline.by_fin(Operator(sandbox_people()["sandbox-sebine"], "session"), canary.fin)
    async with hub.store.read() as tx:
        now, context = await tx.now(), await hub.programmes.cases.context(tx)
    for reason in (said, "yenə zəng edib"):
        await desks.callbacks.promise(Callback(canary.surname, canary.phone, reason), now, "sebine")
    day = next(iter(desks.receptions.days("fuad", context)))
    name = await desks.receptions.sign_up("fuad", day, Visitor(canary.fin, canary.surname, said), "gulnar")
    await desks.receptions.end(name, "received", said, "gulnar")


async def _sees(_tx: Tx, _fin: str) -> bool:
    return True


async def _visited(hub: Hub, canary: Canary, said: str) -> None:
    visits, context = visits_of(hub), (await hub.office.documents.around()).context(hub.clock.now())
    body = VisitBody((FamilyOne(canary.fin, canary.surname, "07.03.1988"),), ("Bərdə",), "0" * 32)
    async with hub.store.write() as tx:
        name = await visits.open_in(tx, "vusal", "Bərdə", body)
    answers = {
        "met": said[:60], "lives": "partly", "address": said[:60], "building": "yataqxana", "rooms": "1",
        "member-0": "here",
    }  # fmt: skip
    today: date = context.today
    closing = VisitClosing(
        saves=0, visited_on=today.isoformat(), place="Bərdə", answers=answers, refusal="xəstədir", witness=said[:60]
    )
    await visits.close(name, _VISITOR, closing, "visit", _sees)


async def _answered_and_listed(hub: Hub, canary: Canary, said: str) -> None:
    """An answer to a survey, the number of an account that has the telephone in it, and a line of a list."""
    needs = hub.aggregates.needs
    kept = Kept(1, "zeyneb", "survey:agali/1:face_to_face", ("survey",), {"condition": said})
    async with hub.store.write() as tx:
        now = await tx.now()
        await answer_store(needs).add(tx, new_id(), [(canary.fin, kept)], now + 10**12)
        await keep_number(needs, tx, new_id(), f"AZ21NABZ00000000{canary.phone}")
        line = staged(new_id(), new_id(), json.dumps([said]).encode(), b"", moved=False)
        await stage(tx, hub.sealer, new_id(), [packed([line])], now)


async def _loaded(hub: Hub, canary: Canary, folder: Path) -> None:
    """An old base in which the first of a family is the person."""
    await _with_whom(folder, canary)
    loading = Loading(hub.store, hub.content, load_formats(), hub.sealer, hub.hash)
    await loading.load(folder, None, lambda *_told: None)


async def _with_whom(folder: Path, canary: Canary) -> None:
    (base, *_) = (each for each in write_bases(folder, 4, 1) if each.name.startswith("KARTOTEKA"))
    head, first, *more = base.read_text("utf-8").splitlines(keepends=True)
    cells = first.split(";")
    cells[3], cells[6], cells[10] = f"{canary.surname} {canary.given} Ramiz qızı", canary.fin, f"tel. {canary.phone}"
    base.write_text("".join([head, ";".join(cells), *more]), "utf-8", newline="")
