"""Shadow replay: a candidate reads stored messages; pass rate and differences are shown, and nothing else happens."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import pytest

from hub.app import Hub
from hub.console.viewer import proof
from hub.exchange.replay import running
from hub.exchange.replay.running import advance_replays
from hub.settings import Settings
from hub.store.tables import metadata
from mappings.format import BUNDLED
from tests.hubs import eventually
from tests.integration.api.served import served
from tests.integration.console.mappings.conftest import Lists, text

FOLDER = BUNDLED / "justice_civil-act"
FORMAT = "justice.civil-act.v1"
OWN = frozenset(("replays", "replay_findings"))


def candidate(**changes: tuple[str, str]) -> dict[str, str]:
    """The files of the mapping in force with one replacement each: `mapping_yaml`, `codes_yaml`."""
    files = {
        name.replace(".", "_"): (FOLDER / name).read_text() for name in ("mapping.yaml", "codes.yaml", "schema.json")
    }
    for name, (old, new) in changes.items():
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return files


def asked(files: dict[str, str], **more: str) -> dict[str, str]:
    window = {"since": "2026-01-01", "until": "2036-12-31", "most": "100", "required": "100"}
    return {"format": FORMAT, **window, **files, **more}


async def tried(lists: Lists, fields: dict[str, str]) -> str:
    """Ask for a replay and wait for its end; its page."""
    answer = await lists.post("lale", "/repairs/replay", **fields)
    assert answer.status_code == 303, text(answer, answer.status_code)
    path = answer.headers["location"].removeprefix("/console")

    async def ended() -> bool:
        return bool((await lists.rows("SELECT finished_at FROM replays"))[-1]["finished_at"])

    await eventually(ended, what="the replay")
    return str(path)


async def counted(hub: Hub) -> dict[str, int]:
    """How many rows every table has but those of replays."""
    async with hub.store.read() as tx:
        return {
            name: (await tx.fetch(f"SELECT count(*) AS n FROM {name}"))[0]["n"]
            for name in metadata.tables
            if name not in OWN
        }


async def settled(lists: Lists) -> None:
    """Wait until the register has taken in what was sent."""

    async def applied() -> bool:
        found = await lists.rows("SELECT state FROM deliveries WHERE destination = 'register'")
        return bool(found) and all(row["state"] == "delivered" for row in found)

    await eventually(applied, what="the register")


async def test_a_candidate_that_knows_more_codes_passes_and_names_what_it_reads_anew(lists: Lists) -> None:
    for number in range(4):
        await lists.send_act(number, "F" if number % 2 else "X")

    path = await tried(lists, asked(candidate(codes_yaml=("  F: female", "  F: female\n  X: female"))))

    page = text(await lists.get("zaur", path))
    assert "may be published" in page
    assert "Pass rate 100 % required 100 %, today's mapping 50 %" in page
    assert "Newly readable 2" in page
    assert "None: both mappings make the same records." in page


async def test_a_replay_that_read_nothing_says_so_and_that_nothing_can_be_said_of_the_candidate(lists: Lists) -> None:
    path = await tried(lists, asked(candidate()))

    page = text(await lists.get("zaur", path))
    assert "Nothing was read, so nothing was compared." in page
    assert "both mappings make the same records" not in page
    assert "may be published" not in page


async def test_a_candidate_that_reads_less_is_not_to_be_published(lists: Lists) -> None:
    for number in range(4):
        await lists.send_act(number, "F")

    path = await tried(lists, asked(candidate(codes_yaml=("  F: female", "  W: female"))))

    page = text(await lists.get("lale", path))
    assert "Not to be published: the pass rate is not reached." in page
    assert "Newly unreadable 4" in page
    assert "map.unknown_code /subjects/*/gender 4" in page


async def test_differences_name_the_field_and_show_shapes_alone(lists: Lists) -> None:
    await lists.send_act(1, "F")

    path = await tried(
        lists, asked(candidate(mapping_yaml=("field: surname, path: lastName", "field: surname, path: firstName")))
    )

    answer = await lists.get("zaur", path)
    assert "subjects.*.person.surname" in answer.text
    assert "<del>Xxxxxxxx</del> <ins>Xxxxx</ins>" in answer.text
    assert "Quliyeva" not in answer.text


async def test_a_replay_sends_nothing_and_stores_nothing_but_itself(settings: Settings) -> None:
    async with served(settings, works=False) as still:
        lists, hub = Lists(still), still.hub
        for number in range(3):
            await lists.send_act(number, "F")
        await lists.send_act(9, "X")
        before = await counted(hub)

        await lists.post("lale", "/repairs/replay", **asked(candidate(codes_yaml=("  F: female", "  F: male"))))
        read = await advance_replays(hub.repairs)

        assert read == 4
        assert await counted(hub) == before
        (row,) = await lists.rows("SELECT seen, state FROM replays")
        assert (row["seen"], row["state"]) == (4, "done")


async def test_a_replay_that_was_left_half_way_goes_on_where_it_was(settings: Settings, monkeypatch: Any) -> None:
    async with served(settings, works=False) as still:
        lists = Lists(still)
        for number in range(5):
            await lists.send_act(number, "F")
        await lists.post("lale", "/repairs/replay", **asked(candidate()))
        monkeypatch.setattr(running, "CHUNK", 2)
        monkeypatch.setattr(running, "TURN_S", 0.0)

        first = await advance_replays(still.hub.repairs)
        monkeypatch.setattr(running, "TURN_S", 60.0)
        rest = await advance_replays(still.hub.repairs)

        (row,) = await lists.rows("SELECT seen, state FROM replays")
        assert (first, rest, row["seen"], row["state"]) == (2, 3, 5, "done")


async def test_a_cancelled_replay_reads_no_further(settings: Settings) -> None:
    async with served(settings, works=False) as still:
        lists = Lists(still)
        await lists.send_act(1, "F")
        path = (await lists.post("lale", "/repairs/replay", **asked(candidate()))).headers["location"]

        moving = await lists.get("zaur", path.removeprefix("/console") + "/progress")
        assert "data-ended" not in moving.text
        await lists.post("lale", path.removeprefix("/console") + "/cancel")

        assert "data-ended" in (await lists.get("zaur", path.removeprefix("/console") + "/progress")).text
        assert await advance_replays(still.hub.repairs) == 0
        again = await lists.post("lale", path.removeprefix("/console") + "/cancel")
        assert again.status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mapping_yaml": ("table: sex", "table: sax")}, "sax"),
        ({"mapping_yaml": ("format: justice.civil-act.v1", "format: another.one.v1")}, "another.one.v1"),
        ({"codes_yaml": ("sex:", "sex: [")}, "codes.yaml"),
    ],
)
async def test_a_candidate_that_does_not_load_is_shown_as_it_was_typed(
    lists: Lists, changes: dict[str, tuple[str, str]], words: str
) -> None:
    answer = await lists.post("lale", "/repairs/replay", **asked(candidate(**changes)))

    assert answer.status_code == 422
    assert words in text(answer, 422)
    assert html.escape(next(iter(changes.values()))[1]) in answer.text
    assert not await lists.rows("SELECT id FROM replays")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("most", "0"),
        ("most", "5001"),
        ("most", "ten"),
        ("required", "101"),
        ("since", "tomorrow"),
        ("until", "2025-01-01"),
    ],
)
async def test_bounds_are_checked_beside_their_field(lists: Lists, name: str, value: str) -> None:
    answer = await lists.post("lale", "/repairs/replay", **asked(candidate(), **{name: value}))

    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text


async def test_a_packed_folder_takes_the_place_of_the_texts(lists: Lists) -> None:
    await lists.send_act(1, "X")
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as packed:
        for name, content in candidate(codes_yaml=("  F: female", "  X: female")).items():
            packed.writestr("civil/" + name.replace("_", "."), content)

    answer = await lists.served.client.post(
        "/console/repairs/replay",
        data={"csrf": proof("sandbox-lale"), **asked(candidate())},
        files={"packed": ("civil.zip", raw.getvalue())},
        headers={"cookie": "hub_session=sandbox-lale; hub_lang=en"},
    )

    assert answer.status_code == 303
    kept = (await lists.rows("SELECT candidate FROM replays"))[0]["candidate"]
    assert "X: female" in kept


async def test_a_person_without_the_right_may_look_and_not_try(lists: Lists) -> None:
    assert "Write a candidate" in text(await lists.get("zaur", "/repairs/replay"))
    page = await lists.get("zaur", f"/repairs/replay/new?format={FORMAT}")
    assert re.search(r"<button[^>]*disabled[^>]*>Try the candidate</button>", page.text)

    assert (await lists.post("ramil", "/repairs/replay", **asked(candidate()))).status_code == 403


async def test_corrections_are_found_shown_and_sent_by_a_repair(lists: Lists) -> None:
    await lists.send_act(1, "F")
    await settled(lists)
    # As if it had been delivered by an earlier mapping: the stored records say another name.
    async with lists.served.hub.store.write() as tx:
        row = (await tx.fetch("SELECT message_id, records_sealed FROM message_bodies ORDER BY message_id LIMIT 1"))[0]
        sealer, place = lists.served.hub.sealer, ("message_bodies.records", row["message_id"])
        plain = sealer.unseal(*place, row["records_sealed"])
        changed = sealer.seal(*place, plain.replace(b"Quliyeva", b"Qulieva"))
        await tx.many(
            "UPDATE message_bodies SET records_sealed = $2 WHERE message_id = $1", [(row["message_id"], changed)]
        )

    fields = {"format": FORMAT, "since": "2026-01-01", "until": "2036-12-31", "field": ""}
    path = (await lists.post("ramil", "/repairs/corrections", **fields)).headers["location"].removeprefix("/console")

    async def ended() -> bool:
        return bool((await lists.rows("SELECT finished_at FROM replays"))[0]["finished_at"])

    await eventually(ended, what="the look for corrections")
    page = text(await lists.get("ramil", path))
    sent = await lists.post("ramil", f"{path}/emit", reason="The name was read wrongly")

    assert "1 delivery would say something else now." in page
    assert "register" in page
    assert sent.status_code == 303
    repair = sent.headers["location"].rpartition("/")[2]

    async def done() -> bool:
        return bool((await lists.rows("SELECT finished_at FROM repairs WHERE id = :id", id=repair))[0]["finished_at"])

    await eventually(done, what="the corrections")
    outcomes = await lists.rows("SELECT outcome FROM repair_items WHERE repair_id = :id", id=repair)
    assert [row["outcome"] for row in outcomes] == ["delivered"]


async def test_corrections_need_a_reason_and_the_right(lists: Lists) -> None:
    fields = {"format": FORMAT, "since": "2026-01-01", "until": "2036-12-31", "field": ""}
    path = (await lists.post("ramil", "/repairs/corrections", **fields)).headers["location"].removeprefix("/console")

    assert (await lists.post("ramil", f"{path}/emit", reason="")).status_code == 422
    assert (await lists.post("ramil", f"{path}/emit", reason="because of a test")).status_code == 409
    assert (await lists.post("zaur", f"{path}/emit", reason="because of a test")).status_code == 403
    assert (await lists.post("ramil", "/repairs/corrections", **{**fields, "format": "no"})).status_code == 422
