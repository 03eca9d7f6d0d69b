"""The body's seal is put on what was approved and registered, once, and anyone can check it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hubs import settings_for
from tests.integration.documents.conftest import Office, an_office
from tests.sandbox import RunningSandbox
from tests.unit.document_flow.rendering.printed import Printed

SHORT = Path(__file__).parent / "short-letter.yaml"
LETTER = "application/vnd.qayidis.letter+json"


@pytest.fixture(params=["sqlite", "postgresql"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    """An office beside a sandbox with its test authority."""
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    with RunningSandbox.start(tmp_path / "sandbox") as sandbox:
        async with an_office(settings_for(tmp_path / "data", port=0, sandbox_url=sandbox.url, **more)) as office:
            yield office


async def an_approved_letter(office: Office) -> dict[str, Any]:
    source = {
        "addressee": {"body": "Nümunə Nazirliyi"},
        "text": "Ağalı kəndinə 40 ailə qayıdır.\nSiyahı əlavə olunur.",
        "signatory": "fuad",
    }
    sha256 = await office.store("rauf", json.dumps(source).encode())
    files = [{"name": "mektub.json", "mime": LETTER, "sha256": sha256, "main": True}]
    letter = await office.begin("rauf", "internal", files=files)
    await office.path(SHORT.read_text(encoding="utf-8"))
    letter = await office.step("rauf", letter, "submit", path="short-letter")
    return await office.act("nigar", letter, "path", "approve", content_hash=letter["content_hash"])


async def test_a_letter_is_sealed_once_and_the_seal_holds(desk: Office) -> None:
    letter = await an_approved_letter(desk)
    letter = await desk.step("sevinc", letter, "register", file="01-05")
    seal = {"document": letter["id"], "expected_version": letter["version"]}

    first = await desk.post("sevinc", "/v1/signatures", seal, key="seal-1")
    again = await desk.post("sevinc", "/v1/signatures", seal, key="seal-1")

    assert (first.status_code, first.json()["state"]) == (201, "done"), first.text
    assert again.json() == first.json()
    shown = (await desk.get("sevinc", f"/v1/documents/{letter['id']}")).json()
    assert [(s["manner"], s["sample"]) for s in shown["signatures"]] == [("seal", True)]
    file = await desk.get("sevinc", f"/v1/documents/{letter['id']}/files/{shown['signatures'][0]['file']}")
    verified = (await desk.post("rauf", "/v1/signatures/verify", file.content)).json()
    assert verified["status"] == "valid", verified
    assert verified["signatures"][0]["stamped_at"]


async def test_the_printed_view_is_the_sealed_paper_and_before_it_differs_by_the_stamp_alone(desk: Office) -> None:
    letter = await desk.step("sevinc", await an_approved_letter(desk), "register", file="01-05")
    before = await viewed(desk, letter["id"])
    seal = {"document": letter["id"], "expected_version": letter["version"]}
    assert (await desk.post("sevinc", "/v1/signatures", seal)).status_code == 201
    after = await viewed(desk, letter["id"])

    shown = (await desk.get("sevinc", f"/v1/documents/{letter['id']}")).json()
    file = await desk.get("sevinc", f"/v1/documents/{letter['id']}/files/{shown['signatures'][0]['file']}")
    assert after.content == file.content
    unsealed, sealed = (set(Printed(each.content).text.split("\n")) for each in (before, after))
    lost, stamped = " ".join(unsealed - sealed), " ".join(sealed - unsealed)
    assert "Elektron imzanın yeri" in lost
    assert "Elektron möhürlə təsdiqlənib" in stamped
    assert re.search(r"№ \S+/\d{4}", Printed(before.content).text)


async def test_the_paper_opens_within_its_document_s_page_and_on_no_other_site(desk: Office) -> None:
    letter = await an_approved_letter(desk)
    paper = await viewed(desk, letter["id"])
    page = await desk.served.client.get(f"/console/documents/{letter['id']}", headers=COOKIE)

    assert f'src="/console/documents/{letter["id"]}/letter.pdf#' in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in paper.headers["content-security-policy"]
    assert "default-src 'none'" in paper.headers["content-security-policy"]
    assert paper.headers["content-disposition"] == "inline"


COOKIE = {"cookie": "hub_session=sandbox-rauf; hub_lang=en"}


async def viewed(desk: Office, document: str) -> httpx.Response:
    """The paper as the document's page shows it."""
    answer = await desk.served.client.get(f"/console/documents/{document}/letter.pdf", headers=COOKIE)
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_container_that_the_hub_made_itself_is_valid(desk: Office) -> None:
    """What is no PDF goes into a container with everything that is needed to judge it."""
    sha256 = await desk.store("rauf", b"ad,kod\nA,1\n")
    files = [{"name": "siyahi.csv", "mime": "text/csv", "sha256": sha256, "main": True}]
    letter = await desk.begin("rauf", "internal", files=files)
    await desk.path(SHORT.read_text(encoding="utf-8"))
    letter = await desk.step("rauf", letter, "submit", path="short-letter")
    letter = await desk.act("nigar", letter, "path", "approve", content_hash=letter["content_hash"])
    letter = await desk.step("sevinc", letter, "register", file="01-05")

    sealed = await desk.post(
        "sevinc", "/v1/signatures", {"document": letter["id"], "expected_version": letter["version"]}
    )

    assert sealed.json()["state"] == "done", sealed.text
    shown = (await desk.get("sevinc", f"/v1/documents/{letter['id']}")).json()
    file = await desk.get("sevinc", f"/v1/documents/{letter['id']}/files/{shown['signatures'][0]['file']}")
    assert file.content.startswith(b"PK")
    verified = (await desk.post("rauf", "/v1/signatures/verify", file.content)).json()
    assert (verified["status"], verified["signatures"][0]["problems"]) == ("valid", []), verified


async def test_nobody_seals_what_he_may_not(desk: Office) -> None:
    letter = await an_approved_letter(desk)
    seal = {"document": letter["id"], "expected_version": letter["version"]}

    unregistered = await desk.post("sevinc", "/v1/signatures", seal)
    letter = await desk.step("sevinc", letter, "register", file="01-05")
    by_author = await desk.post("rauf", "/v1/signatures", seal | {"expected_version": letter["version"]})

    assert (unregistered.status_code, unregistered.json()["code"]) == (409, "documents.register_first")
    assert by_author.status_code == 403


async def test_a_changed_file_is_not_valid(desk: Office) -> None:
    letter = await desk.step("sevinc", await an_approved_letter(desk), "register", file="01-05")
    seal = {"document": letter["id"], "expected_version": letter["version"]}
    assert (await desk.post("sevinc", "/v1/signatures", seal)).status_code == 201
    shown = (await desk.get("sevinc", f"/v1/documents/{letter['id']}")).json()
    file = await desk.get("sevinc", f"/v1/documents/{letter['id']}/files/{shown['signatures'][0]['file']}")

    verified = (await desk.post("rauf", "/v1/signatures/verify", file.content.replace(b"/Type", b"/Tyqe", 1))).json()

    assert verified["status"] == "invalid"
