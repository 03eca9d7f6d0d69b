"""The public page that tells what a printed document's state is now."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from document_flow.verification_code import grouped, new_code
from hub.access.buckets import Buckets
from hub.console.verification import Gate
from hub.documents.printing.paper_codes import Holder, Papers
from tests.hubs import settings_for
from tests.integration.console.doors.conftest import Console
from tests.integration.documents.conftest import Office, an_office
from tests.integration.documents.test_sealing import an_approved_letter
from tests.moments import still_buckets
from tests.sandbox import RunningSandbox

HOLDER = Holder("7ABCD12", "A. Q.", 1990)
DOCUMENT = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Office]:
    with RunningSandbox.start(tmp_path / "sandbox") as sandbox:
        async with an_office(settings_for(tmp_path / "data", port=0, sandbox_url=sandbox.url)) as office:
            yield office


def papers(console: Console | Office, address: str | None = "https://hub.example") -> Papers:
    hub = console.hub if isinstance(console, Console) else console.served.hub
    return Papers(hub.store, hub.sealer, hub.hash, address)


async def asked(console: Console, code: str, second: str = "") -> httpx.Response:
    async with console.browser() as browser:
        return await browser.post("/verify", data={"code": code, "second": second, "lang": "en"})


async def sealed_letter(desk: Office) -> dict[str, Any]:
    letter = await desk.step("sevinc", await an_approved_letter(desk), "register", file="01-05")
    seal = {"document": letter["id"], "expected_version": letter["version"]}
    assert (await desk.post("sevinc", "/v1/signatures", seal)).status_code == 201
    return dict((await desk.get("sevinc", f"/v1/documents/{letter['id']}")).json())


async def test_a_sealed_letter_is_found_by_the_code_on_its_paper(desk: Office) -> None:
    letter = await sealed_letter(desk)
    file = await desk.get("sevinc", f"/v1/documents/{letter['id']}/files/{letter['signatures'][0]['file']}")
    code = papers(desk).code_of(letter["id"])

    page = await desk.served.client.post("/verify", data={"code": grouped(code).lower(), "lang": "en"})

    assert page.status_code == 200
    assert "in force" in page.text
    assert letter["registration"]["reg_no"] in page.text
    assert hashlib.sha256(file.content).hexdigest() in page.text
    assert letter["title"] not in page.text


async def test_a_letter_not_printed_yet_has_no_code(desk: Office) -> None:
    letter = await an_approved_letter(desk)

    page = await desk.served.client.post("/verify", data={"code": papers(desk).code_of(letter["id"]), "lang": "en"})

    assert page.status_code == 404


async def test_what_is_printed_leads_to_the_page(console: Console) -> None:
    printed = await papers(console).issue(DOCUMENT)
    again = await papers(console).issue(DOCUMENT)

    assert printed is not None
    assert printed == again
    assert printed.link == "https://hub.example/verify"
    assert printed.payload == f"https://hub.example/verify/{printed.code.replace('-', '')}"
    async with console.browser() as browser:
        page = await browser.get(printed.payload.removeprefix("https://hub.example"))
    assert f'value="{printed.code.replace("-", "")}"' in page.text


async def test_without_an_address_nothing_is_printed(console: Console) -> None:
    assert await papers(console, None).issue(DOCUMENT) is None


async def test_a_paper_that_names_a_person_asks_for_the_end_of_the_fin(console: Console) -> None:
    known = papers(console)
    await known.issue(DOCUMENT, HOLDER)
    code = known.code_of(DOCUMENT)

    found = await known.find(code, "d12")

    assert found is not None
    assert (found.document, found.compare) == (DOCUMENT, ("A. Q.", 1990))
    assert await known.find(code, "D13") is None
    assert await known.find(code, "") is None


async def test_a_wrong_pair_looks_exactly_like_an_unknown_code(console: Console) -> None:
    await papers(console).issue(DOCUMENT, HOLDER)
    known, unknown = papers(console).code_of(DOCUMENT), new_code(b"0123456789")

    wrong, nothing = await asked(console, known, "XYZ"), await asked(console, unknown, "XYZ")

    assert (wrong.status_code, nothing.status_code) == (404, 404)
    assert wrong.text.replace(known, unknown) == nothing.text
    assert wrong.headers.items() == nothing.headers.items()


async def test_neither_table_nor_log_holds_a_code(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    await papers(console).issue(DOCUMENT, HOLDER)
    code = papers(console).code_of(DOCUMENT)
    await asked(console, code, "D12")

    async with console.hub.store.read() as tx:
        rows = [str(dict(row)) for row in await tx.fetch("SELECT code_hash, second_hash FROM paper_codes")]
    told = "".join(rows) + "".join(capsys.readouterr())
    assert code not in told
    assert "D12" not in told


async def test_one_code_is_guessed_at_ten_times(console: Console) -> None:
    await papers(console).issue(DOCUMENT, HOLDER)
    code = papers(console).code_of(DOCUMENT)

    statuses = [(await asked(console, code, f"{number:03}")).status_code for number in range(11)]
    right = await asked(console, code, "D12")
    other = await asked(console, new_code(b"0123456789"))

    assert statuses == [404] * 10 + [429]
    assert right.status_code == 429
    assert other.status_code == 404


def test_who_guesses_at_a_code_elsewhere_does_not_lock_out_who_has_the_paper() -> None:
    gate = Gate()
    assert all(gate.passes("reader", "code", 0.0) for _ in range(30))
    for _ in range(20):
        gate.was_wrong("guesser", "code", 0.0)

    assert not gate.passes("guesser", "code", 0.0)
    assert gate.passes("reader", "code", 0.0)


async def test_one_address_asks_no_faster_than_a_person(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    still_buckets(monkeypatch)

    statuses = [(await asked(console, new_code(number.to_bytes(10)))).status_code for number in range(61)]

    assert statuses == [*[404] * 60, 429]


async def test_a_slip_of_the_pen_is_told_without_a_look_into_the_store(console: Console) -> None:
    page = await asked(console, "000G40-R40M30-E209F8")

    assert page.status_code == 422
    assert "slip" in page.text


async def test_the_page_takes_no_cookie_gives_none_and_runs_only_its_own_script(console: Console) -> None:
    async with console.browser() as browser:
        page = await browser.get("/verify", params={"code": '"><script>alert(1)</script>'})

    assert "set-cookie" not in page.headers
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "<script>alert" not in page.text


async def test_the_page_speaks_both_languages(console: Console) -> None:
    async with console.browser() as browser:
        az, en = [await browser.get("/verify", params={"lang": lang}) for lang in ("az", "en")]

    assert "Sənədin yoxlanılması" in az.text
    assert "Check a document" in en.text


def test_a_bucket_fills_again_and_forgets_those_who_were_quiet() -> None:
    buckets = Buckets(burst=2, per_second=0.5)

    assert [buckets.take("a", 0.0) for _ in range(3)] == [True, True, False]
    assert [buckets.take("a", 2.0), buckets.take("a", 2.0)] == [True, False]
    assert buckets.take("b", 2.0)
