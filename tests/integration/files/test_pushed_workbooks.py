"""Lists made by people, pushed over SFTP: taken as messages are, with what is wrong told by cell."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from hub.app import Hub, on_duty, working
from tests.district_lists import district_list
from tests.hubs import eventually, running_hub, settings_for
from tests.parties import make_party, may_send
from tests.pushing import Pusher, door, fresh_key, push, register

PARTY, FORMAT, NAME = "berde", "rih.list.v1", "siyahi_2026_3.xlsx"
SAMPLES = Path("mappings/formats/rih_list/samples")
FOLDER = f"/inbox/{FORMAT}"


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    async with running_hub(settings_for(tmp_path / "data", sandbox=False), works=False) as made:
        async with made.store.write() as tx:
            await make_party(tx, PARTY, to=[may_send(FORMAT)])
        yield made


@pytest.fixture
async def pusher(hub: Hub) -> AsyncIterator[Pusher]:
    key = fresh_key()
    await register(hub, PARTY, key)
    async with door(hub) as (port, host_key):
        yield Pusher(PARTY, key, port, host_key)


async def told(hub: Hub, pusher: Pusher, raw: bytes, ending: str = "accepted.json", name: str = NAME) -> str:
    async with on_duty(hub), working(hub), pusher.session() as sftp:
        assert FORMAT in await sftp.listdir("/inbox")
        await push(sftp, FOLDER, name, raw)

        async def is_told() -> bool:
            return f"{name}.{ending}" in await sftp.listdir("/replies")

        await eventually(is_told, what="what became of it")
        async with sftp.open(f"/replies/{name}.{ending}", "rb") as source:
            raw_answer = cast("bytes", await source.read())
        assert (await sftp.stat(f"/replies/{name}.{ending}")).size == len(raw_answer)
        return raw_answer.decode()


async def test_a_workbook_becomes_one_message_with_its_receipt(hub: Hub, pusher: Pusher) -> None:
    answer = json.loads(await told(hub, pusher, (SAMPLES / "quarter.input.xlsx").read_bytes()))

    assert answer["state"] == "accepted"
    assert answer["receipt"]["message_id"] == answer["message_id"]
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT party, format, kind FROM messages WHERE id = :id", {"id": answer["message_id"]})
    assert [tuple(dict(each).values()) for each in rows] == [(PARTY, FORMAT, "record")]


async def test_what_a_corrected_list_leaves_out_stands_in_its_result(hub: Hub, pusher: Pusher) -> None:
    await told(hub, pusher, district_list((1, "Əli", "7HN4W2C"), (2, "Vəli", "5KP2T9A")), "result.json", "a.xlsx")

    text = await told(hub, pusher, district_list((1, "Əli", "7HN4W2C")), "result.json", "b.xlsx")

    (said,) = json.loads(text)["deliveries"]
    assert (said["state"], said["code"], said["detail"]) == ("delivered", "register.left_out", "1: № 2")


async def test_what_is_wrong_in_a_workbook_is_told_by_its_cells_and_without_their_values(
    hub: Hub, pusher: Pusher
) -> None:
    text = await told(hub, pusher, (SAMPLES / "nasty.input.xlsx").read_bytes())

    answer = json.loads(text)
    assert answer["issues"]
    assert {"code", "path", "severity", "az", "en"} == set(answer["issues"][0])


async def test_what_is_no_workbook_is_refused_in_both_languages(hub: Hub, pusher: Pusher) -> None:
    text = await told(hub, pusher, b"PK\x03\x04 none", "refused.txt")

    assert len(text.splitlines()) == 3
