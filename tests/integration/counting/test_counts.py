"""Counted questions at their doors: asked once, counted in the background, shown without small figures, and refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from hub.clock import SECOND
from hub.console.viewer import proof
from hub.register.counting.counts import forget_old_counts
from hub.settings import Settings
from hub.store.legal_time import move_ahead
from tests.hubs import eventually, settings_for
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import tell
from tests.integration.documents.conftest import an_office

LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ASKED: dict[str, Any] = {
    "counted": "families",
    "by": ["building"],
    "only": {"origin": ["Kəlbəcər"]},
    "day": "2026-01-01",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def desks(settings: Settings) -> AsyncIterator[Desks]:
    """Families of two: 7 of Kəlbəcər in a dormitory, 6 in an unfinished building, 6 of Laçın, 5 of no known place."""
    async with an_office(settings) as office:
        made = Desks(office)
        kinds = [("Kəlbəcər", "yataqxana")] * 7 + [("Kəlbəcər", "yarimciq_tikili")] * 6
        kinds += [("Laçın", "yataqxana")] * 6 + [("", "yataqxana")] * 5
        records = [each for number, kind in enumerate(kinds) for each in family(number, *kind)]
        await tell(made, "committee", "hub.records.v1", {"id": "families", "records": records})
        yield made


def fin(number: int) -> str:
    return f"7ABC{LETTERS[number // 34]}{LETTERS[number % 34]}D"


def family(number: int, origin: str, building: str) -> list[dict[str, Any]]:
    head, child = fin(number * 2), fin(number * 2 + 1)
    person: dict[str, Any] = {"kind": "person", "fin": head, "birth_date": "1980-05-01", "sex": "female"}
    person["actual_residence"] = {"place": "Bakı", "object_type": building}
    person |= {"origin_residence": {"place": origin}} if origin else {}
    members = [{"fin": head, "relation": "head"}, {"fin": child, "relation": "son"}]
    household = {"kind": "household", "household_id": f"AT-{number}", "head_fin": head, "members": members}
    return [person, {"kind": "person", "fin": child, "vital_status": "alive"}, household]


async def today(desks: Desks) -> str:
    hub = desks.office.served.hub
    return (await hub.office.documents.around()).context(hub.clock.now()).today.isoformat()


async def counted(desks: Desks, **asked: Any) -> dict[str, Any]:
    body = {**ASKED, "day": await today(desks), **asked}
    answer = await desks.office.post("fuad", "/v1/counts", body)
    assert answer.status_code == 202, answer.text
    name = answer.json()["id"]

    async def done() -> bool:
        return (await shown(desks, name)).json()["done_at"] is not None

    await eventually(done)
    return dict((await shown(desks, name)).json())


async def shown(desks: Desks, name: str, who: str = "fuad") -> httpx.Response:
    return await desks.office.get(who, f"/v1/counts/{name}")


async def test_families_of_a_district_are_counted_by_building_with_what_is_not_known(desks: Desks) -> None:
    found = await counted(desks)

    assert [row["code"] for row in found["rows"]] == ["yataqxana", "yarimciq_tikili"]
    assert found["figures"] == [[7], [6], [13]]
    assert found["unsure"] == {"origin": 5}
    assert (found["read"], found["read_about"], found["of_all"], found["least"]) == (24, False, 100, 5)


async def test_persons_are_counted_by_two_and_small_figures_are_not_shown(desks: Desks) -> None:
    found = await counted(desks, counted="persons", by=["origin", "sex"], only={})

    assert [row["code"] for row in found["rows"]] == ["Kəlbəcər", "Laçın", "?"]
    assert found["figures"][-1] == [24, 24, 48]
    few = await counted(desks, by=["building"], only={"origin": ["Laçın"], "building": ["yarimciq_tikili"]})
    assert few["figures"] == [[0]]


async def test_the_number_of_records_read_does_not_tell_how_many_were_left_out(desks: Desks) -> None:
    dead = {"kind": "person", "fin": fin(1), "vital_status": "deceased"}
    await tell(desks, "committee", "hub.records.v1", {"id": "dead", "records": [dead]})

    found = await counted(desks, counted="persons", by=["building"], only={})

    assert found["left_out"] == {"deceased": None}
    assert (found["figures"][-1], found["read"], found["read_about"]) == ([47], 0, True)


async def test_the_number_of_records_read_does_not_tell_a_total_that_is_hidden(desks: Desks) -> None:
    found = await counted(desks, counted="families", by=["origin"], only={"building": ["yarimciq_tikili"]})
    assert (found["figures"], found["read_about"]) == ([[6], [6]], False)

    await tell(desks, "committee", "hub.records.v1", {"id": "one", "records": family(40, "Laçın", "yarimciq_tikili")})
    hiding = await counted(desks, counted="families", by=["origin", "sex"], only={"building": ["yarimciq_tikili"]})

    assert any(None in row for row in hiding["figures"])
    assert (hiding["read"], hiding["read_about"]) == (0, True)


async def test_a_question_that_would_tell_what_another_hides_is_not_counted(desks: Desks) -> None:
    await counted(desks, only={})

    near = await desks.office.post("nigar", "/v1/counts", {**ASKED, "day": await today(desks)})
    again = await desks.office.post("nigar", "/v1/counts", {**ASKED, "only": {}, "day": await today(desks)})

    assert (near.status_code, near.json()["code"]) == (409, "counts.too_near")
    assert again.status_code == 202


async def test_legal_time_that_is_moved_ahead_does_not_let_both_be_asked(desks: Desks) -> None:
    day = await today(desks)
    await counted(desks, only={})

    async with desks.office.served.hub.store.write() as tx:
        await move_ahead(tx, "samir", 30 * 24 * 3600 * SECOND)
    near = await desks.office.post("nigar", "/v1/counts", {**ASKED, "day": day})

    assert (near.status_code, near.json()["code"]) == (409, "counts.too_near")


async def test_a_count_is_forgotten_after_a_year(desks: Desks) -> None:
    await counted(desks)
    store = desks.office.served.hub.store
    assert await forget_old_counts(store) == 0
    async with store.write() as tx:
        await tx.execute("UPDATE counts SET asked_at = asked_at - :long", {"long": 366 * 24 * 3600 * 1_000_000})

    assert await forget_old_counts(store) == 1


async def test_of_a_day_before_anything_was_told_nothing_is_known(desks: Desks) -> None:
    found = await counted(desks, day="2020-01-01")

    assert found["figures"] == [[0]]
    assert found["left_out"] == {"unknown_then": 24}


async def test_the_same_key_is_the_same_question_and_another_one_under_it_is_refused(desks: Desks) -> None:
    body = {**ASKED, "day": await today(desks)}
    key = uuid4().hex

    first, again = [await desks.office.post("fuad", "/v1/counts", body, key) for _ in range(2)]
    other = await desks.office.post("fuad", "/v1/counts", {**body, "by": ["sex"]}, key)

    assert first.json()["id"] == again.json()["id"]
    assert (other.status_code, other.json()["code"]) == (409, "counts.key_taken")


@pytest.mark.parametrize("who", ["zeyneb", "vusal", "sevinc", "ramil", "aydan", "gunel", "rauf"])
async def test_others_than_leadership_have_nothing_counted_and_see_nothing_of_it(desks: Desks, who: str) -> None:
    name = (await counted(desks))["id"]

    refused = await desks.office.post(who, "/v1/counts", {**ASKED, "day": await today(desks)})
    pages = [await desks.get(who, path) for path in ("/counts", f"/counts/{name}", f"/counts/{name}/table.csv")]

    assert refused.status_code == (await shown(desks, name, who)).status_code == 403
    assert [page.status_code for page in pages] == [403, 403, 403]


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"by": ["origin", "origin"]}, "counts.unknown"), ({"only": {"sex": ["' OR 1=1"]}}, "counts.unknown"),
     ({"day": "2999-01-01"}, "counts.future"), ({"by": ["sex", "age", "size"]}, "api.invalid")],
)  # fmt: skip
async def test_what_cannot_be_counted_is_refused_in_words(desks: Desks, asked: dict[str, Any], code: str) -> None:
    answer = await desks.office.post("fuad", "/v1/counts", {**ASKED, **asked})

    assert answer.status_code in (400, 422)
    assert answer.json()["code"] == code


async def test_a_head_asks_on_the_page_and_drafts_a_letter_with_the_figures(desks: Desks) -> None:
    day = ".".join(reversed((await today(desks)).split("-")))
    fields: dict[str, Any] = {"counted": "families", "by": "building", "across": "", "key": "k", "day": day,
                              "typed-days": "day", "only-origin": "Kəlbəcər"}  # fmt: skip
    place = await desks.went("fuad", "/counts", **fields)
    assert await desks.went("fuad", "/counts", **fields) == place

    async def done() -> bool:
        return "Draft a letter" in (await desks.get("fuad", place)).text

    await eventually(done)
    page = text(await desks.get("fuad", place))
    assert "dormitory 7" in page
    assert "District of origin — not known 5" in page
    csv = await desks.get("fuad", f"{place}/table.csv", "az")
    assert "yataqxana,7" in csv.text
    letter = await desks.went("fuad", f"{place}/letter", key="letter")
    assert letter == await desks.went("fuad", f"{place}/letter", key="letter")
    said = text(await desks.get("fuad", letter))
    assert "yataqxana – 7" in said
    assert "“Mənşə rayonu” məlum olmayan ailələr: 5" in said
    assert "Mənbə: vahid məlumat bazası" in said


async def test_a_form_of_another_site_counts_nothing(desks: Desks) -> None:
    answer = await desks.post("fuad", "/counts", csrf=proof("sandbox-elcin"), counted="families", by="sex")

    assert answer.status_code == 403


async def test_neither_question_nor_figures_stand_open_in_the_database(desks: Desks) -> None:
    await counted(desks)

    async with desks.office.served.hub.store.read() as tx:
        rows = await tx.fetch("SELECT question_sealed, tally_sealed FROM counts")
        looks = await tx.fetch("SELECT subject_hash, outcome FROM access_events WHERE service = 'register.count'")
    assert all(b"yataqxana" not in bytes(each) for row in rows for each in dict(row).values())
    assert [(row["subject_hash"], row["outcome"]) for row in looks] == [(None, "ok")]
