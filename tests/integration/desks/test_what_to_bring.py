"""What to bring is true: only what the applicant alone can show, and only what would change the decision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import Case, Known
from document_flow.people import HUB
from hub.desks.affairs import Affairs
from hub.programmes.scans import attach
from tests.hubs import eventually
from tests.integration.desks.conftest import House

MAN, WOMAN = "94FMDDD", "5ABCD12"
ANSWERS = {
    "əsas": "own", "əvvəlki_yer": "Zəngilan, Ağalı", "yetkin": True,
}  # fmt: skip


async def affairs(house: House, fin: str) -> Affairs:
    return await house.hub.desks.affairs.of(fin, lambda *_: True)


@pytest.mark.parametrize(
    ("fin", "sex", "shown", "lacks"),
    [
        (MAN, "male", ("rayon_arayışı",), "Hərbi sənəd"),
        (MAN, "male", (), "Əvvəlki rayonun arayışı, Hərbi sənəd"),
        (WOMAN, "female", (), "Əvvəlki rayonun arayışı"),
    ],
)
async def test_before_a_refusal_one_is_told_which_papers_would_change_it(
    house: House, fin: str, sex: str, shown: tuple[str, ...], lacks: str
) -> None:
    person = {"kind": "person", "fin": fin, "surname": "Əliyev", "given_name": "Əli", "birth_date": "1970-01-02"}
    await house.told({**person, "sex": sex})
    command = OpenCase(by="sevinc", subject=fin, channel="desk", came_from="committee", answers=ANSWERS)
    case = (await house.hub.programmes.cases.open("status", command, f"open {fin}")).id
    for paper in shown:
        scan = AttachScan(by="sevinc", name=paper, sha256="", media_type="", original=True)
        await attach(house.hub.programmes.cases, house.hub.office.uploads, case, scan, b"%PDF-1.7 scan", paper)

    async def stood() -> Case:
        async with house.hub.store.read() as tx:
            stored = await house.hub.programmes.cases.case_store.get(tx, case)
        assert stored is not None
        return stored.case

    async def collects() -> bool:
        return (await stood()).phase == "collecting"

    async def drafted() -> bool:
        return (await stood()).draft is not None

    await eventually(collects, what="nobody has said whether the person lives")
    alive = Known(name="həyatda", value="sağdır", source="din", at=datetime.now(UTC))
    await house.hub.programmes.cases.act(case, TakeFacts(by=HUB, facts=(alive,)), f"alive {fin} {shown}")
    await eventually(drafted, what="a draft")
    (matter,) = (await affairs(house, fin)).matters

    assert matter.bring.az == lacks
    assert matter.next_step.az.startswith("Dinlənilmə günü təyin ediləcək")
