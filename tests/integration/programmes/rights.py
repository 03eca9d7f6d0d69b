"""Cases of the allowance as the hub itself leaves them: granted or refused, each with the facts that it rests on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from document_flow.cases.acts.draft_ruling import ConfirmRuling, DraftRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import Known, Paper, Ruling
from document_flow.people import HUB
from hub.app import Hub
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead, time_ahead
from tests.hubs import eventually

_DAY_US = 86_400 * 1_000_000
ASKED: dict[str, Any] = {"əsas": "own", "qaz": False, "məskən": "compact", "ölkədən_gedib": False, "yayınıb": False}
FACTS: dict[str, Any] = {
    "soyad": "Əliyeva", "ad": "Aysel", "doğum_tarixi": "1990-05-01", "cins": "qadın", "həyatda": "sağdır",
    "status": "var", "status_bitib": False, "yer": "Zəngilan/Ağalı", "əsas": "öz qeydiyyatı",
    "nikah": "yoxdur və ya köçkünlə", "ölkədən_gedib": False, "yayınıb": False, "mənzil": False, "qaz": False,
    "məskən": "yığcam",
}  # fmt: skip


async def decided_case(
    hub: Hub, fin: str, *, grants: bool = True, sum_: int = 3300, reason: str = "qazı yoxdur", **facts: Any
) -> str:
    """The id of a case of the allowance with its paper; refused where it does not grant."""
    cases = hub.programmes.cases
    known = {**FACTS, **facts}
    command = OpenCase(by="sevinc", subject=fin, channel="desk", came_from="committee", answers=ASKED)
    case = (await cases.open("allowance", command, new_id())).id
    told = tuple(Known(name=name, value=value, source="din", at=datetime.now(UTC)) for name, value in known.items())
    await cases.act(case, TakeFacts(by=HUB, facts=told), new_id())
    today = await day_of(hub) if grants else await day_of(hub) + timedelta(days=1)
    ruling = Ruling(
        outcome="granted" if grants else "refused",
        row={"qərar": "verilir" if grants else "imtina", "səbəb": reason, "məbləğ": str(sum_ if grants else 0)},
        record="0" * 32,
        table_sha256="a" * 64,
        as_of=today,
        basis=("Nazirlər Kabinetinin 11 nömrəli qərarı, 24.01.2017, 1.1",),
        facts=known,
    )
    await cases.act(case, DraftRuling(by=HUB, ruling=ruling), new_id())
    if not grants:
        await heard(hub, case)
    done = await cases.act(case, ConfirmRuling(by="elcin"), new_id())
    assert done.case.ruling is not None
    await paper_of(hub, case, done.case.ruling.paper_no, today)
    return case


async def paper_of(hub: Hub, case: str, number: str, today: date) -> None:
    """Its paper."""
    stored = await hub.office.printing.content.keep(b"%PDF-1.7 sample")
    paper = Paper(no=number, sha256=stored.sha256, issued_on=today)
    await hub.programmes.cases.act(case, IssuePaper(by=HUB, paper=paper), new_id())


async def heard(hub: Hub, case: str) -> None:
    """The applicant is invited for tomorrow; that day comes, and what was said is written down."""
    cases = hub.programmes.cases
    tomorrow = await day_of(hub) + timedelta(days=1)
    await cases.act(case, InviteToHearing(by="sevinc", on=tomorrow), new_id())
    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", await time_ahead(tx) + _DAY_US)

    async def come() -> bool:
        return await day_of(hub) == tomorrow

    await eventually(come, what="the day of the hearing")
    await cases.act(case, NoteHearing(by="sevinc", text="razı deyil"), new_id())


async def day_of(hub: Hub) -> date:
    """Today, by legal time."""
    async with hub.store.read() as tx:
        return (await hub.programmes.cases.context(tx)).today
