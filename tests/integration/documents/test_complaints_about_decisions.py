"""Whose complaint against a decision it is: the person's, or the representative's whom the application names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from document_flow.cases.state import Application, Case
from document_flow.outcome import Refusal
from hub.programmes.complaints import registered_complaint
from hub.store.ids import new_id
from tests.integration.documents.conftest import Office
from tests.integration.documents.test_appeals import CITIZEN, TODAY, lodge

OWN = Case(programme="status", subject="7ABCD12")


async def said(office: Office, case: Case, document: dict[str, Any]) -> date | str:
    """The day of registration, or the code of why it is no complaint of this case."""
    hub = office.served.hub
    async with hub.store.read() as tx:
        found = await registered_complaint(tx, hub.programmes.cases.case_store, case, document["id"])
    return found.code if isinstance(found, Refusal) else found


async def test_a_complaint_is_of_the_person_whose_case_it_is(office: Office) -> None:
    made = await lodge(office)

    assert await said(office, OWN, made) == TODAY
    assert await said(office, replace(OWN, subject="7ABCD13"), made) == "cases.complaint_other"
    assert await said(office, OWN, {"id": new_id()}) == "cases.no_complaint"


async def test_a_representative_complains_whom_the_application_names(office: Office) -> None:
    made = await lodge(office, applicant={**CITIZEN, "fin": "5RPRSNT"})
    answers = {"qəyyum": "5RPRSNT, etibarnamə № 12, 01.02.2026"}
    application = Application(number="ST-1", day=TODAY, channel="desk", came_from="committee", answers=answers)

    assert await said(office, OWN, made) == "cases.complaint_other"
    assert await said(office, replace(OWN, application=application), made) == TODAY
