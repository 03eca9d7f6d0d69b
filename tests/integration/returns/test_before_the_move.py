"""What people of a settlement said, and who of them has work there, stands where their return is planned."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from document_flow.moves.acts.add_household import HouseholdAdded
from document_flow.moves.acts.open_move import MoveOpened
from document_flow.moves.state import Household
from document_flow.surveys.acts.end import SurveyClosed
from document_flow.surveys.acts.open import SurveyOpened
from document_flow.surveys.acts.publish import SurveyPublished
from document_flow.surveys.questionnaire import questionnaires
from document_flow.surveys.state import Figures
from hub.app import Hub
from hub.kinds import KINDS
from mappings.registered import JobMatch
from tests.hubs import settings_for
from tests.integration.console.desks import Desks
from tests.integration.documents.conftest import Office, an_office
from tests.things import decided_return, happened, things_told

PLACE = "Zəngilan/Ağalı"
FINS = tuple(f"7ABCD{place:02}" for place in range(1, 13))
State = Literal["proposed", "accepted", "refused", "hired"]
MATCHES: tuple[tuple[State, int], ...] = (("hired", 6), ("proposed", 5))
"""Of twelve people how many stand where; of one no match is known, and the first has refused another one before."""


@pytest.fixture
async def office(tmp_path: Path, postgres_url: str) -> AsyncIterator[Office]:
    async with an_office(settings_for(tmp_path / "data", port=0, database_url=postgres_url)) as made:
        yield made


async def stamp(hub: Hub) -> dict[str, Any]:
    async with hub.store.read() as tx:
        return {"by": "elcin", "at": (await hub.aggregates.needs.context(tx)).now}


async def a_survey(hub: Hub, place: str = PLACE) -> str:
    """One that was closed."""
    asked, said = questionnaires()["agali/1"], await stamp(hub)
    today = said["at"].date()
    opened = SurveyOpened(**said, questionnaire=asked.key, digest=asked.digest, place=place, first=today,
                          last=today, way="face_to_face")  # fmt: skip
    counts = {"0": 40, "1": 12, "2+": None, "": None}
    closed = SurveyClosed(**said, answers=60, least=5, figures=(Figures(question="school_places", of=60, rows=counts),))
    return await happened(hub, KINDS["surveys"], [opened, SurveyPublished(**said), closed])


async def a_move(hub: Hub) -> str:
    """Of one family of twelve."""
    case, said = await decided_return(hub, "M-1", *FINS), await stamp(hub)
    move = MoveOpened(**said, settlement=PLACE, gathers_at=said["at"] + timedelta(days=3), point="Bərdə")
    family = Household(number="M-1", case=case, home="101", persons=len(FINS))
    return await happened(hub, KINDS["moves"], [move, HouseholdAdded(**said, household=family)])


async def rows(office: Office, path: str, code: str) -> list[dict[str, Any]]:
    sheet = (await office.get("elcin", path)).json()
    return next((each["rows"] for each in sheet["blocks"] if each["code"] == code), [])


async def test_the_day_of_a_move_shows_who_has_work_and_what_was_said_in_counts_alone(office: Office) -> None:
    hub, move = office.served.hub, await a_move(office.served.hub)
    states: list[State] = [state for state, count in MATCHES for _ in range(count)]
    matches = [
        JobMatch(match_id=f"UY-{at}", vacancy_id="VK-1", fin=fin, state=state)
        for at, (fin, state) in enumerate([*zip(FINS, states, strict=False), (FINS[0], "refused")])
    ]
    assert (await rows(office, f"/v1/moves/{move}", "survey")) == []
    await things_told(hub, *matches)
    await a_survey(hub, "Laçın")
    survey = await a_survey(hub)

    work = await rows(office, f"/v1/moves/{move}", "work")
    said = await rows(office, f"/v1/moves/{move}", "survey")

    assert {each["stands"]: each["count"] for each in work} == {
        "hired": 6, "accepted the proposal": 0, "a vacancy was proposed": "…", "refused the proposal": 0,
        "no vacancy was proposed": "…", "Persons in all": 12,
    }  # fmt: skip
    assert [each["count"] for each in said] == [40, 12, "…", "…", 60]
    assert {each["survey"] for each in said} == {f"surveys/{survey}"}
    assert "How many school places are needed" in {each["question"] for each in said}
    page = (await Desks(office).get("elcin", f"/moves/{move}")).text
    assert f"/console/surveys/{survey}" in page
    assert not any(each in page for each in FINS)
