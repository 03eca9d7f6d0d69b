"""A path gets a new version: what is under way keeps the old one until somebody moves it, knowing what that does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hub.documents.office.seed_people import PATHS, settle_sandbox
from tests.integration.documents.conftest import Office

SHORT = (Path(__file__).parent / "short-letter.yaml").read_text(encoding="utf-8")
HEAD = """  - id: unit-head
    title: {az: Bölmə rəhbəri, en: Head of the unit}
    act: visa
    who:
      - head_of: author
    due: 2
"""
LONGER = SHORT.replace("  - id: seal\n", f"{HEAD}  - id: seal\n")


async def a_letter_with_its_visa(office: Office) -> dict[str, Any]:
    """On the first version, with the lawyer's visa: it waits for the seal."""
    await office.path(SHORT)
    letter = await office.begin("rauf", "internal")
    letter = await office.step("rauf", letter, "submit", path="short-letter")
    return await office.act("orxan", letter, "path", "approve", content_hash=letter["content_hash"])


async def save_longer(office: Office) -> None:
    assert (await office.path(LONGER))["version"] == 2


async def path_of(office: Office, letter: dict[str, Any]) -> str:
    return str((await office.get("rauf", f"/v1/documents/{letter['id']}")).json()["path"])


async def test_a_new_version_leaves_what_is_under_way_alone_and_holds_for_what_comes(office: Office) -> None:
    under_way = await a_letter_with_its_visa(office)
    await save_longer(office)
    later = await office.step("rauf", await office.begin("rauf", "internal"), "submit", path="short-letter")

    assert await path_of(office, under_way) == "short-letter v1"
    assert await path_of(office, later) == "short-letter v2"


async def test_a_sandbox_that_starts_again_leaves_a_changed_path_as_it_is(office: Office) -> None:
    sample = (PATHS / "outgoing-letter.yaml").read_text(encoding="utf-8")
    changed = await office.path(sample.replace("due: 3", "due: 4"))
    hub = office.served.hub

    await settle_sandbox(hub.store, hub.sealer, hub.hash)

    newest = (await office.get("sevinc", "/v1/paths/outgoing-letter")).json()
    assert (newest["version"], newest["hash"]) == (2, changed["hash"])


async def test_the_preview_says_what_a_move_does_and_changes_nothing(office: Office) -> None:
    letter = await a_letter_with_its_visa(office)
    await save_longer(office)

    preview = await office.step("sevinc", letter, "move-path", path="short-letter", dry_run=True)

    assert (preview["from_path"], preview["to_path"]) == ("short-letter v1", "short-letter v2")
    assert [(visa["stage_name"], visa["who"]["login"]) for visa in preview["stays"]] == [("Lawyer's visa", "orxan")]
    assert preview["void"] == []
    assert [each["login"] for each in preview["newcomers"]] == ["elcin"]
    assert preview["stage_name"] == "Head of the unit"
    assert await path_of(office, letter) == "short-letter v1"
    assert (await office.get("elcin", "/v1/inbox")).json()["total"] == 0


async def test_a_moved_letter_goes_on_where_the_preview_said(office: Office) -> None:
    letter = await a_letter_with_its_visa(office)
    await save_longer(office)

    moved = await office.step("sevinc", letter, "move-path", path="short-letter", reason="Rəhbərin rəyi lazımdır")

    assert await path_of(office, letter) == "short-letter v2"
    assert [task["document"] for task in (await office.get("elcin", "/v1/inbox")).json()["tasks"]] == [letter["id"]]
    passed = await office.act("elcin", moved, "path", "approve", content_hash=moved["content_hash"])
    waiting = (await office.get("sevinc", f"/v1/documents/{letter['id']}/waiting-for")).json()["waiting"]
    assert passed["version"] > moved["version"]
    assert [who["login"] for who in waiting[0]["who"]] == ["sevinc"]


async def test_one_person_alone_puts_no_version_in_use_and_none_without_the_heads_signature(office: Office) -> None:
    sample = (PATHS / "outgoing-letter.yaml").read_text(encoding="utf-8")
    changed = sample.replace("due: 3", "due: 4")
    made = (await office.post("sevinc", "/v1/paths", {"source": changed})).json()
    agree = f"/v1/directory/proposals/{made['proposal']}/agree"

    alone = await office.post("sevinc", agree, {})
    by_executor = await office.post("rauf", agree, {})
    before = (await office.get("sevinc", "/v1/paths/outgoing-letter")).json()["version"]
    second = await office.post("orxan", agree, {})
    after = (await office.get("sevinc", "/v1/paths/outgoing-letter")).json()
    visa = sample[: sample.index("  - id: chief-lawyer")].replace("outgoing-letter", "one-visa")
    unsigned = await office.post("sevinc", "/v1/paths", {"source": visa})

    assert (alone.status_code, by_executor.status_code, before) == (403, 403, 1)
    assert (second.status_code, after["version"], after["hash"]) == (200, 2, made["hash"])
    assert (unsigned.status_code, unsigned.json()["code"]) == (422, "paths.refused")
    assert "unsigned" in unsigned.json()["problems"][0]["detail"]


async def test_a_run_moves_to_a_path_with_fewer_stages_than_it_has_passed(office: Office) -> None:
    await office.path(LONGER)
    letter = await office.begin("rauf", "internal")
    letter = await office.step("rauf", letter, "submit", path="short-letter")
    for who in ("orxan", "elcin"):
        letter = await office.act(who, letter, "path", "approve", content_hash=letter["content_hash"])
    visa = SHORT[: SHORT.index("  - id: seal")]
    await office.path(visa)

    moved = await office.step("sevinc", letter, "move-path", path="short-letter", reason="möhür lazım deyil")

    shown = (await office.get("rauf", f"/v1/documents/{letter['id']}")).json()
    assert (shown["status"], shown["path"]) == ("approved", "short-letter v2")
    assert moved["version"] == shown["version"]


async def test_a_move_given_again_under_its_key_is_the_same_move(office: Office) -> None:
    letter = await a_letter_with_its_visa(office)
    await save_longer(office)
    body = {"path": "short-letter", "reason": "Rəhbərin rəyi lazımdır", "expected_version": letter["version"]}

    first = await office.post("sevinc", f"/v1/documents/{letter['id']}/move-path", body, key="move-1")
    again = await office.post("sevinc", f"/v1/documents/{letter['id']}/move-path", body, key="move-1")

    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert again.json() == {**first.json(), "repeated": True}


async def test_a_move_is_refused_to_whom_and_where_it_does_not_belong(office: Office) -> None:
    letter = await a_letter_with_its_visa(office)
    where = f"/v1/documents/{letter['id']}/move-path"

    async def tried(who: str, **body: Any) -> tuple[int, str]:
        given = {"reason": "Dəyişdi", "expected_version": letter["version"], **body}
        answer = await office.post(who, where, given)
        return answer.status_code, answer.json()["code"]

    assert await tried("sevinc", path="short-letter") == (422, "path.move")
    assert await tried("sevinc", path="short-letter", dry_run=True) == (422, "path.move")
    assert await tried("sevinc", path="no-such-path") == (422, "documents.no_such_path")
    assert await tried("sevinc", path="outgoing-letter") == (422, "documents.path_for_others")
    await save_longer(office)
    assert await tried("orxan", path="short-letter") == (403, "path.not_manager")
    assert await tried("sevinc", path="short-letter", expected_version=1) == (409, "documents.stale")
    draft = await office.begin("rauf", "internal")
    unsent = await office.post(
        "rauf",
        f"/v1/documents/{draft['id']}/move-path",
        {"path": "short-letter", "dry_run": True, "expected_version": 2},
    )
    assert (unsent.status_code, unsent.json()["code"]) == (422, "documents.no_path")


async def test_a_version_that_is_not_on_the_shelf_cannot_be_brought_along_in_an_act(office: Office) -> None:
    letter = await a_letter_with_its_visa(office)

    answer = await office.try_act("sevinc", letter, "path", "move_path", to={}, reason="x")

    assert (answer.status_code, answer.json()["code"]) == (422, "documents.unknown_act")
