"""The public page for those who hold a paper or a file: no login, and the file stays in the browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import expect

from document_flow.verification_code import grouped
from hub.documents.printing.paper_codes import Papers
from hub.store.sealing import KeyedHash
from tests.browser.people import Axe, Opener, Screenshot
from tests.browser.sites import Site
from tests.hubs import HASH_KEY
from tests.identity_sealer import IdentitySealer

PATH = Path(__file__).resolve().parents[1] / "integration" / "documents" / "short-letter.yaml"
LETTER = "application/vnd.qayidis.letter+json"


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter that was sealed: the code on its paper, its number, its file."""

    code: str
    reg_no: str
    file: bytes


@pytest.fixture(scope="module")
def paper(site: Site) -> Paper:
    """From its text to the seal, by the hands of four people."""
    with httpx.Client(base_url=site.url, trust_env=False, timeout=60) as client:
        source = {"addressee": {"body": "Nümunə Nazirliyi"}, "text": "40 ailə qayıdır.", "signatory": "fuad"}
        stored = _post(client, "rauf", "/v1/documents/files", json.dumps(source).encode())
        files = [{"name": "mektub.json", "mime": LETTER, "sha256": stored["sha256"], "main": True}]
        letter = _post(
            client,
            "rauf",
            "/v1/documents",
            {
                "kind": "internal",
                "title": "Qayıdış haqqında",
                "unit": "qayidis",
                "files": files,
            },
        )
        at = f"/v1/documents/{letter['id']}"
        made = _post(client, "nigar", "/v1/paths", {"source": PATH.read_text(encoding="utf-8")})
        if made["proposal"] is not None:
            _post(client, "sevinc", f"/v1/directory/proposals/{made['proposal']}/agree", {})
        letter = _post(client, "rauf", f"{at}/submit", {"expected_version": letter["version"], "path": "short-letter"})
        act = {"kind": "approve", "content_hash": letter["content_hash"]}
        letter = _post(
            client,
            "nigar",
            f"{at}/acts",
            {
                "on": "path",
                "act": act,
                "expected_version": letter["version"],
            },
        )
        letter = _post(client, "sevinc", f"{at}/register", {"expected_version": letter["version"], "file": "01-05"})
        _post(client, "sevinc", "/v1/signatures", {"document": letter["id"], "expected_version": letter["version"]})
        shown = client.get(at, headers=_as("sevinc")).json()
        file = client.get(f"{at}/files/{shown['signatures'][0]['file']}", headers=_as("sevinc")).content
    known: Any = None  # a code needs no store
    papers = Papers(known, IdentitySealer(), KeyedHash(HASH_KEY.encode()), site.url)
    return Paper(grouped(papers.code_of(letter["id"])), shown["registration"]["reg_no"], file)


def _as(who: str) -> dict[str, str]:
    return {"authorization": f"Bearer sandbox-{who}", "idempotency-key": uuid4().hex}


def _post(client: httpx.Client, who: str, path: str, body: dict[str, Any] | bytes) -> dict[str, Any]:
    sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
    answer = client.post(path, headers=_as(who), **sent)
    assert answer.status_code in (200, 201), f"{path}: {answer.text}"
    return dict(answer.json())


async def test_a_paper_and_its_file_are_checked(
    person: Opener, axe: Axe, screenshot: Screenshot, paper: Paper, tmp_path: Path
) -> None:
    page = await person("")
    changed = paper.file.replace(b"/Type", b"/Tyqe", 1)

    await page.goto(f"/verify/{paper.code.replace('-', '')}?lang=en")
    await axe(page)
    await page.get_by_role("button", name="Check").click()
    await expect(page.locator(".chip")).to_have_text("✓ in force")
    await expect(page.locator(".facts")).to_contain_text(paper.reg_no)
    await page.locator("#file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": changed})
    await expect(page.locator("#other")).to_be_visible()
    await page.locator("#file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": paper.file})
    await expect(page.locator("#same")).to_be_visible()
    await expect(page.locator("#other")).to_be_hidden()
    await axe(page)
    await screenshot(page, "verify")


async def test_an_unknown_code_is_said_in_azerbaijani(person: Opener, axe: Axe) -> None:
    page = await person("", theme="dark")

    await page.goto("/verify?lang=az")
    await page.get_by_label("Kağızdakı kod").fill("000G40-R40M30-E209F9")
    await page.get_by_role("button", name="Yoxla").click()

    await expect(page.get_by_role("alert")).to_contain_text("kağıza etibar etməyin")
    await axe(page)
