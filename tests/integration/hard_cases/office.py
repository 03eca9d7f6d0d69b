"""What officials, sources and the hub do in the stories of this folder, each in one call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.event import Command, Event
from document_flow.cases.state import Case
from document_flow.cases.waiting import waiting
from hub.app import Hub
from hub.evidence.histories import HistoryLine
from hub.exchange.door import Submission
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import Done
from hub.programmes.scans import attach
from hub.register.entity import Entity
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead, time_ahead
from tests.hubs import eventually

FIN, TWIN, OTHER = "7ABCD12", "7ABCD13", "7ABCD9Z"
DAY_US = 86_400 * 1_000_000
WOMAN = {
    "kind": "person",
    "fin": FIN,
    "surname": "Əliyeva",
    "given_name": "Aysel",
    "patronymic": "Vaqif",
    "sex": "female",
    "birth_date": "1970-05-01",
}
STATUS = {"kind": "idp_status", "fin": FIN, "category": "idp", "origin_place": "Tərtər rayonu, Talış kəndi"}
EVIDENCE: dict[str, Any] = {
    "əsas": "own",
    "əvvəlki_yer": "Tərtər rayonu, Talış kəndi",
    "yetkin": True,
}
FOR_A_BANK: dict[str, Any] = {"certificate_purpose": "BANK", "with_family": False}


async def told(hub: Hub, *records: dict[str, Any], by: str = "committee") -> None:
    """Records as a party tells them, and the register has heard."""
    raw = json.dumps({"id": f"r-{new_id()}", "records": records}, ensure_ascii=False).encode()
    await hub.door.accept(Submission(by, "hub.records.v1", raw))
    hub.calling.nudge()
    await eventually(lambda: _taken_in(hub), what="the register knows")


async def _taken_in(hub: Hub) -> bool:
    """Nothing is on its way within the house; what agencies are told is another story."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked')"
            " AND destination IN ('register', 'programmes')"
        )
    return bool(rows[0]["n"] == 0)


def act(number: str, kind: str, day: str, **people: dict[str, Any]) -> dict[str, Any]:
    """A civil act: of each part who it is."""
    subjects = [{"role": role, "person": {"kind": "person", **each}} for role, each in people.items()]
    return {
        "kind": "civil_act",
        "event_id": new_id(),
        "act_type": kind,
        "act_number": number,
        "act_date": day,
        "subjects": subjects,
    }


def register(hub: Hub) -> Reader:
    return Reader(RegisterStore(hub.sealer, hub.hash))


async def held(hub: Hub, kind: str, value: str) -> Entity | None:
    """What the register holds under a key."""
    async with hub.store.read() as tx:
        return await register(hub).by_key(tx, kind, value)


async def attributes(hub: Hub, kind: str, value: str) -> dict[str, Any]:
    found = await held(hub, kind, value)
    return dict(found.attributes) if found is not None else {}


async def opened(hub: Hub, programme: str, fin: str, answers: dict[str, Any], key: str = "", *papers: str) -> str:
    """A case at the desk; with an application for the status come the papers, that of the district first."""
    command = OpenCase(by="sevinc", subject=fin, channel="desk", came_from="committee", answers=answers)
    case = (await hub.programmes.cases.open(programme, command, f"open {fin} {answers} {key}")).id
    for paper in (*(("rayon_arayışı",) if programme == "status" else ()), *papers):
        scan = AttachScan(by="sevinc", name=paper, sha256="", media_type="", original=True)
        await attach(hub.programmes.cases, hub.office.uploads, case, scan, b"%PDF-1.7 scan", new_id())
    return case


async def did(hub: Hub, case: str, command: Command) -> Done:
    """One act, whose key nobody else has."""
    return await hub.programmes.cases.act(case, command, new_id())


async def stored(hub: Hub, case: str) -> StoredCase:
    async with hub.store.read() as tx:
        found = await hub.programmes.cases.case_store.get(tx, case)
    assert found is not None
    return found


async def stands(hub: Hub, case: str) -> Case:
    return (await stored(hub, case)).case


async def history(hub: Hub, case: str) -> Sequence[HistoryLine[Event]]:
    async with hub.store.read() as tx:
        return await hub.programmes.cases.case_store.lines(tx, case)


async def waits_for(hub: Hub, case: str) -> str:
    """What the case says that it waits for."""
    async with hub.store.read() as tx:
        found = await hub.programmes.cases.case_store.get(tx, case)
        assert found is not None
        return waiting(await hub.programmes.cases.standing(tx, found)).need.en


async def reached(hub: Hub, case: str, *phases: str) -> Case:
    async def there() -> bool:
        return (await stands(hub, case)).phase in phases

    await eventually(there, what=f"the case is {phases}")
    return await stands(hub, case)


async def drafted(hub: Hub, case: str) -> Case:
    async def there() -> bool:
        return (await stands(hub, case)).draft is not None

    await eventually(there, what="a draft")
    return await stands(hub, case)


async def settled(hub: Hub) -> None:
    """What cases brought about has reached the register, and the register's news the cases."""
    hub.calling.nudge()
    await eventually(lambda: _taken_in(hub), what="the register knows")


async def later(hub: Hub, days: int) -> None:
    """Legal time goes on."""
    async with hub.store.read() as tx:
        before = (await hub.programmes.cases.context(tx)).today
    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", await time_ahead(tx) + days * DAY_US)
    hub.office.documents.staff.forget()  # what it would still know for a second

    async def gone_by() -> bool:
        async with hub.store.read() as tx:
            return (await hub.programmes.cases.context(tx)).today >= before + timedelta(days=days)

    await eventually(gone_by, what=f"{days} days have gone by")
