"""Whose complaint against a decision it is: the person's, a parent's of a minor, or a representative's by an act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from document_flow.cases.acts.complain import Complain
from document_flow.cases.state import Application, Case
from document_flow.outcome import Refusal
from hub.programmes.statements import stated
from hub.store.ids import new_id
from tests.integration.documents.conftest import Office
from tests.integration.documents.test_appeals import CITIZEN, lodge
from tests.integration.hard_cases.office import act, told
from tests.moments import today

OWN = Case(programme="status", subject="7ABCD12")
PROXY = {
    "kind": "mandate",
    "fin": "7ABCD12",
    "representative_fin": "5RPRSNT",
    "capacity": "proxy",
    "act_authority": "Bərdə notariat kontoru",
    "act_number": "12",
    "act_date": "2026-02-01",
    "valid_from": "2026-02-01",
}


async def said(office: Office, case: Case, document: dict[str, Any]) -> date | str:
    """The day of registration, or the code of why it is no complaint of this case."""
    hub = office.served.hub
    async with hub.store.read() as tx:
        found = await stated(tx, hub.programmes.cases.case_store, case, Complain(by="sevinc", document=document["id"]))
    if isinstance(found, Refusal):
        return found.code
    assert isinstance(found, Complain)
    assert found.registered_on is not None
    return found.registered_on


async def test_a_complaint_is_of_the_person_whose_case_it_is(office: Office) -> None:
    made = await lodge(office)

    assert await said(office, OWN, made) == today()
    assert await said(office, replace(OWN, subject="7ABCD13"), made) == "cases.complaint_other"
    assert await said(office, OWN, {"id": new_id()}) == "cases.no_complaint"


async def test_who_complains_for_somebody_has_a_right_that_the_register_knows_on_that_day(office: Office) -> None:
    made = await lodge(office, applicant={**CITIZEN, "fin": "5RPRSNT"})
    answers = {"qeyd": "5RPRSNT, etibarnamə № 12, 01.02.2026"}
    application = Application(number="ST-1", day=today(), channel="desk", came_from="committee", answers=answers)
    case = replace(OWN, application=application)

    assert await said(office, case, made) == "cases.complaint_other", "a FIN that an answer names gives no right"
    await told(office.served.hub, {**PROXY, "programmes": ["certificate"]})
    assert await said(office, case, made) == "cases.complaint_other", "the act is for another programme"
    await told(office.served.hub, {**PROXY, "programmes": []})
    assert await said(office, case, made) == today()
    await told(office.served.hub, {**PROXY, "ended_on": today().isoformat(), "end_reason": "revoked"})
    assert await said(office, case, made) == "cases.complaint_other", "it had ended by the day of the complaint"


async def test_a_parent_complains_for_a_child_until_it_is_of_age(office: Office) -> None:
    made = await lodge(office)
    child = replace(OWN, subject="5CHLDAA")
    birth = {"child": {"fin": "5CHLDAA", "birth_date": f"{today().year - 12}-01-01"}, "mother": {"fin": "7ABCD12"}}

    assert await said(office, child, made) == "cases.complaint_other"
    await told(office.served.hub, act("1", "birth", f"{today().year - 12}-01-10", **birth), by="edliyye")
    assert await said(office, child, made) == today()
