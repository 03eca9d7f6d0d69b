"""Replays by API: a candidate reads stored messages, a wrong one is refused, and corrections go out as a repair."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mappings.format import BUNDLED
from tests.hubs import eventually
from tests.integration.api.served import as_party
from tests.integration.console.mappings.conftest import Lists

FOLDER, FORMAT = BUNDLED / "justice_civil-act", "justice.civil-act.v1"
WINDOW = {"since": "2026-01-01", "until": "2036-12-31"}


def candidate(old: str = "", new: str = "") -> dict[str, str]:
    """The mapping in force, with one replacement in its codes."""
    files = {name: (FOLDER / name).read_text() for name in ("mapping.yaml", "codes.yaml", "schema.json")}
    assert old in files["codes.yaml"]
    return files | {"codes.yaml": files["codes.yaml"].replace(old, new, 1)}


async def post(lists: Lists, path: str, body: object, key: str = "sandbox-committee") -> httpx.Response:
    return await lists.served.client.post(f"/v1/replays{path}", json=body, headers=as_party(key))


async def ended(lists: Lists, asked: httpx.Response) -> dict[str, Any]:
    """The replay at its end."""
    assert asked.status_code == 202, asked.text
    address, found = asked.json()["links"]["self"], dict[str, Any]()

    async def done() -> bool:
        answer = await lists.served.client.get(address, headers=as_party("sandbox-committee"))
        found.update(answer.json())
        return bool(found["state"] != "running")

    await eventually(done, what="the replay")
    return found


async def test_a_candidate_reads_what_is_stored_and_what_differs_is_told_by_shapes(lists: Lists) -> None:
    for number in range(4):
        await lists.send_act(number, "F" if number % 2 else "X")
    before = await lists.rows("SELECT count(*) AS n FROM messages")

    wanted = {"format": FORMAT, "candidate": candidate("  F: female\n", "  F: female\n  X: male\n"), **WINDOW}
    found = await ended(lists, await post(lists, "/shadow", wanted | {"required_percent": 99.5}))

    assert (found["state"], found["seen"], found["passed_percent"], found["passes"]) == ("done", 4, 100.0, True)
    assert await lists.rows("SELECT count(*) AS n FROM messages") == before
    told = str(found)
    assert "Hüseynov" not in told
    listed = await lists.served.client.get("/v1/replays?kind=shadow", headers=as_party("sandbox-committee"))
    assert [each["id"] for each in listed.json()["items"]] == [found["id"]]
    again = await post(lists, f"/{found['id']}/cancel", {})
    assert (again.status_code, again.json()["code"]) == (409, "replay.ended")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"format": "azerishiq.meter-file.v1"}, 404, "replay.unknown_format"),
        ({"format": "meis.person.v3"}, 422, "replay.other_format"),
        ({"candidate": {"mapping.yaml": "format: [", "codes.yaml": ""}}, 422, "replay.candidate"),
        ({"candidate": {"../../mapping.yaml": "x", "mapping.yaml": "x"}}, 422, "replay.unknown_file"),
        ({"candidate": {"codes.yaml": "x"}}, 422, "replay.no_folder"),
        ({"until": "2025-12-01"}, 422, "replay.window"),
        ({"until": "9999-12-31"}, 422, "api.invalid"),
    ],
)
async def test_what_cannot_be_replayed_is_refused_in_words(
    lists: Lists, change: dict[str, Any], status: int, code: str
) -> None:
    answer = await post(lists, "/shadow", {"format": FORMAT, "candidate": candidate(), **WINDOW, **change})

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_corrections_that_are_none_send_nothing_and_agencies_ask_for_none(lists: Lists) -> None:
    await lists.send_act(1, "F")
    body = {"format": FORMAT, **WINDOW}

    found = await ended(lists, await post(lists, "/corrections", body))
    sent = await post(lists, f"/{found['id']}/emit", {"reason": "as the letter says"})
    reason = {"reason": "I would like to"}
    others = [
        await post(lists, path, given, "sandbox-edliyye")
        for path, given in (("/corrections", body), (f"/{found['id']}/emit", reason), (f"/{found['id']}/cancel", {}))
    ]
    shown = await lists.served.client.get(found["links"]["self"], headers=as_party("sandbox-edliyye"))

    assert (found["kind"], found["state"], found["passes"]) == ("correction", "done", False)
    assert (sent.status_code, sent.json()["code"]) == (409, "replay.nothing_found")
    assert {answer.status_code for answer in (*others, shown)} == {403}
