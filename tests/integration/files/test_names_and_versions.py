"""A file is known by its name; the highest number of a day counts, in whatever order the files come."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from hub.app import Hub
from hub.errors import NotFound
from hub.exchange.files.splitting import CHUNK, Splitting
from hub.settings import Settings
from mappings.format import Format
from mappings.table import TableLayout
from tests.hubs import running_hub
from tests.integration.files.conftest import (
    FORMAT,
    accounts,
    api_of,
    counters,
    digest,
    file_of,
    finished,
    hand_over,
    meter_file,
    row,
    submission,
)

FIRST, SECOND = "AZI_MK_20260331_01.csv", "AZI_MK_20260331_02.csv"


async def split(hub: Hub) -> None:
    """Split what was accepted, without applying it."""
    await Splitting(hub.store, hub.content, hub.formats, hub.planner).step()


async def apply_chunks(hub: Hub, message: str, most: int) -> None:
    """Apply some chunks of a file."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT id FROM deliveries WHERE message_id = :id AND state = 'due' ORDER BY part LIMIT :most",
            {"id": message, "most": most},
        )
    await hub.inside[CHUNK].work([each["id"] for each in rows], "test")


async def test_the_same_file_again_gets_the_same_answer(settings: Settings) -> None:
    raw = meter_file(row(1))
    async with running_hub(settings, works=False) as hub:
        api = api_of(hub)

        first, again = await api.put(raw), await api.put(raw)

        assert (first.status_code, again.status_code) == (202, 202)
        assert again.json()["receipt"] == first.json()["receipt"]
        assert first.json()["receipt"]["sha256"] == digest(raw)


async def test_files_that_are_parts_of_one_whole_do_not_retire_each_other(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        made = hub.formats[FORMAT]
        assert isinstance(made, Format)
        assert isinstance(made.table, TableLayout)
        table = replace(made.table, names=replace(made.table.names, replaces=False))
        parts = replace(hub.files, formats={FORMAT: replace(made, table=table)})
        raw = [meter_file(row(1)), meter_file(row(2))]

        for name, each in zip((FIRST, SECOND), raw, strict=True):
            await parts.accept(submission(each, name))
        await split(hub)

        async with hub.store.read() as tx:
            kept = await tx.fetch("SELECT name, superseded_by FROM files ORDER BY name")
        assert [(each["name"], each["superseded_by"]) for each in kept] == [(FIRST, None), (SECOND, None)]


async def test_a_name_from_beyond_tomorrow_would_supersede_all_that_comes_and_is_refused(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        api = api_of(hub)
        tomorrow = f"AZI_MK_{hub.formats.tomorrow():%Y%m%d}_01.csv"

        far, near = (
            await api.put(meter_file(row(1)), "AZI_MK_99991231_01.csv"),
            await api.put(meter_file(row(2)), tomorrow),
        )

        assert (far.status_code, far.json()["code"], far.json()["place"]) == (422, "file.future_date", "name")
        assert near.status_code == 202


async def test_the_same_name_with_other_bytes_is_refused_and_changes_nothing(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        api = api_of(hub)
        await api.put(meter_file(row(1)))

        other = await api.put(meter_file(row(2)))

        assert (other.status_code, other.json()["code"]) == (409, "file.name_taken")
        async with hub.store.read() as tx:
            kept = await tx.fetch("SELECT count(*) AS n FROM files")
            refused = await tx.fetch("SELECT code, party FROM refusals")
        assert kept[0]["n"] == 1
        assert [tuple(dict(each).values()) for each in refused] == [("file.name_taken", "azerishiq")]


@pytest.mark.parametrize(
    ("name", "headers", "status", "code", "place"),
    [
        ("AZI_MK_20260332_01.csv", {}, 422, "file.name", "name"),
        ("../AZI_MK_20260331_01.csv", {}, 422, "file.name", "name"),
        (FIRST, {"Content-Digest": "md5=:AAAA:"}, 400, "file.digest_missing", "Content-Digest"),
        (FIRST, {"Content-Digest": f"sha-256=:{'A' * 43}=:"}, 400, "file.digest_differs", "Content-Digest"),
    ],
)
async def test_a_wrong_name_or_digest_is_refused_with_its_place_and_nothing_is_kept(
    settings: Settings, name: str, headers: dict[str, str], status: int, code: str, place: str
) -> None:
    raw = meter_file(row(1))
    async with running_hub(settings, works=False) as hub:
        answer = await api_of(hub).put(raw, name, **headers)

        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["place"]) == (status, code, place)
        with pytest.raises(FileNotFoundError):
            await hub.content.read(digest(raw))


async def test_an_agency_sees_only_its_own_files(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        accepted = await hand_over(hub, meter_file(row(1)))
        path = f"/v1/files/{accepted.message_id}"

        seen = [(await api_of(hub, party).client.get(path)).status_code for party in ("azerishiq", "committee", "meis")]

        assert seen == [200, 200, 404]
        refused = await api_of(hub, "meis").put(meter_file(row(1)))
        assert (refused.status_code, refused.json()["code"]) == (403, "access.no_right")
        unknown = await api_of(hub).client.post(f"/v1/files/{FORMAT}x", params={"name": FIRST})
        assert unknown.json()["code"] == "file.unknown_format"


async def test_a_higher_number_retires_what_the_lower_one_has_not_applied(settings: Settings) -> None:
    older = meter_file(*(row(number, kwh=10) for number in range(2500)))
    newer = meter_file(*(row(number, kwh=20) for number in range(10)))
    async with running_hub(settings, works=False) as hub:
        one = await hand_over(hub, older, FIRST)
        await split(hub)
        await apply_chunks(hub, one.message_id, 1)
        two = await hand_over(hub, newer, SECOND)
        await split(hub)
        await apply_chunks(hub, two.message_id, 9)

        old, new = await file_of(hub, one.message_id), await file_of(hub, two.message_id)

        assert (old["state"], counters(old)) == ("completed", (1000, 0, 0, 1500))
        assert old["superseded_by"] == two.message_id
        assert (new["state"], counters(new)) == ("completed", (10, 0, 0, 0))
        found = await accounts(hub)
        assert len(found) == 1000
        assert (found["0700000000009"]["consumption_kwh"], found["0700000000010"]["consumption_kwh"]) == (20, 10)


async def test_a_lower_number_that_comes_later_is_retired_at_once(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        two = await hand_over(hub, meter_file(row(1, kwh=20)), SECOND)
        await finished(hub, two.message_id)
        one = await hand_over(hub, meter_file(row(1, kwh=10), row(2)), FIRST)

        old = await finished(hub, one.message_id)

        assert (old["state"], counters(old), old["superseded_by"]) == ("completed", (0, 0, 0, 2), two.message_id)
        assert {code: each["consumption_kwh"] for code, each in (await accounts(hub)).items()} == {"0700000000001": 20}


async def test_a_damaged_newer_file_retires_nothing(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        one = await hand_over(hub, meter_file(row(1)), FIRST)
        two = await hand_over(hub, meter_file(row(1), total=5), SECOND)

        old, new = await asyncio.gather(finished(hub, one.message_id), finished(hub, two.message_id))

        assert (old["state"], counters(old), old["superseded_by"]) == ("completed", (1, 0, 0, 0), None)
        assert new["state"] == "quarantined"


async def test_a_higher_number_of_another_day_retires_nothing(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        one = await hand_over(hub, meter_file(row(1)), "AZI_MK_20260401_01.csv")
        two = await hand_over(hub, meter_file(row(2)), "AZI_MK_20260402_02.csv")

        files = await asyncio.gather(finished(hub, one.message_id), finished(hub, two.message_id))

        assert [file["superseded_by"] for file in files] == [None, None]


async def test_an_older_day_never_overwrites_a_newer_one(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        late = await hand_over(hub, meter_file(row(1, kwh=20)), "AZI_MK_20260402_01.csv")
        await finished(hub, late.message_id)
        early = await hand_over(hub, meter_file(row(1, kwh=10), row(2, kwh=10)), "AZI_MK_20260401_01.csv")

        file = await finished(hub, early.message_id)

        assert counters(file) == (1, 0, 0, 1)
        assert (await accounts(hub))["0700000000001"]["consumption_kwh"] == 20


async def test_of_two_rows_of_one_account_the_later_line_counts(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, meter_file(row(1, kwh=10), row(1, kwh=20)))

        file = await finished(hub, accepted.message_id)

        assert counters(file) == (2, 0, 0, 0)
        assert (await accounts(hub))["0700000000001"]["consumption_kwh"] == 20


async def test_a_file_of_a_base_that_is_loaded_from_a_folder_is_refused_at_the_door(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        with pytest.raises(NotFound) as caught:
            await hub.files.accept(
                replace(submission(b"x", "KARTOTEKA_20261101_01.csv"), format="committee.card-base.v1")
            )

    assert caught.value.code == "file.unknown_format"
