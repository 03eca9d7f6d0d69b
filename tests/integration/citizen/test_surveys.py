"""A survey that people answer online at their own page: by consent, once, changed and taken back by their own hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from document_flow.surveys.acts.open import SurveyOpened
from document_flow.surveys.acts.publish import SurveyPublished
from document_flow.surveys.questionnaire import questionnaires
from hub.surveys.kind import SURVEYS, answer_store
from tests.integration.citizen.conftest import CHILD, HUSBAND, STRANGER, WIFE, Town
from tests.integration.hard_cases.office import told
from tests.things import happened

PLACE = "Zəngilan/Ağalı"
ANSWERS = {"a-intention": "yes", "a-able_bodied": "no", "a-family_size": "3", "a-school_places": "1"}


async def asking(town: Town) -> str:
    """A survey of this month, that people of Ağalı answer online; the wife is one of them."""
    asked, hub = questionnaires()["agali/1"], town.hub
    async with hub.store.read() as tx:
        now = (await hub.aggregates.needs.context(tx)).now
    stamp: dict[str, Any] = {"by": "elcin", "at": now}
    first, last = now.date() - timedelta(days=1), now.date() + timedelta(days=30)
    opened = SurveyOpened(**stamp, questionnaire=asked.key, digest=asked.digest, place=PLACE, way="online",
                          first=first, last=last)  # fmt: skip
    of_agali = {"kind": "person", "fin": WIFE.fin, "surname": WIFE.surname, "birth_date": "1980-01-01",
                "origin_residence": {"place": PLACE}}  # fmt: skip
    await told(hub, of_agali)
    return await happened(hub, SURVEYS, [opened, SurveyPublished(**stamp)])


async def kept(town: Town, survey: str) -> Any:
    """What the wife says by now."""
    async with town.hub.store.read() as tx:
        found = await answer_store(town.hub.aggregates.needs).newest(tx, survey, [WIFE.fin])
    return found.get(WIFE.fin)


async def test_a_person_answers_changes_and_takes_back_what_they_said(town: Town) -> None:
    survey, browser = await asking(town), await town.citizen()
    path = f"/surveys/{survey}"
    start = await browser.get("/")

    unwilling = await browser.post(path, **ANSWERS)
    first = [await browser.post(path, consents="survey", **ANSWERS, key=key) for key in ("k", "k", "another")]
    page = await browser.get(path)
    changed = {**ANSWERS, "a-intention": "no", "consents": "survey", "instead_of": "1"}
    second, stale = await browser.post(path, **changed), await browser.post(path, **{**changed, "a-family_size": "4"})
    said = await kept(town, survey)
    gone = await browser.post(f"{path}/withdraw")

    assert f'href="/me{path}"' in start.text
    assert (unwilling.status_code, [each.status_code for each in first]) == (422, [303] * 3)
    assert "Whoever answers must consent" in unwilling.text
    assert '<option value="yes" selected>' in page.text
    assert 'name="instead_of" value="1"' in page.text
    assert (second.status_code, stale.status_code, gone.status_code) == (303, 409, 303)
    assert (said.version, said.answers["intention"]) == (2, "no")
    assert await kept(town, survey) is None
    assert "Answering is voluntary" in await browser.said("/")
    looks = [(service, how) for _, service, how in await town.house.looks(WIFE.fin) if service.startswith("survey.")]
    assert {("survey.answer", "ok"), ("survey.withdraw", "ok")} <= {*looks}


async def test_nobody_else_is_asked_and_nobody_answers_for_another(town: Town) -> None:
    survey = await asking(town)
    path = f"/surveys/{survey}"
    others = [await town.citizen(each.fin) for each in (HUSBAND, STRANGER)]
    parent = town.browser()
    await parent.log_in(WIFE.fin, acting_for=CHILD.fin)

    told_of = [path in (await each.get("/")).text for each in (*others, parent)]
    pages = [(await each.get(path)).status_code for each in (*others, parent)]
    deeds = [(await each.post(path, consents="survey", **ANSWERS)).status_code for each in (*others, parent)]
    takes = [(await each.post(f"{path}/withdraw")).status_code for each in (*others, parent)]

    assert told_of == [False] * 3
    assert pages == deeds == takes == [404, 404, 403]
    assert (await others[0].get("/surveys/x")).status_code == 404
    assert await kept(town, survey) is None
