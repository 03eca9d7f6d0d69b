"""The simulated ministry: what it takes in, what it writes in each mode, and that a restart writes nothing twice."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from connectors.agencies.nazirlik.twin import Correspondence, Nazirlik
from connectors.agencies.nazirlik.twin.correspondence import Pace
from connectors.agencies.nazirlik.twin.envelope import MOST_BYTES
from connectors.agencies.nazirlik.twin.replies import letter
from connectors.parsing import parse_json
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour, Knobs
from connectors.sandbox.http import Reply, Request
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.traffic.parcel import Parcel
from mappings.official_documents import DocumentNotice, OfficialDocument
from tests.unit.mappings.samples import FORMATS

HUB = "http://hub.test"
INSTANCE = "0" * 32
SENT = Path(str(FORMATS["bodies.document.v1"].folder)) / "samples" / "sent.document.json"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "sandbox.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def knobs() -> Knobs:
    return Knobs()


@pytest.fixture
def ministry(ledger: Ledger, knobs: Knobs) -> Nazirlik:
    return Nazirlik(ledger, knobs)


def sent(**envelope: Any) -> dict[str, Any]:
    """The committee's document of the format's samples, with other parts of the envelope."""
    document: dict[str, Any] = json.loads(SENT.read_text())
    document["SenedZerfi"].update(envelope)
    return document


def post(ministry: Nazirlik, body: Any, key: str = "key-1", where: str = "documents", **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    own = {"authorization": f"Bearer {hub_credentials('nazirlik')}", "idempotency-key": key}
    service = ministry.service(Request("POST", f"/nazirlik/v1/{where}", {}, {**own, **headers}, raw))
    return service if isinstance(service, Reply) else service.answer()


def told(reply: Reply) -> tuple[int, str]:
    return reply.status, json.loads(reply.body).get("code", "")


def file(content: bytes, **other: Any) -> dict[str, Any]:
    return {
        "Ad": "a.txt",
        "Mime": "text/plain",
        "Olcu": len(content),
        "Esas": True,
        "Sha256": hashlib.sha256(content).hexdigest(),
        "Mezmun": base64.b64encode(content).decode(),
        **other,
    }


def test_the_same_consignment_again_is_a_duplicate_with_the_first_receipt(ministry: Nazirlik, ledger: Ledger) -> None:
    first, again, under_another_key = (post(ministry, sent(), key) for key in ("key-1", "key-1", "key-2"))

    receipt = json.loads(first.body)["receiptId"]
    assert first.status == 202
    assert told(again) == told(under_another_key) == (409, "Duplicate")
    assert {json.loads(each.body)["receiptId"] for each in (again, under_another_key)} == {receipt}
    assert len(ledger.show("nazirlik", 0, 10)["entries"]) == 1


@pytest.mark.parametrize("key", ["key-1", "key-2"])
def test_a_consignment_that_comes_again_with_other_content_is_refused(ministry: Nazirlik, key: str) -> None:
    post(ministry, sent())

    assert told(post(ministry, sent(Movzu="Başqa"), key)) == (409, "ConsignmentReused")


def test_a_known_key_of_another_consignment_is_refused(ministry: Nazirlik) -> None:
    post(ministry, sent())

    assert told(post(ministry, {**sent(), "consignmentId": "other"})) == (409, "ConsignmentReused")


@pytest.mark.parametrize(
    ("envelope", "status", "code"),
    [
        ({"Alan": {"QurumKodu": "305"}}, 422, "InvalidAddressee"),
        ({"Gonderen": {"QurumKodu": "305"}}, 403, "SenderDoesNotMatch"),
        ({"Fayl": [file(b"a", Sha256="0" * 64)]}, 422, "Validation"),
        ({"Fayl": [file(b"a", Olcu=2)]}, 422, "Validation"),
        ({"Fayl": [file(b"a", Mezmun="!")]}, 422, "Validation"),
        ({"Fayl": [file(b"a", Mezmun="A" * (MOST_BYTES // 3 * 4 + 8))]}, 413, "SizeLimitExceeded"),
        ({"Fayl": 5}, 422, "Validation"),
        ({"Movzu": ""}, 422, "Validation"),
        ({"Qeydiyyat": {"Nomre": "1", "Tarix": "10.03.2026"}}, 422, "Validation"),
    ],
)
def test_what_is_wrong_is_refused_by_its_name_and_not_kept(
    ministry: Nazirlik, ledger: Ledger, envelope: dict[str, Any], status: int, code: str
) -> None:
    assert told(post(ministry, sent(**envelope))) == (status, code)
    assert ledger.show("nazirlik", 0, 10)["entries"] == []


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_what_is_no_object_is_refused(ministry: Nazirlik, body: bytes) -> None:
    assert told(post(ministry, body)) == (400, "Validation")


def test_a_call_without_a_key_is_refused_and_one_without_credentials_as_well(ministry: Nazirlik) -> None:
    assert told(post(ministry, sent(), key="")) == (400, "Validation")
    assert told(post(ministry, sent(), authorization="Bearer x")) == (401, "nazirlik.key")
    assert told(post(ministry, sent(), where="letters")) == (404, "nazirlik.no_such_service")


NOTICE = {
    "consignmentId": "c-1",
    "Gonderen": {"QurumKodu": "99"},
    "Alan": {"QurumKodu": "97"},
    "ImtinaBildirisi": {"Sebeb": "Aid deyil."},
}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, ""),
        ({"QeydiyyatBildirisi": {}}, "Validation"),
        ({"consignmentId": 5}, "Validation"),
        ({"Alan": {"QurumKodu": "305"}}, "InvalidAddressee"),
        ({"Alan": 5}, "InvalidAddressee"),
        ({"Gonderen": {"QurumKodu": "305"}}, "SenderDoesNotMatch"),
    ],
)
def test_a_notice_is_taken_in_or_refused_by_name(ministry: Nazirlik, other: dict[str, Any], code: str) -> None:
    assert told(post(ministry, {**NOTICE, **other}, where="notices"))[1] == code


# What it writes ------------------------------------------------------------------------------------------------------


class FakeHub:
    """Takes what comes as the hub's formats would, and keeps it."""

    def __init__(self, *, status: int = 202) -> None:
        self.status = status
        self.taken: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer sandbox-nazirlik"
        document = parse_json(request.content)
        self.taken.append((request.url.path.rpartition("/")[2], document))
        return httpx.Response(self.status)

    @property
    def formats(self) -> list[str]:
        return [name for name, _ in self.taken]

    def record(self, index: int) -> OfficialDocument | DocumentNotice:
        name, document = self.taken[index]
        assert FORMATS[name].refuse(document) is None
        reading = FORMATS[name].read(document)
        assert reading.issues == ()
        (found,) = reading.records
        assert isinstance(found, OfficialDocument | DocumentNotice)
        return found


@asynccontextmanager
async def writing(hub: FakeHub, ledger: Ledger, data: Path, *, letters: bool = False) -> AsyncIterator[Correspondence]:
    mail = Correspondence(HUB, ledger, data, letters=letters, pace=Pace(look_s=0, letter_s=1000, again_s=0))
    with respx.mock(using="httpx", base_url=HUB, assert_all_called=False) as router:
        router.post(path__startswith="/v1/messages/bodies.").mock(side_effect=hub)
        task = asyncio.create_task(mail.run())
        try:
            yield mail
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not reached():
            await asyncio.sleep(0.005)


async def test_a_document_is_registered_and_then_answered(ministry: Nazirlik, ledger: Ledger, tmp_path: Path) -> None:
    post(ministry, sent())
    hub = FakeHub()

    async with writing(hub, ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    notice, answer = hub.record(0), hub.record(1)
    assert hub.formats == ["bodies.notice.v1", "bodies.document.v1"]
    assert isinstance(notice, DocumentNotice)
    assert isinstance(answer, OfficialDocument)
    assert (notice.outcome, notice.consignment_id) == ("registered", sent()["consignmentId"])
    assert answer.related is not None
    assert answer.related.consignment_id == notice.consignment_id
    assert (answer.related.body, answer.related.reg_no, str(answer.related.reg_date)) == (
        "99",
        "99/4-22/2026",
        "2026-03-10",
    )
    assert answer.files[0].raw().startswith(b"%PDF-")


@pytest.mark.parametrize(("mode", "outcomes"), [("register", ["registered"]), ("refuse", ["refused"]), ("silent", [])])
async def test_the_mode_decides_what_is_written(
    ministry: Nazirlik, ledger: Ledger, knobs: Knobs, tmp_path: Path, mode: Any, outcomes: list[str]
) -> None:
    knobs.put("nazirlik", Behaviour(mode=mode))
    post(ministry, sent())
    knobs.put("nazirlik", Behaviour())  # the mode of the day it was taken in holds
    hub = FakeHub()

    async with writing(hub, ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    records = [hub.record(index) for index in range(len(hub.taken))]
    assert [record.outcome for record in records if isinstance(record, DocumentNotice)] == outcomes
    assert len(records) == len(outcomes)


async def test_an_answer_to_an_own_letter_is_registered_and_answered_as_everything_is(
    ministry: Nazirlik, ledger: Ledger, tmp_path: Path
) -> None:
    related = {"QurumKodu": "97", "Nomre": "97/M-1/2026", "Tarix": "2026-03-01"}
    post(ministry, sent(ElaqeliSened=related))
    hub = FakeHub()

    async with writing(hub, ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    assert hub.formats == ["bodies.notice.v1", "bodies.document.v1"]


async def test_a_notice_that_was_taken_in_is_not_replied_to(ministry: Nazirlik, ledger: Ledger, tmp_path: Path) -> None:
    post(ministry, NOTICE, where="notices")
    hub = FakeHub()

    async with writing(hub, ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    assert hub.taken == []


async def test_a_restart_writes_nothing_again_and_a_kill_before_the_note_the_same_bytes(
    ministry: Nazirlik, ledger: Ledger, tmp_path: Path
) -> None:
    post(ministry, sent())
    first, second, after_a_kill = FakeHub(), FakeHub(), FakeHub()
    async with writing(first, ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    async with writing(second, ledger, tmp_path):
        await asyncio.sleep(0.05)
    (tmp_path / "nazirlik.json").unlink()
    async with writing(after_a_kill, ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    assert second.taken == []
    assert after_a_kill.taken == first.taken


async def test_a_hub_that_is_away_gets_the_reply_when_it_is_back(
    ministry: Nazirlik, ledger: Ledger, tmp_path: Path
) -> None:
    post(ministry, sent())
    hub = FakeHub(status=503)

    async with writing(hub, ledger, tmp_path) as mail:
        await until(lambda: len(hub.taken) > 2)
        hub.status = 202
        await until(lambda: mail.progress.answered > 0)

    assert hub.formats[-1] == "bodies.document.v1"
    assert len({json.dumps(document) for _, document in hub.taken}) == 2


async def test_a_refusal_of_the_hub_is_counted_and_holds_up_nothing(
    ministry: Nazirlik, ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    post(ministry, sent())

    async with writing(FakeHub(status=404), ledger, tmp_path) as mail:
        await until(lambda: mail.progress.answered > 0)

    assert mail.progress.refused == 2
    assert "404" in caplog.text


async def test_the_first_letter_comes_at_once_where_there_is_sample_traffic(ledger: Ledger, tmp_path: Path) -> None:
    hub, again = FakeHub(), FakeHub()

    async with writing(hub, ledger, tmp_path, letters=True) as mail:
        await until(lambda: mail.progress.letters == 1)
    async with writing(again, ledger, tmp_path, letters=True):
        await asyncio.sleep(0.05)

    found = hub.record(0)
    assert isinstance(found, OfficialDocument)
    assert found.reply_due is not None
    assert found.related is None
    assert again.taken == []


def test_letters_are_the_same_for_the_same_number_and_differ_between_installations() -> None:
    day = date(2026, 3, 16)

    def consignment(parcel: Parcel) -> str:
        found: str = json.loads(parcel.body)["consignmentId"]
        return found

    assert letter(0, INSTANCE, day) == letter(0, INSTANCE, day)
    assert consignment(letter(0, INSTANCE, day)) != consignment(letter(1, INSTANCE, day))
    assert consignment(letter(0, INSTANCE, day)) != consignment(letter(0, "1" * 32, day))
