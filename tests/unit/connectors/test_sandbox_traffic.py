"""The sample traffic: what is sent, in which order, and that a restart neither repeats nor skips."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from connectors.parsing import parse_xml, to_document
from connectors.sandbox.people import number_of, person
from connectors.sandbox.traffic.parcel import LeftFile, Parcel
from connectors.sandbox.traffic.sender import Pace, Traffic
from connectors.sandbox.traffic.story import STEPS_A_FAMILY, Story, in_order

HUB = "http://hub.test"
STORY = Story(instance="0" * 32, seed=1)
TOLD = [STORY.parcel(step) for step in range(4 * STEPS_A_FAMILY)]
FOUR_FAMILIES = [each for each in TOLD if isinstance(each, Parcel)]
LEFT = [each for each in TOLD if isinstance(each, LeftFile)]


def act(parcel: Parcel) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parcel.body)
    return found


ACTS = [act(parcel) for parcel in FOUR_FAMILIES if "civil-act" in parcel.path]


def test_the_same_step_is_the_same_bytes() -> None:
    assert [STORY.parcel(step) for step in range(len(TOLD))] == TOLD


def test_two_agencies_at_one_place_both_tell() -> None:
    one, other, last = (lambda _, kept=each: kept for each in FOUR_FAMILIES[:3])

    assert in_order([{1000: one, 1001: last}, {1000: other}]) == [(1000, one), (1000, other), (1001, last)]


def test_every_kind_of_act_comes() -> None:
    assert {each["eventType"] for each in ACTS} == {
        "BIRTH",
        "DEATH",
        "MARRIAGE",
        "DIVORCE",
        "NAME_CHANGE",
        "CANCEL",
    }


def test_a_newborn_has_no_pin_before_the_second_event() -> None:
    first, second = (each for each in ACTS[:4] if each["eventType"] == "BIRTH")

    assert first["subjects"][0]["pin"] is None
    assert second["subjects"][0]["pin"] is not None
    assert second["supersedes"] == first["eventId"]
    assert second["actNumber"] == first["actNumber"]


def test_an_act_says_of_everybody_what_all_agencies_know() -> None:
    told = [
        subject for each in ACTS for subject in each["subjects"] if subject["pin"] and not subject.get("previousNames")
    ]
    known = [person(number_of(each["pin"]) or 0) for each in told]

    assert [(each["firstName"], each["lastName"], each["fatherName"], each["gender"]) for each in told] == [
        (who.given_name, who.surname, who.father, "F" if who.sex == "female" else "M") for who in known
    ]
    assert [each["birthDate"][:10] for each in told] == [who.born.isoformat() for who in known]


def test_who_marries_and_has_a_child_is_young_and_does_so_in_order() -> None:
    for family in range(0, 40, 2):
        told = [STORY.parcel(step) for step in range(family * STEPS_A_FAMILY, (family + 1) * STEPS_A_FAMILY)]
        acts = [act(each) for each in told if isinstance(each, Parcel) and "civil-act" in each.path]
        marriage, _, birth = acts[:3]
        child, mother, father = (each["birthDate"] for each in birth["subjects"])

        assert marriage["actDate"] < child < birth["actDate"]
        assert min(mother, father) > "1996"


def test_a_district_tells_of_those_alone_who_were_settled_there_and_after_their_birth() -> None:
    told = [STORY.parcel(step) for step in range(60 * STEPS_A_FAMILY)]
    residents = [act(each) for each in told if isinstance(each, Parcel) and "berde" in each.path]
    known = [person(number_of(each["sakin"]["fin"]) or 0) for each in residents]

    assert residents
    assert {who.settled for who in known} == {"Bərdə rayonu"}
    assert all(who.born.isoformat() < each["menzil"]["qeydTarixi"] for who, each in zip(known, residents, strict=True))


def test_nobody_is_told_of_by_fin_alone_before_an_act_names_them() -> None:
    told = (STORY.parcel(step) for step in range(12 * STEPS_A_FAMILY))
    parcels = [each for each in told if isinstance(each, Parcel)]
    named: set[str | None] = set()
    nameless = []
    for each in parcels:
        if "civil-act" in each.path:
            named |= {subject["pin"] for subject in act(each)["subjects"]}
        elif "hub.records" in each.path:
            people = [record for record in act(each)["records"] if record["kind"] == "person"]
            nameless += [who["fin"] for who in people if "surname" not in who and who["fin"] not in named]

    # Agencies are told of a person with a name, or cannot be told at all.
    assert nameless == []


def test_a_cancellation_names_the_act_and_the_event() -> None:
    (cancel,) = {each["eventId"]: each for each in ACTS if each["eventType"] == "CANCEL"}.values()
    (cancelled,) = (each for each in ACTS if each["eventId"] == cancel["supersedes"])

    assert cancelled["eventType"] == "MARRIAGE"
    assert cancel["actNumber"] == cancelled["actNumber"]


def test_some_events_come_twice_with_equal_bytes() -> None:
    bodies = [parcel.body for parcel in FOUR_FAMILIES if "civil-act" in parcel.path]

    assert len(bodies) - len(set(bodies)) == 4


def test_subscribers_come_before_the_acts_about_them() -> None:
    paths = [parcel.path for parcel in FOUR_FAMILIES]
    subscribers = [to_document(parse_xml(parcel.body)) for parcel in FOUR_FAMILIES[:2]]

    assert all("civil-act" not in path for path in paths[:2])
    assert {each["FIN"] for each in subscribers} == {each["pin"] for each in ACTS[0]["subjects"]}


def test_a_meter_file_has_the_formats_traps() -> None:
    file = LEFT[0]
    lines = file.body.decode("cp1254").split("\r\n")
    rows = [line.split(";") for line in lines[1:-2]]

    assert (file.agency, file.name) == ("azerishiq", "AZI_MK_20260105_01.csv")
    assert {len(row) for row in rows} == {15}
    assert any("?" in row[2] for row in rows)
    assert all(row[3] == row[3].lower() and row[3].endswith(" ") for row in rows)
    assert sum(row[11] == "1l69" for row in rows) == 1
    assert lines[-2] == f"CEMI;;;;;;;;;;;;{sum(int(row[12]) for row in rows)};;"


def test_another_installation_has_other_event_ids() -> None:
    other = Story(instance="1" * 32, seed=1)

    told = (each for each in map(other.parcel, range(STEPS_A_FAMILY)) if isinstance(each, Parcel))
    theirs = [parcel for parcel in told if "civil-act" in parcel.path]
    assert act(theirs[0])["eventId"] != ACTS[0]["eventId"]
    assert act(theirs[0])["actNumber"] == ACTS[0]["actNumber"], "the act is the same, whoever tells of it"


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Traffic]:
    traffic = Traffic(HUB, folder, seed=1, pace=Pace(between_s=0, again_s=0))
    task = asyncio.create_task(traffic.run())
    try:
        yield traffic
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not reached():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("trouble", [httpx.Response(503), httpx.ConnectError("refused"), httpx.ReadTimeout("late")])
async def test_what_the_hub_could_not_take_is_sent_again_as_it_was(
    tmp_path: Path, trouble: httpx.Response | Exception
) -> None:
    with respx.mock(using="httpx", base_url=HUB) as hub:
        route = hub.post(path__startswith="/v1/").mock(side_effect=[trouble, trouble, *[httpx.Response(202)] * 500])
        async with running(tmp_path) as traffic:
            await until(lambda: traffic.position.step >= 2)

    first, second, third, fourth = (call.request for call in route.calls[:4])
    assert first.content == second.content == third.content
    assert first.headers["idempotency-key"] == third.headers["idempotency-key"]
    assert fourth.content != third.content


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    with respx.mock(using="httpx", base_url=HUB) as hub:
        hub.post(path__startswith="/v1/").respond(202)
        async with running(tmp_path) as traffic:
            await until(lambda: traffic.position.step >= 5)
        stopped_at = traffic.position
        again = Traffic(HUB, tmp_path, seed=1)

    assert again.position == stopped_at
    # A step at which a family has nothing to tell is no message.
    assert 0 < again.position.accepted <= again.position.step
    assert again.position.refused == 0


async def test_a_file_is_left_whole_with_its_digest_and_the_sign_that_it_is_ready(tmp_path: Path) -> None:
    with respx.mock(using="httpx", base_url=HUB) as hub:
        hub.post(path__startswith="/v1/").respond(202)
        async with running(tmp_path) as traffic:
            await until(lambda: traffic.position.step >= STEPS_A_FAMILY)

    name, home = LEFT[0].name, tmp_path / "sftp" / "azerishiq"
    assert (home / name).read_bytes() == LEFT[0].body
    assert (home / f"{name}.md5").read_text().split() == [hashlib.md5(LEFT[0].body).hexdigest(), name]  # noqa: S324
    assert (home / f"{name}.ok").read_bytes() == b""


async def test_a_refusal_is_counted_and_named_without_a_person(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with respx.mock(using="httpx", base_url=HUB) as hub:
        hub.post(path__startswith="/v1/").respond(422)
        async with running(tmp_path) as traffic:
            await until(lambda: traffic.position.step >= STEPS_A_FAMILY)

    assert traffic.position.accepted == traffic.position.step // STEPS_A_FAMILY, "the file that was left"
    assert "/v1/messages/justice.civil-act.v1 with 422" in caplog.text
    assert ACTS[0]["subjects"][0]["pin"] not in caplog.text
