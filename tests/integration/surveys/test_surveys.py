"""Surveys at their doors: answers once, by consent, written over by nobody alone; figures that tell nobody's answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.clock import SECOND
from hub.settings import Settings
from hub.store.legal_time import move_ahead, time_ahead
from hub.surveys.answer_store import altered_answers, forget_old_answers
from hub.surveys.kind import answer_store
from tests.hubs import eventually, settings_for
from tests.integration.api.served import as_party
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import tell
from tests.integration.documents.conftest import an_office
from tests.integration.surveys.agali import ABLE, ALL, PLACE, answers, as_file, fin, person
from tests.moments import today
from tests.tampering import tampered

ELSEWHERE, CHILD, OLD, DEAD, UNBORN = 900, 901, 902, 903, 904


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def desks(settings: Settings) -> AsyncIterator[Desks]:
    """Twenty of Ağalı, the first of them settled in Bərdə, and some who may not answer."""
    async with an_office(settings) as office:
        made = Desks(office)
        records = [person(number) for number in range(20)]
        records[0] |= {"temporary_settlement": {"place": "Bərdə"}}
        records += [person(ELSEWHERE, "Laçın"), person(CHILD, born="2015-01-01"), person(OLD, born="1950-01-01")]
        records += [{**person(DEAD), "vital_status": "deceased"}, {**person(UNBORN), "birth_date": None}]
        await tell(made, "committee", "hub.records.v1", {"id": "agali", "records": records})
        yield made


def days() -> dict[str, str]:
    return {"first": today().isoformat(), "last": (today() + timedelta(days=30)).isoformat()}


async def opened(desks: Desks, way: str = "face_to_face", **more: str) -> str:
    says = {"questionnaire": "agali/1", "place": PLACE, **days(), "way": way, **more}
    answer = await desks.office.post("elcin", "/v1/surveys", {"act": "open_survey", "says": says})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def acted(desks: Desks, who: str, survey: str, act: str, **says: str) -> httpx.Response:
    version = (await desks.office.get(who, f"/v1/surveys/{survey}")).json()["version"]
    body = {"act": act, "expected_version": version, "says": says}
    return await desks.office.post(who, f"/v1/surveys/{survey}/acts", body)


async def published(desks: Desks, way: str = "face_to_face") -> str:
    survey = await opened(desks, way)
    assert (await acted(desks, "fuad", survey, "publish_survey")).status_code == 200
    return survey


async def answered(desks: Desks, survey: str, number: int, who: str = "zeyneb", **more: Any) -> httpx.Response:
    said = {**answers(number), **more.pop("answers", {})}
    consents = ["survey", "health"] if "health_needs" in said else ["survey"]
    body = {"fin": fin(number), "consents": consents, "answers": said, **more}
    return await desks.office.post(who, f"/v1/surveys/{survey}/answers", body)


async def kept(desks: Desks, survey: str) -> list[Any]:
    async with desks.office.served.hub.store.read() as tx:
        return list(await tx.fetch("SELECT * FROM survey_answers WHERE survey_id = :s ORDER BY id", {"s": survey}))


def figures(sheet: dict[str, Any], question: str) -> dict[str, int | None]:
    (block,) = (each for each in sheet["blocks"] if each["code"] == question)
    return {row["answer"]: row["count"] for row in block["rows"]}


async def test_the_survey_of_agali_is_counted_and_small_figures_are_not_shown(desks: Desks) -> None:
    for part in range(20, ALL, 180):
        records = [person(number) for number in range(part, min(part + 180, ALL))]
        await tell(desks, "committee", "hub.records.v1", {"id": f"more-{part}", "records": records})
    survey = await published(desks)

    first = await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(ALL)))
    again = await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(ALL)))
    assert (await acted(desks, "elcin", survey, "close_survey")).status_code == 200

    assert first.json() == {"taken": ALL, "repeated": 0, "refused": []}, first.text
    assert again.json() == {"taken": 0, "repeated": ALL, "refused": []}
    sheet = (await desks.office.get("aytac", f"/v1/surveys/{survey}")).json()
    assert figures(sheet, "able_bodied") == {"yes": ABLE, "no": ALL - ABLE, "no answer": 0, "asked": ALL}
    professions = figures(sheet, "profession")
    assert professions["asked"] == ABLE
    assert professions["medicine"] is None, "three doctors"
    assert list(professions.values()).count(None) == 2, "one that is hidden alone follows by subtraction"
    assert figures(sheet, "needs")["land"] == sum("land" in answers(number)["needs"] for number in range(ALL))
    assert "condition" not in {each["code"] for each in sheet["blocks"]}
    file = (await desks.office.get("aytac", f"/v1/surveys/{survey}/figures.csv")).text
    assert f"Are you able to work,yes,{ABLE}" in file
    assert "medicine,…" in file
    assert "HYPERLINK" not in file + str(sheet)
    assert "7AB" not in file + str(sheet)


async def test_a_page_shows_the_figures_as_bars_and_leads_to_the_file(desks: Desks) -> None:
    survey = await published(desks)
    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(12)))
    await acted(desks, "elcin", survey, "close_survey")

    page = await desks.get("zeyneb", f"/surveys/{survey}")
    file = await desks.get("zeyneb", f"/surveys/{survey}/figures.csv", "az")

    assert page.text.count("<svg") >= 7
    assert 'role="img"' in page.text
    assert "Figures (CSV)" in text(page)
    assert "soruşulub,12" in file.text
    early = await desks.get("zeyneb", f"/surveys/{await published(desks)}/figures.csv")
    assert early.status_code == 409


async def test_nobody_publishes_what_they_opened_and_two_of_a_kind_are_not_open_at_once(desks: Desks) -> None:
    survey = await opened(desks)

    own = await acted(desks, "elcin", survey, "publish_survey")
    says = {"questionnaire": "agali/1", "place": "Zəngilan r./Aghali", **days(), "way": "online"}
    second = await desks.office.post("fuad", "/v1/surveys", {"act": "open_survey", "says": says})
    nowhere = await desks.office.post(
        "fuad", "/v1/surveys", {"act": "open_survey", "says": {**says, "place": "Zəngilan/Yoxdur"}}
    )

    assert (own.status_code, own.json()["code"]) == (403, "access.second_person")
    assert second.json()["code"] == "aggregates.held"
    assert nowhere.json()["code"] == "surveys.place"
    assert (await answered(desks, survey, 1)).json()["code"] == "surveys.not_taking"


async def test_an_answer_sent_twice_is_one_answer(desks: Desks) -> None:
    survey = await published(desks)

    sent = await asyncio.gather(*(answered(desks, survey, 1) for _ in range(4)))

    assert sorted(each.json()["repeated"] for each in sent) == [False, True, True, True]
    assert len(await kept(desks, survey)) == 1


async def test_what_a_respondent_says_otherwise_is_a_new_version_by_their_word_alone(desks: Desks) -> None:
    survey = await published(desks)
    await answered(desks, survey, 1)
    other: dict[str, Any] = {"answers": {"intention": "no"}}

    silent = await answered(desks, survey, 1, "aytac", **other)
    without_word = await answered(desks, survey, 1, "aytac", instead_of=1, **other)
    of_another_version = await answered(desks, survey, 1, "aytac", instead_of=2, word=True, **other)
    told = await answered(desks, survey, 1, "aytac", instead_of=1, word=True, **other)
    told_again = await answered(desks, survey, 1, "aytac", instead_of=1, word=True, **other)

    for refused in (silent, without_word, of_another_version):
        assert (refused.status_code, refused.json()["code"]) == (409, "surveys.answered")
    assert told.json() == {"version": 2, "repeated": False}
    assert told_again.json() == {"version": 2, "repeated": True}
    assert [row["version"] for row in await kept(desks, survey)] == [1, 2]
    progress = figures_of_progress((await desks.office.get("zeyneb", f"/v1/surveys/{survey}")).json())
    assert progress == [1, 1]


def figures_of_progress(sheet: dict[str, Any]) -> list[int]:
    (block,) = (each for each in sheet["blocks"] if each["code"] == "progress")
    return [row["count"] for row in block["rows"]]


async def test_an_answer_cannot_be_guessed_by_trying(desks: Desks) -> None:
    survey = await published(desks)
    await answered(desks, survey, 1)

    right, wrong = await answered(desks, survey, 1, "aytac"), await answered(
        desks, survey, 1, "aytac", answers={"intention": "no"}
    )  # fmt: skip

    assert right.status_code == wrong.status_code == 409
    assert right.json()["detail"] == wrong.json()["detail"]


async def test_a_respondent_has_another_hash_in_every_survey_and_nothing_stands_in_clear(desks: Desks) -> None:
    first = await published(desks)
    await answered(desks, first, 1)
    await answered(desks, first, 1, instead_of=1, word=True, answers={"intention": "no"})
    await acted(desks, "elcin", first, "close_survey")
    second = await published(desks)
    await answered(desks, second, 1)

    rows = [*await kept(desks, first), *await kept(desks, second)]

    assert len({row["respondent_hash"] for row in rows}) == 2
    for row in rows:
        clear = str([row[name] for name in ("id", "survey_id", "respondent_hash", "version", "made_by")])
        assert fin(1) not in clear
        assert fin(1).encode() not in bytes(row["body_sealed"])
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        now = await answer_store(hub.aggregates.needs).newest(tx, first, [fin(1)])
        leaves = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = 'survey.answered'")
    assert (now[fin(1)].source, now[fin(1)].answers["intention"]) == ("survey:agali/1:face_to_face", "no")
    assert all(fin(1).encode() not in bytes(row["content"]) for row in leaves)


@pytest.mark.parametrize(
    ("number", "code"),
    [(950, "surveys.respondent"), (ELSEWHERE, "surveys.respondent"), (DEAD, "surveys.respondent"),
     (CHILD, "surveys.age"), (OLD, "surveys.age"), (UNBORN, "surveys.age")],
)  # fmt: skip
async def test_who_may_not_answer_is_refused(desks: Desks, number: int, code: str) -> None:
    survey = await published(desks)

    refused = await answered(desks, survey, number)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert fin(number) not in refused.text
    assert await kept(desks, survey) == []


async def test_a_representative_asks_people_of_their_own_district_alone(desks: Desks) -> None:
    survey = await published(desks)

    own, another = await answered(desks, survey, 0, "vusal"), await answered(desks, survey, 1, "vusal")
    nobody = await answered(desks, survey, 950, "vusal")

    assert own.status_code == 200
    assert (another.status_code, another.json()["code"]) == (422, "surveys.respondent")
    assert another.json()["detail"] == nobody.json()["detail"]
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_person, outcome FROM access_events WHERE service = 'survey.answer' AND subject_hash = :of",
            {"of": hub.hash("fin", fin(1))},
        )
    assert [(row["actor_person"], row["outcome"]) for row in rows] == [("vusal", "surveys.respondent")]


@pytest.mark.parametrize("who", ["sevinc", "rauf", "nigar", "ramil", "aydan", "gunel"])
async def test_others_take_no_answers_and_see_no_survey(desks: Desks, who: str) -> None:
    survey = await published(desks)

    assert (await answered(desks, survey, 1, who)).status_code == (200 if who == "nigar" else 403)
    if who != "nigar":  # she is a head too
        for path in ("/surveys", f"/surveys/{survey}", f"/surveys/{survey}/answer", f"/surveys/{survey}/figures.csv"):
            assert (await desks.get(who, path)).status_code == 403


async def test_online_people_answer_themselves_and_no_official_does(desks: Desks) -> None:
    online = await published(desks, "online")

    by_official = await answered(desks, online, 1)
    path, body = f"/v1/surveys/{online}/online-answers", {"fin": fin(1), "consents": ["survey"], "answers": answers(1)}
    own = await desks.office.served.client.post(path, json=body, headers=as_party("sandbox-committee"))
    agency = await desks.office.served.client.post(path, json=body, headers=as_party("sandbox-azeriqaz"))

    assert (by_official.status_code, by_official.json()["code"]) == (409, "surveys.way")
    assert own.json() == {"version": 1, "repeated": False}, own.text
    assert agency.status_code == 403


async def test_without_consent_nothing_is_kept_and_a_question_nobody_asked_is_refused(desks: Desks) -> None:
    survey = await published(desks)

    no_consent = await answered(desks, survey, 1, consents=[])
    unknown = await answered(desks, survey, 1, answers={"religion": "x"})
    extra = await answered(desks, survey, 1, more="x")
    health = await answered(desks, survey, 1, consents=["survey"], answers={"health_needs": "yes"})

    assert [each.json()["place"] for each in (no_consent, unknown, health)] == ["consents", "religion", "health_needs"]
    assert extra.status_code == 422
    assert await kept(desks, survey) == []


async def test_who_withdraws_consent_leaves_no_answer_and_a_trace_that_it_happened(desks: Desks) -> None:
    survey = await published(desks)
    await answered(desks, survey, 1)
    await answered(desks, survey, 1, instead_of=1, word=True, answers={"intention": "no"})
    path = f"/v1/surveys/{survey}/withdrawn-consents"

    gone = await desks.office.post("aytac", path, {"fin": fin(1)})
    again = await desks.office.post("aytac", path, {"fin": fin(1)})
    elsewhere = await desks.office.post("vusal", path, {"fin": fin(1)})

    assert [each.json() for each in (gone, again, elsewhere)] == [{"deleted": 2}, {"deleted": 0}, {"deleted": 0}]
    assert await kept(desks, survey) == []
    async with desks.office.served.hub.store.read() as tx:
        leaves = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = 'survey.answer_withdrawn'")
    assert len(leaves) == 1
    assert fin(1).encode() not in bytes(leaves[0]["content"])
    assert (await answered(desks, survey, 1)).json() == {"version": 1, "repeated": False}
    hub = desks.office.served.hub
    assert [each async for each in altered_answers(hub.store, hub.sealer)] == []
    (answer,) = await kept(desks, survey)
    for change, named in (
        ("DELETE FROM survey_answers", survey),
        ("UPDATE survey_answers SET made_by = 'x'", answer["id"]),
    ):
        async with tampered(hub.store, ("survey_answers",), change):
            assert [each async for each in altered_answers(hub.store, hub.sealer)] == [named]


async def test_what_is_withdrawn_after_the_count_changes_no_figure(desks: Desks) -> None:
    survey = await published(desks)
    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(12)))
    await acted(desks, "elcin", survey, "close_survey")
    before = (await desks.office.get("zeyneb", f"/v1/surveys/{survey}/figures.csv")).text

    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/withdrawn-consents", {"fin": fin(1)})

    assert (await desks.office.get("zeyneb", f"/v1/surveys/{survey}/figures.csv")).text == before
    assert len(await kept(desks, survey)) == 11
    assert (await answered(desks, survey, 1)).json()["code"] == "surveys.not_taking"


async def test_a_survey_of_few_tells_nothing_but_that_they_were_few(desks: Desks) -> None:
    survey = await published(desks)
    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(4)))
    await acted(desks, "elcin", survey, "close_survey")

    sheet = (await desks.office.get("zeyneb", f"/v1/surveys/{survey}")).json()

    assert {*figures(sheet, "intention").values()} == {None}
    (about,) = (each for each in sheet["blocks"] if each["code"] == "survey")
    assert about["rows"][-1]["value"] is None


async def test_answers_are_forgotten_in_time_and_figures_stay(desks: Desks) -> None:
    survey, store = await published(desks), desks.office.served.hub.store
    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(12)))
    await acted(desks, "elcin", survey, "close_survey")
    assert await forget_old_answers(store) == 0
    async with store.write() as tx:
        await tx.execute("UPDATE survey_answers SET keep_until = hub_now() - 1", {})

    assert await forget_old_answers(store) == 12

    assert await kept(desks, survey) == []
    assert figures((await desks.office.get("zeyneb", f"/v1/surveys/{survey}")).json(), "intention")["asked"] == 12


async def later(desks: Desks, days: int) -> None:
    async with desks.office.served.hub.store.write() as tx:
        await move_ahead(tx, "samir", await time_ahead(tx) + days * 24 * 3_600 * SECOND)


async def test_a_survey_that_nobody_closed_is_counted_by_the_clock_before_its_answers_go(desks: Desks) -> None:
    survey, hub = await published(desks), desks.office.served.hub
    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(12)))
    await later(desks, 30)
    await hub.aggregates.step()
    assert (await desks.office.get("zeyneb", f"/v1/surveys/{survey}")).json()["phase"] == "published", "its last day"
    async with hub.store.write() as tx:
        await tx.execute("UPDATE survey_answers SET keep_until = hub_now() - 1", {})
    assert await forget_old_answers(hub.store) == 0, "nobody has counted them"

    await later(desks, 1)

    async def is_closed() -> bool:
        await hub.aggregates.step()
        return bool((await desks.office.get("zeyneb", f"/v1/surveys/{survey}")).json()["phase"] == "closed")

    await eventually(is_closed)
    assert await forget_old_answers(hub.store) == 12
    assert await kept(desks, survey) == []
    assert figures((await desks.office.get("zeyneb", f"/v1/surveys/{survey}")).json(), "intention")["asked"] == 12


async def test_how_long_answers_are_kept_is_played_by_legal_time(desks: Desks) -> None:
    survey, store = await published(desks), desks.office.served.hub.store
    await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", as_file(range(12)))
    await acted(desks, "elcin", survey, "close_survey")
    async with store.read() as tx:
        (row,) = await tx.fetch("SELECT DISTINCT keep_until - hub_now() AS rest FROM survey_answers LIMIT 1")
    days = row["rest"] // (24 * 3_600 * SECOND)

    await later(desks, days - 1)
    early = await forget_old_answers(store)
    await later(desks, 2)

    assert (early, await forget_old_answers(store)) == (0, 12)


async def test_answers_that_could_not_be_counted_are_not_kept_for_ever(desks: Desks) -> None:
    survey, store = await published(desks), desks.office.served.hub.store
    await answered(desks, survey, 1)
    async with store.write() as tx:
        await tx.execute("UPDATE survey_answers SET keep_until = hub_now() - :more", {"more": 25 * 3_600 * SECOND})

    assert await forget_old_answers(store) == 1


async def test_who_withdraws_the_consent_to_one_question_leaves_no_older_answer_to_it(desks: Desks) -> None:
    survey = await published(desks)
    assert (await answered(desks, survey, 10)).json() == {"version": 1, "repeated": False}, "he told of his health"
    without = {name: each for name, each in answers(10).items() if name != "health_needs"}
    body = {"fin": fin(10), "consents": ["survey"], "answers": without, "instead_of": 1, "word": True}

    told = await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers", body)

    assert told.json() == {"version": 2, "repeated": False}
    assert [row["version"] for row in await kept(desks, survey)] == [2]


async def test_consent_is_withdrawn_though_the_register_says_another_settlement_by_now(desks: Desks) -> None:
    survey = await published(desks)
    await answered(desks, survey, 1)
    await tell(desks, "committee", "hub.records.v1", {"id": "moved", "records": [person(1, "Laçın")]})

    gone = await desks.office.post("aytac", f"/v1/surveys/{survey}/withdrawn-consents", {"fin": fin(1)})

    assert gone.json() == {"deleted": 1}
    assert await kept(desks, survey) == []


async def test_a_withdrawn_survey_keeps_no_answer(desks: Desks) -> None:
    survey = await published(desks)
    await answered(desks, survey, 1)

    named = await acted(desks, "fuad", survey, "withdraw_survey", reason=f"{fin(1)} şikayət etdi")
    done = await acted(desks, "fuad", survey, "withdraw_survey", reason="Sual yanlışdır")

    assert named.json()["code"] == "surveys.reason"
    assert done.json()["phase"] == "withdrawn"
    assert await kept(desks, survey) == []


async def test_a_file_takes_good_rows_and_names_the_others_by_line(desks: Desks) -> None:
    survey = await published(desks)
    raw = (
        as_file([1, 2, 950, CHILD])
        + f"{fin(3)},survey,perhaps\r\n{fin(4)},,yes,,no,,,1,0,\r\nX,survey,yes,,no,,,1,0,\r\n".encode()
    )

    found = (await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", raw)).json()

    assert found["taken"] == 2
    assert [(each["line"], each["code"]) for each in found["refused"]] == [
        (4, "surveys.respondent"), (5, "surveys.age"), (6, "surveys.row"), (7, "surveys.wrong"), (8, "ask.fin_shape"),
    ]  # fmt: skip
    assert all(fin(number) not in str(found) for number in (1, 2, 3, 4, 950, CHILD))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"fin,intention\r\n",
        b"fin,consents,religion\r\n",
        b"fin,consents,fin\r\n",
        "fin,consents\r\nə,survey\r\n".encode("utf-16"),
        b'fin,consents\r\n"7AG,survey\r\n',
        b"fin,consents," + b",".join(b"c%d" % number for number in range(5_000)),
        b"fin,consents\r\n" + b"7ABCD12,survey\r\n" * 2_001,
        b"fin,consents\r\n" + b"x" * 4_000_001,
        b"fin,consents\r\n" + b"x" * 200_000 + b",survey\r\n",
    ],
    ids=range(10),
)
async def test_what_is_no_file_of_answers_is_refused_whole(desks: Desks, raw: bytes) -> None:
    survey = await published(desks)

    refused = await desks.office.post("zeyneb", f"/v1/surveys/{survey}/answers.csv", raw)

    assert (refused.status_code, refused.json()["code"]) == (422, "surveys.file")


async def test_an_interview_is_written_down_on_a_page_and_faults_stand_beside_their_questions(desks: Desks) -> None:
    survey = await published(desks)
    path = f"/surveys/{survey}/answer"
    fields: dict[str, Any] = {f"a-{name}": each.split("|") for name, each in answers(1).items()}

    wrong = await desks.post("zeyneb", path, fin=fin(1), consents="survey", **{**fields, "a-family_size": "0"})
    assert wrong.status_code == 422
    assert "Write a whole number from 1 to 999999." in text(wrong, 422)
    assert 'value="work" checked' in wrong.text
    assert await desks.went("zeyneb", path, fin=fin(1), consents="survey", **fields) == f"{path}?written"
    assert await desks.went("zeyneb", path, fin=fin(1), consents="survey", **fields) == f"{path}?written"
    assert "answered by now: 1" in text(await desks.get("zeyneb", f"{path}?written"))
    other = await desks.post("aytac", path, fin=fin(1), consents="survey", **fields)
    assert "has answered already (version 1)" in text(other, 409)
    assert (
        await desks.went("aytac", path, fin=fin(1), consents="survey", instead_of="1", word="yes", **fields)
        == f"{path}?written"
    )
    gone = await desks.went("aytac", f"/surveys/{survey}/withdrawn-consent", withdrawn=fin(1))
    assert gone == f"{path}?gone"
    assert await kept(desks, survey) == []
