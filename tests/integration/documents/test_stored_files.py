"""The hash of a content is no right to it: a document names what its writer stored, or may see."""

from __future__ import annotations

import asyncio
import hashlib
import os

import pytest

from hub.documents.acting.uploads import KEPT_DAYS
from hub.settings import Settings
from hub.store.content import INLINE_BYTES
from tests.integration.documents.conftest import PDF, Office, an_office

SECRET = b"%PDF-1.7 of somebody else"


def naming(sha256: str) -> dict[str, object]:
    file = {"name": "mektub.pdf", "mime": "application/pdf", "sha256": sha256, "main": True}
    return {"kind": "internal", "title": "Başqasının faylı", "unit": "qayidis", "files": [file]}


async def test_the_file_of_a_document_that_one_may_not_see_cannot_be_named(office: Office) -> None:
    await office.begin("sevinc", "internal", SECRET, access="restricted")
    sha256 = hashlib.sha256(SECRET).hexdigest()

    foreign = await office.post("leyla", "/v1/documents", naming(sha256))
    never_stored = await office.post("leyla", "/v1/documents", naming("0" * 64))

    assert (foreign.status_code, foreign.json()["code"]) == (422, "documents.file_not_stored")
    assert foreign.json()["detail"] == never_stored.json()["detail"]


async def test_nor_in_a_new_version_or_an_appeal(office: Office) -> None:
    await office.begin("sevinc", "internal", SECRET, access="restricted")
    mine = await office.begin("leyla", "internal")
    files = naming(hashlib.sha256(SECRET).hexdigest())["files"]

    revised = await office.post(
        "leyla", f"/v1/documents/{mine['id']}/versions", {"files": files, "expected_version": mine["version"]}
    )

    assert (revised.status_code, revised.json()["code"]) == (422, "documents.file_not_stored")


async def test_the_body_of_a_message_cannot_be_named(office: Office) -> None:
    hub, body = office.served.hub, b"x" * (INLINE_BYTES + 1)
    sha256 = (await hub.content.keep(body)).sha256

    answer = await office.post("sevinc", "/v1/documents", naming(sha256))

    assert answer.json()["code"] == "documents.file_not_stored"
    with pytest.raises(FileNotFoundError):
        await hub.office.documents.content.read(sha256)


async def test_what_one_may_see_can_be_named_again(office: Office) -> None:
    seen = await office.begin("leyla", "internal", SECRET)
    sha256 = hashlib.sha256(SECRET).hexdigest()

    again = await office.post("sevinc", "/v1/documents", naming(sha256))
    document = (await office.get("sevinc", f"/v1/documents/{again.json()['id']}")).json()

    assert again.status_code == 201, again.text
    assert document["versions"][0]["files"][0]["size"] == len(SECRET)
    assert again.json()["id"] != seen["id"]


async def test_a_day_has_room_for_so_much_of_one_person_and_not_less_of_another(settings: Settings) -> None:
    async with an_office(settings.model_copy(update={"max_uploads_bytes": 2048})) as office:
        first, *others = await asyncio.gather(
            *(office.post("leyla", "/v1/documents/files", bytes([number]) * 1000) for number in range(4))
        )
        another = await office.post("rauf", "/v1/documents/files", PDF)

    codes = sorted(answer.status_code for answer in (first, *others))
    assert codes == [201, 201, 429, 429]
    assert another.status_code == 201


async def test_what_no_document_came_to_name_is_removed_and_what_one_names_stays(office: Office) -> None:
    hub = office.served.hub
    await office.begin("leyla", "internal")
    left = await office.store("leyla", SECRET)
    async with hub.store.write() as tx:
        await tx.execute(
            "UPDATE document_uploads SET stored_at = stored_at - :days", {"days": (KEPT_DAYS + 1) * 86_400 * 1_000_000}
        )
    for path in (hub.settings.data / "content" / "documents").glob("*/*"):
        os.utime(path, (0, 0))

    await hub.office.uploads.forget_old()
    await hub.office.shredding.step()

    with pytest.raises(FileNotFoundError):
        await hub.office.documents.content.read(left)
    assert await hub.office.documents.content.read(hashlib.sha256(PDF).hexdigest()) == PDF
    assert (await office.post("leyla", "/v1/documents", naming(left))).json()["code"] == "documents.file_not_stored"


@pytest.mark.parametrize("mime", ["text/plain\r\nset-cookie: a=b", "mətn/sadə", "text", "text/plain; charset=utf-8\n"])
async def test_a_media_type_that_no_header_can_carry_is_refused(office: Office, mime: str) -> None:
    body = naming(await office.store("leyla", PDF))
    body["files"] = [{"name": "a", "mime": mime, "sha256": hashlib.sha256(PDF).hexdigest(), "main": True}]

    assert (await office.post("leyla", "/v1/documents", body)).status_code == 422


async def test_without_a_role_in_document_flow_nothing_is_stored_begun_or_read(office: Office) -> None:
    letter = await office.begin("sevinc", "internal")

    for who in ("samir", "zaur", "ramil", "aydan"):
        answers = [
            await office.post(who, "/v1/documents/files", PDF),
            await office.post(who, "/v1/documents", naming(hashlib.sha256(PDF).hexdigest())),
            await office.get(who, "/v1/documents"),
            await office.get(who, f"/v1/documents/{letter['id']}"),
            await office.get(who, "/v1/inbox"),
        ]
        assert {answer.json()["code"] for answer in answers} == {"access.role_missing"}, who


async def test_only_an_official_begins_a_document(office: Office) -> None:
    sha256 = await office.store("zeyneb", PDF)
    async with office.served.hub.store.write() as tx:
        await tx.execute("DELETE FROM officials WHERE login = 'zeyneb'")  # whose role alone is left
    office.served.hub.office.documents.staff.forget()

    answer = await office.post("zeyneb", "/v1/documents", naming(sha256))

    assert (answer.status_code, answer.json()["code"]) == (403, "documents.not_in_office")


@pytest.mark.parametrize("title", ["Məktub \u202eexe.fdp", "a\x1b[2J", "a\x00b"])
async def test_signs_that_turn_a_line_around_or_move_a_cursor_are_refused(office: Office, title: str) -> None:
    answer = await office.post("leyla", "/v1/documents", {"kind": "internal", "title": title, "unit": "qayidis"})

    assert (answer.status_code, answer.json()["code"]) == (422, "door.control_sign")
