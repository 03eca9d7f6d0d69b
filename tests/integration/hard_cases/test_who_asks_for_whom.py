"""A guardian asks for a child by an act in the register, a mother by the act of birth, a stranger not at all."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.state import Case
from hub.app import Hub
from hub.documents.office.seed_people import sandbox_people
from hub.documents.signing.signers import save_fin
from hub.errors import Forbidden
from hub.exchange.door import Submission
from hub.programmes.case_reading import shown_case
from hub.programmes.speaking import may_see
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from tests.hubs import eventually
from tests.integration.hard_cases.office import FOR_A_BANK, act, reached, stands, stored, told
from tests.moments import today

CHILD, GUARDIAN, MOTHER, STRANGER = "5CHLDAA", "5GRDNAA", "5MTHRAA", "5STRNGR"
BORN = f"{today().year - 12}-01-01"
ACT: dict[str, Any] = {
    "kind": "mandate",
    "fin": CHILD,
    "representative_fin": GUARDIAN,
    "capacity": "guardian",
    "act_authority": "Tərtər rayon İcra Hakimiyyəti",
    "act_number": "12",
    "act_date": "2024-02-03",
    "valid_from": "2024-02-03",
}

DEPRIVED: dict[str, Any] = {
    **ACT,
    "representative_fin": MOTHER,
    "capacity": "deprived",
    "act_authority": "Tərtər rayon məhkəməsi",
    "act_number": "2(41)-7/2025",
}


@pytest.fixture
async def child(hub: Hub) -> str:
    """A child of twelve with a status."""
    names = {"surname": "Əliyeva", "given_name": "Nur", "patronymic": "Vaqif", "sex": "female", "birth_date": BORN}
    status = {"kind": "idp_status", "fin": CHILD, "category": "idp", "origin_place": "Tərtər rayonu, Talış kəndi"}
    await told(hub, {"kind": "person", "fin": CHILD, **names}, status)
    return CHILD


async def asked(hub: Hub, applicant: str, **more: Any) -> str:
    """The case that somebody's application for the child opened."""
    command = OpenCase(
        by="sevinc",
        subject=CHILD,
        applicant=applicant,
        channel="desk",
        came_from="committee",
        answers=FOR_A_BANK,
        **more,
    )
    return (await hub.programmes.cases.open("certificate", command, new_id())).id


async def test_a_guardian_with_an_act_asks_for_a_child_and_the_case_says_so(hub: Hub, child: str) -> None:
    with pytest.raises(Forbidden, match="no_mandate") as without:
        await asked(hub, GUARDIAN)
    assert "Bring the act" in without.value.words.en

    await told(hub, ACT)
    case = await asked(hub, GUARDIAN)
    found = await reached(hub, case, "in_effect")

    assert (found.subject, found.outcome) == (child, "granted")
    assert found.application is not None
    assert found.application.representative is not None
    assert found.application.representative.act == "Tərtər rayon İcra Hakimiyyəti, № 12, 03.02.2024"
    assert "qeydiyyat_yeri" not in found.facts, "where a child lives is told to nobody who asks for it"


async def test_a_mandate_that_ended_yesterday_or_is_for_something_else_gives_no_right(hub: Hub, child: str) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    await told(hub, {**ACT, "programmes": ["status"]})
    with pytest.raises(Forbidden, match="no_mandate"):
        await asked(hub, GUARDIAN)

    await told(hub, {**ACT, "ended_on": yesterday, "end_reason": "removed"})
    with pytest.raises(Forbidden, match="no_mandate"):
        await asked(hub, GUARDIAN)


async def test_a_mother_in_the_register_asks_and_a_stranger_is_not_told_of_her_case(hub: Hub, child: str) -> None:
    birth = act("1", "birth", BORN, child={"fin": CHILD, "birth_date": BORN}, mother={"fin": MOTHER})
    await told(hub, birth, by="edliyye")

    case = await asked(hub, MOTHER)
    with pytest.raises(Forbidden, match="no_mandate"):
        await asked(hub, STRANGER)

    assert (await stands(hub, case)).people == (CHILD, MOTHER)
    assert await asked(hub, CHILD) == case, "the person is asked for no right"


async def test_a_mother_who_was_deprived_of_her_rights_neither_asks_nor_is_told_until_they_are_restored(
    hub: Hub, child: str
) -> None:
    birth = act("1", "birth", BORN, child={"fin": CHILD, "birth_date": BORN}, mother={"fin": MOTHER})
    await told(hub, birth, by="edliyye")
    case = await asked(hub, MOTHER)
    await told(hub, DEPRIVED, {**ACT, "representative_fin": MOTHER, "act_number": "13"})

    with pytest.raises(Forbidden, match="no_mandate"):
        await asked(hub, MOTHER)
    async with hub.store.read() as tx:
        reader = Reader(RegisterStore(hub.sealer, hub.hash))
        assert not await may_see(tx, reader, (await stored(hub, case)).case, today())

    await told(hub, {**DEPRIVED, "ended_on": today().isoformat(), "end_reason": "restored"})
    assert await asked(hub, MOTHER) == case


async def test_the_portal_names_for_whom_somebody_acts(hub: Hub, child: str) -> None:
    birth = act("1", "birth", BORN, child={"fin": CHILD, "birth_date": BORN}, mother={"fin": MOTHER})
    await told(hub, birth, by="edliyye")

    for reference, fin in (("portal-0001", STRANGER), ("portal-0002", MOTHER)):
        body = {"requestId": reference, "fin": fin, "actingFor": CHILD, "purposeCode": "BANK", "includeFamily": False}
        await hub.door.accept(Submission("mygov", "mygov.certificate-request.v1", json.dumps(body).encode()))
    hub.calling.nudge()

    made: list[Case] = []

    async def came() -> bool:
        async with hub.store.read() as tx:
            found = await hub.programmes.cases.by_reference(tx, "mygov", "portal-0002")
        made.extend([found.case] if found is not None else [])
        return bool(made)

    await eventually(came, what="the mother's request opens a case")
    assert made[0].people == (CHILD, MOTHER)
    async with hub.store.read() as tx:
        assert await hub.programmes.cases.by_reference(tx, "mygov", "portal-0001") is None
        rows = await tx.fetch("SELECT id FROM deliveries WHERE destination = 'programmes' AND state = 'failed'")
    assert len(rows) == 1, "the stranger's request is for people to look at"


async def test_an_official_has_no_part_in_a_case_that_they_asked_for(hub: Hub, child: str) -> None:
    await told(hub, ACT)
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "sevinc", GUARDIAN)

    with pytest.raises(Forbidden, match="related"):
        await asked(hub, GUARDIAN)


async def test_who_looks_at_the_case_has_looked_at_both(hub: Hub, child: str) -> None:
    await told(hub, ACT)
    case = await asked(hub, GUARDIAN)

    await shown_case(hub.programmes.cases, {each.login: each for each in sandbox_people().values()}["fuad"], case)

    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT subject_hash FROM access_events WHERE actor_person = 'fuad'")
    assert {hub.hash("fin", CHILD), hub.hash("fin", GUARDIAN)} <= {row["subject_hash"] for row in rows}
    assert (await stored(hub, case)).case.application is not None
