"""From the file to destruction over HTTP: proposals, the act, legal holds, and what becomes of contents."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.documents.office.body import SAMPLES
from hub.settings import Settings
from tests.integration.documents.conftest import Office, an_office
from tests.moments import today

MEMBERS = ["nigar", "orxan", "sevinc"]
PLAN = f"""\
body: "Nümunə komitəsi"
year: {today().year}
files:
  - index: "03-02"
    title: {{az: "İşçi materiallar", en: "Working papers"}}
    unit: "qayidis"
    retention: until_needed
    basis: "maddə 12"
  - index: "01-05"
    title: {{az: "Yazışma", en: "Correspondence"}}
    unit: "qayidis"
    retention: years
    years: 5
    basis: "maddə 7"
  - index: "02-03"
    title: {{az: "Müraciətlər", en: "Appeals"}}
    unit: "qayidis"
    retention: until_needed
    basis: assumed
"""


@pytest.fixture
async def office(settings: Settings, tmp_path: Path) -> AsyncIterator[Office]:
    """With a file plan of this year whose bases are named, as far as they are."""
    rules = tmp_path / "rules"
    shutil.copytree(SAMPLES, rules)
    for sample in rules.glob("nomenclature_*.yaml"):
        sample.unlink()
    (rules / "nomenclature_now.yaml").write_text(PLAN, encoding="utf-8")
    async with an_office(settings.model_copy(update={"body_rules": rules})) as made:
        yield made


async def filed(office: Office, raw: bytes, file: str = "03-02") -> dict[str, Any]:
    """An incoming letter that was put into its file."""
    made = await office.begin("sevinc", "incoming", raw=raw)
    made = await office.step("sevinc", made, "register", file="01-05")
    return await office.act("sevinc", made, "document", "put_in_file", case_file=file)


async def closed(office: Office, file: str = "03-02", *, needed: bool = False) -> str:
    """Close the file's first volume."""
    name = f"{today().year}/{file}/1"
    answer = await office.post("sevinc", "/v1/retention/volumes/close", {"volume": name})
    assert answer.status_code == 200, answer.text
    if not needed:
        body = {"volume": name, "reason": "ehtiyac yoxdur"}
        await office.post("fuad", "/v1/retention/volumes/not-needed", body)
    return name


def act(*files: str, **more: Any) -> dict[str, Any]:
    return {"number": "E-1", "on": today().isoformat(), "members": MEMBERS, "files": list(files), **more}


async def content_is_here(office: Office, raw_sha256: str) -> bool:
    try:
        await office.served.hub.office.documents.content.read(raw_sha256)
    except FileNotFoundError:
        return False
    return True


async def shred(office: Office) -> None:
    """Let the contents grow old, and the duty see to them."""
    folder = office.served.hub.settings.data / "content" / "documents"
    for path in await asyncio.to_thread(lambda: list(folder.glob("*/*"))):
        os.utime(path, (0, 0))
    await office.served.hub.office.shredding.step()


def sha256_of(document: dict[str, Any]) -> str:
    return str(document["versions"][0]["files"][0]["sha256"])


async def show(office: Office, document: dict[str, Any]) -> dict[str, Any]:
    return dict((await office.get("sevinc", f"/v1/documents/{document['id']}")).json())


async def test_a_document_goes_into_the_open_volume_of_its_file(office: Office) -> None:
    first = await filed(office, b"%PDF one")
    await closed(office)
    second = await filed(office, b"%PDF two")
    made = await office.begin("sevinc", "incoming", raw=b"%PDF three")
    made = await office.step("sevinc", made, "register", file="01-05")
    unknown = await office.try_act("sevinc", made, "document", "put_in_file", case_file="99-99")
    shut = await office.try_act("sevinc", made, "document", "put_in_file", case_file=f"{today().year}/03-02/1")

    files = [(await show(office, each))["case_file"] for each in (first, second)]
    assert files == [f"{today().year}/03-02/1", f"{today().year}/03-02/2"]
    assert (unknown.json()["code"], shut.json()["code"]) == ("nomenclature.no_file", "documents.volume_closed")


async def test_the_proposal_says_of_every_volume_whether_it_may_go_or_why_it_stays(office: Office) -> None:
    await filed(office, b"%PDF a")
    await filed(office, b"%PDF b", "01-05")
    await filed(office, b"%PDF c", "02-03")
    before = (await office.get("sevinc", "/v1/retention/proposal")).json()
    await closed(office)
    await closed(office, "01-05")
    await closed(office, "02-03")

    now = (await office.get("sevinc", "/v1/retention/proposal")).json()
    later = (await office.get("sevinc", "/v1/retention/proposal", on=f"{today().year + 6}-01-01")).json()

    year = today().year
    assert (before["destroyed"], {each["code"] for each in before["stays"]}) == ([], {"not_closed"})
    assert [(each["file"], each["documents"]) for each in now["destroyed"]] == [(f"{year}/03-02/1", 1)]
    stays = {each["file"]: each["code"] for each in now["stays"]}
    assert stays == {f"{year}/01-05/1": "term_runs", f"{year}/02-03/1": "assumed_basis"}
    assert [each["file"] for each in later["destroyed"]] == [f"{year}/01-05/1", f"{year}/03-02/1"]


async def test_an_act_destroys_its_volumes_and_contents_that_nothing_else_refers_to(office: Office) -> None:
    alone, shared = await filed(office, b"%PDF alone"), await filed(office, b"%PDF shared")
    other = await office.begin("rauf", raw=b"%PDF shared", recipients=["77"])
    hashes = [sha256_of(await show(office, each)) for each in (alone, shared)]
    name = await closed(office)

    done = await office.post("sevinc", "/v1/retention/acts", act(name))
    await shred(office)

    assert done.status_code == 201, done.text
    assert (done.json()["destroyed"], done.json()["left"]) == (2, 0)
    assert [await content_is_here(office, each) for each in hashes] == [False, True]
    gone = await show(office, alone)
    assert gone["status"] == "destroyed"
    history = (await office.get("sevinc", f"/v1/documents/{alone['id']}/history")).json()
    assert (history["intact"], history["events"][-1]["kind"]) == (True, "destroyed")
    file = await office.get("sevinc", f"/v1/documents/{alone['id']}/files/{hashes[0]}")
    kept = await office.get("rauf", f"/v1/documents/{other['id']}/files/{hashes[1]}")
    compared = await office.get("sevinc", f"/v1/documents/{alone['id']}/differences")
    assert (file.status_code, file.json()["code"]) == (404, "documents.content_destroyed")
    assert (kept.status_code, compared.status_code) == (200, 200)
    assert (await office.get("sevinc", "/v1/retention/proposal")).json()["destroyed"] == []


async def test_a_content_that_somebody_has_just_sent_is_left(office: Office) -> None:
    letter = await filed(office, b"%PDF again")
    sha256 = sha256_of(await show(office, letter))
    name = await closed(office)
    await office.post("sevinc", "/v1/retention/acts", act(name))

    await office.store("rauf", b"%PDF again")
    await office.served.hub.office.shredding.step()
    assert await content_is_here(office, sha256)

    again = await office.begin("rauf", raw=b"%PDF again", recipients=["77"])
    await shred(office)
    assert await content_is_here(office, sha256)
    assert again["id"]


async def test_a_legal_hold_keeps_the_whole_volume_and_a_later_one_the_document(office: Office) -> None:
    first, second = await filed(office, b"%PDF 1"), await filed(office, b"%PDF 2")
    name = await closed(office)
    by_clerk = await office.try_act("sevinc", first, "document", "hold", reason="məhkəmə")
    await office.act("nigar", first, "document", "hold", reason="məhkəmə işi 5")

    proposed = (await office.get("nigar", "/v1/retention/proposal")).json()
    refused = await office.post("sevinc", "/v1/retention/acts", act(name))
    held = await show(office, first)
    await office.act("orxan", held, "document", "release_hold", reason="iş bitib")
    done = await office.post("sevinc", "/v1/retention/acts", act(name))

    assert by_clerk.status_code == 403
    assert [(each["code"], "məhkəmə işi 5" in each["reason"]) for each in proposed["stays"]] == [("legal_hold", True)]
    assert (refused.status_code, refused.json()["code"]) == (409, "retention.not_proposed")
    assert done.json()["destroyed"] == 2
    assert (await show(office, second))["status"] == "destroyed"


async def test_an_act_that_was_broken_off_is_gone_on_with(office: Office) -> None:
    for number in range(3):
        await filed(office, f"%PDF {number}".encode())
    name = await closed(office)
    done = (await office.post("sevinc", "/v1/retention/acts", act(name))).json()

    again = (await office.post("sevinc", "/v1/retention/acts", act(name))).json()
    other = await office.post("sevinc", "/v1/retention/acts", act(name, members=["nigar", "orxan", "fuad"]))
    carried = (await office.post("sevinc", f"/v1/retention/acts/{done['id']}/carry-out", {})).json()

    assert (done["destroyed"], done["left"], done["refused"]) == (3, 0, {})
    assert again == carried == (await office.get("nigar", f"/v1/retention/acts/{done['id']}")).json() == done
    assert (other.status_code, other.json()["code"]) == (409, "retention.act_taken")


async def test_an_act_that_is_not_in_order_destroys_nothing(office: Office) -> None:
    letter = await filed(office, b"%PDF x")
    name = await closed(office, needed=True)

    wrong = [
        ("sevinc", act(name), 409, "retention.not_proposed"),
        ("sevinc", act(), 422, "retention.act_incomplete"),
        ("sevinc", act(name, members=["nigar"]), 422, "retention.act_incomplete"),
        ("sevinc", act(name, members=["nigar", "orxan", "yoxdur"]), 422, "retention.unknown_member"),
        ("sevinc", act(name, on=(today() + timedelta(days=1)).isoformat()), 422, "retention.act_ahead"),
        ("fuad", act(name), 403, "access.role_missing"),
    ]
    for who, body, status, code in wrong:
        answer = await office.post(who, "/v1/retention/acts", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    missing = await office.post("sevinc", "/v1/retention/volumes/close", {"volume": name})
    unknown = await office.get("sevinc", f"/v1/retention/acts/{'0' * 32}")
    assert (missing.status_code, unknown.status_code) == (404, 404)
    assert (await show(office, letter))["status"] == "filed"
