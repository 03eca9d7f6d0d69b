"""What people of a settlement said, and who of them has work there, stands where their return is planned."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from document_flow.moves.acts.add_household import HouseholdAdded
from document_flow.moves.acts.open_move import MoveOpened
from document_flow.moves.state import Household
from document_flow.reintegrations.acts.household import ReintegrationOpened
from document_flow.reintegrations.state import Reintegration
from document_flow.surveys.acts.end import SurveyClosed
from document_flow.surveys.acts.open import SurveyOpened
from document_flow.surveys.acts.publish import SurveyPublished
from document_flow.surveys.answers import Answer
from document_flow.surveys.questionnaire import questionnaires
from document_flow.surveys.state import Figures
from hub.app import Hub
from hub.exchange.usage import WantedUsages
from hub.kinds import KINDS
from hub.returns.reintegrations import open_reintegration
from hub.store.ids import new_id
from hub.surveys.answer_store import Kept
from hub.surveys.kind import answer_store
from hub.web.usages import usages_of
from mappings.dates import PartialDate
from mappings.registered import JobMatch, Vacancy
from tests.hubs import eventually, settings_for
from tests.integration.console.desks import Desks, says_word, text
from tests.integration.documents.conftest import Office, an_office
from tests.integration.hard_cases.office import told
from tests.protections import protect
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


async def a_survey(hub: Hub, place: str = PLACE, sheet: str = "agali/1") -> str:
    """One that was closed."""
    asked, said = questionnaires()[sheet], await stamp(hub)
    today = said["at"].date()
    opened = SurveyOpened(**said, questionnaire=asked.key, digest=asked.digest, place=place, first=today,
                          last=today, way="face_to_face")  # fmt: skip
    counts = {"0": 40, "1": 12, "2+": None, "": None}
    closed = SurveyClosed(**said, answers=60, least=5, figures=(Figures(question="school_places", of=60, rows=counts),))
    return await happened(hub, KINDS["surveys"], [opened, SurveyPublished(**said), closed])


async def a_move(hub: Hub, **more: Any) -> str:
    """Of one family of twelve."""
    case, said = await decided_return(hub, "M-1", *FINS, **more), await stamp(hub)
    move = MoveOpened(**said, settlement=PLACE, gathers_at=said["at"] + timedelta(days=3), point="Bərdə")
    family = Household(number="M-1", case=case, home="101", persons=len(FINS))
    return await happened(hub, KINDS["moves"], [move, HouseholdAdded(**said, household=family)])


async def rows(office: Office, path: str, code: str, who: str = "elcin") -> list[dict[str, Any]]:
    sheet = (await office.get(who, path)).json()
    return next((each["rows"] for each in sheet["blocks"] if each["code"] == code), [])


async def test_the_day_of_a_move_shows_who_has_work_and_what_was_said_in_counts_alone(office: Office) -> None:
    hub, move = office.served.hub, await a_move(office.served.hub)
    states: list[State] = [state for state, count in MATCHES for _ in range(count)]
    matches = [
        JobMatch(match_id=f"UY-{at}", vacancy_id=vacancy, fin=fin, state=state)
        for at, (fin, state, vacancy) in enumerate(
            [*((*each, "VK-1") for each in zip(FINS, states, strict=False)), (FINS[0], "refused", "VK-0")]
        )
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


async def named_positions(hub: Hub, survey: str, *said: tuple[str, str, tuple[str, ...]]) -> None:
    """Who answered the survey that they can work in which position, with which consents."""
    made = [(fin, Kept(1, "elcin", "survey:agali/2:face_to_face", consents, {"position": position}))
            for fin, position, consents in said]  # fmt: skip
    async with hub.store.write() as tx:
        await answer_store(hub.aggregates.needs).add(tx, survey, made, await tx.now() + 10**12)


async def test_what_a_household_stated_in_a_survey_stands_beside_what_is_noted_with_its_source(office: Office) -> None:
    hub = office.served.hub
    move, survey = await a_move(hub), await a_survey(hub, sheet="agali/2")
    await a_survey(hub, "Laçın", "agali/2")
    answers: dict[str, Answer] = {
        "needs": ("work", "land"),
        "school_places": 2,
        "profession": "building",
        "position": "7112",
        "health_needs": "yes",
    }
    kept = Kept(1, "elcin", "survey:agali/2:face_to_face", ("survey", "health", "work"), answers)
    assert await rows(office, f"/v1/moves/{move}", "school_places") == []
    async with hub.store.write() as tx:
        await answer_store(hub.aggregates.needs).add(tx, survey, [(FINS[1], kept)], await tx.now() + 10**12)
    opened = Reintegration(phase="open", number="M-1", case=new_id(), settlement=PLACE, home="101", persons=12)
    name = await happened(hub, KINDS["reintegrations"], [ReintegrationOpened(**await stamp(hub), opened=opened)])

    assert (await office.get("elcin", f"/v1/moves/{move}/tables/households.csv")).status_code == 200
    async with hub.store.read() as tx:
        assert not await tx.fetch("SELECT id FROM access_events WHERE service = 'survey.look'"), "another table"
    (places,) = await rows(office, f"/v1/moves/{move}", "school_places")
    said = await rows(office, f"/v1/reintegrations/{name}", "stated")

    assert (places["number"], places["person"], places["answer"], places["pupils"]) == ("M-1", 2, 2, 0)
    assert {each["question"]: each["answer"] for each in said} == {
        "What is needed for the return": "work, land", "How many school places are needed": 2,
        "Your profession": "building",
    }, "neither health nor a position, which have a consent of their own"  # fmt: skip
    assert {each["survey"] for each in (places, *said)} == {f"surveys/{survey}"}
    assert await rows(office, f"/v1/reintegrations/{name}", "needs") == [], "nothing is noted by it"
    assert await rows(office, f"/v1/reintegrations/{name}", "stated", "sevinc") == [], (
        "a clerk sees no answer of anybody"
    )
    await one_look_is_told(office, FINS[1])


async def one_look_is_told(office: Office, fin: str) -> None:
    """Who read what the person said is in the history, once; the auditor and the person read it in words."""
    hub, desks = office.served.hub, Desks(office)
    async with hub.store.read() as tx:
        looks = await tx.fetch("SELECT actor_person, subject_hash FROM access_events WHERE service = 'survey.look'")
        _, told_of = await usages_of(hub).find(tx, WantedUsages(fin))
    assert [tuple(each) for each in looks] == [("elcin", hub.hash("fin", fin))]
    (use,) = [each for each in told_of if each.service == "survey.look"]
    assert (use.purpose, use.basis, use.categories) == ("return", "998-IIIQ", ("personal",))
    shown = text(await desks.get("aydan", f"/settings/audit?subject={hub.hash('fin', fin)}"))
    assert "what somebody said in a survey shown" in shown
    assert "what was said in a survey" in shown


def vacancy(number: int, **more: Any) -> Vacancy:
    values: dict[str, Any] = {"position": "7112", "place_text": "Zəngilan r., Ağalı k.", "openings": 1,
                              "state": "open", **more}  # fmt: skip
    return Vacancy(vacancy_id=f"VK-{number}", **values)


async def offered(office: Office, move: str) -> list[str]:
    """What there is to choose from where a vacancy is proposed."""
    async with office.served.hub.store.read() as tx:
        kind = KINDS["moves"]
        stored = await office.served.hub.aggregates.tables.get(tx, kind, move)
        assert stored is not None
        return [each.value for each in (await kind.fills(office.served.hub.aggregates.needs, tx, stored))["work"]]


async def test_a_vacancy_is_found_for_who_named_its_position_with_consent_and_proposed_by_an_official(
    office: Office,
) -> None:
    hub = office.served.hub
    move, consents = await a_move(hub, telefon="+994501112233"), ("survey", "work")
    survey = await a_survey(hub, sheet="agali/2")
    await named_positions(hub, survey, (FINS[1], "7112", consents), (FINS[2], "7112", ("survey",)),
                          (FINS[3], "2341", consents), (FINS[4], "7112", consents))  # fmt: skip
    await things_told(hub, vacancy(1), vacancy(2, state="filled"), vacancy(3, place_text="Laçın r."),
                      vacancy(4, position="5120", openings=3, place_text="Zəngilan rayonu", place_code="ZAN"),
                      vacancy(5, place_text="Zəngilan r., Məmmədbəyli k."), vacancy(6, place_text="?"),
                      vacancy(7, until=PartialDate(2020)))  # fmt: skip
    found = await offered(office, move)
    assert found == ["M-1|2|VK-1|7112", "M-1|5|VK-1|7112"]
    shown = await rows(office, f"/v1/moves/{move}", "vacancies")
    assert [(each["vacancy"], each["openings"], each["place"]) for each in shown] == [
        ("VK-1", 1, PLACE),
        ("VK-4", 3, "Zəngilan"),
    ]

    asked = {"act": "propose_work", "expected_version": 2, "says": {"work": found[0]}}
    done = await office.post("elcin", f"/v1/moves/{move}/acts", asked)

    assert done.status_code == 200, done.text
    assert await offered(office, move) == []
    assert [each["state"] for each in await rows(office, f"/v1/moves/{move}", "proposals")] == ["proposed, and told"]

    async def is_known() -> bool:
        async with hub.store.read() as tx:
            matches = await hub.aggregates.needs.reader.things_of(tx, "job_match", FINS[1])
        return [each.attributes.get("state") for each in matches] == ["proposed"]

    await eventually(is_known, what="the match in the register")
    async with hub.store.read() as tx:
        told = await tx.fetch("SELECT count(*) AS n FROM case_references")
        looks = await tx.fetch("SELECT subject_hash FROM access_events WHERE service = 'move.vacancy'")
    assert (told[0]["n"], [each["subject_hash"] for each in looks]) == (2, [hub.hash("fin", FINS[1])])


async def test_the_home_of_a_protected_family_is_shown_to_who_may_know_it_alone(office: Office) -> None:
    hub, move = office.served.hub, await a_move(office.served.hub)
    kept = {"school": "Ağalı məktəbi", "address": "Gizli küçə 7", "pupils": 1}
    async with hub.store.read() as tx:
        stored = await hub.aggregates.tables.get(tx, KINDS["moves"], move)
    assert stored is not None
    household = replace(stored.state.households["M-1"], handed_on=date(2026, 1, 7), **kept)
    async with hub.store.write() as tx:
        await open_reintegration(hub.aggregates.needs, tx, move, stored.state, household)
    family = (await office.get("zeyneb", "/v1/reintegrations", within=move)).json()["items"][0]["id"]
    await told(hub, {"kind": "person", "fin": FINS[3]})
    at_once = [await home_seen(office, "sevinc", path) for path in (f"moves/{move}", f"reintegrations/{family}")]
    await protect(hub, FINS[3])

    for path in (f"moves/{move}", f"reintegrations/{family}"):
        assert [await home_seen(office, who, path) for who in ("zeyneb", "sevinc", "elcin")] == ["101", None, None]
        for shape in ("", "/sheet.pdf"):
            page = await Desks(office).get("sevinc", f"/{path}{shape}")
            assert page.status_code == 200
            assert shape or (says_word("101", page.text), "protect" in page.text) == (False, False)
        assert says_word("101", (await Desks(office).get("zeyneb", f"/{path}")).text)
    assert at_once == ["101", "101"]
    async with hub.store.read() as tx:
        filled = await KINDS["moves"].fills(hub.aggregates.needs, tx, stored)
    assert [each.name.en for each in filled["numbers"]] == ["M-1"]


async def home_seen(office: Office, who: str, path: str) -> Any:
    found = {each["code"]: each["rows"] for each in (await office.get(who, f"/v1/{path}")).json()["blocks"]}
    return found["households" if path.startswith("moves") else "household"][0]["home"]
