"""The connector and the simulated phone over real HTTP: what each promises to the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.endpoint import AgencyEndpoint
from connectors.sandbox import hub_credentials
from connectors.web2app import (
    ACKNOWLEDGED,
    Answered,
    Client,
    Held,
    Refused,
    SigningOperation,
    Web2App,
    read_pins,
)
from tests.sandbox import RunningSandbox, free_port

FIN, OTHER_PERSON = "94FMDDD", "N8CQJQA"
CONTENT = "möhürlənəcək baytlar".encode()


class Committee:
    """The least that serves the two addresses: it holds operations in memory and lets one answer through."""

    def __init__(self, base: str, pins: tuple[x509.Certificate, ...], master_key: str) -> None:
        self.held: dict[str, Held] = {}
        self.answers: list[Answered] = []
        self.refusals: list[str] = []
        client = Client(1, "Dövlət Komitəsi Qayıdış", f"{base}/icon.svg", "")
        endpoint = AgencyEndpoint(f"{base}/hub/sima", master_key)
        self.sima = Web2App(client, endpoint, pins, self, lambda: datetime.now(UTC))

    async def find(self, operation_id: str) -> Held | None:
        return self.held.get(operation_id)

    async def prepare(self, operation_id: str, certificate_der: bytes) -> bytes:
        return operation_id.encode() + certificate_der

    async def prepared(self, operation_id: str, certificate_der: bytes) -> bytes | None:
        return operation_id.encode() + certificate_der

    def start(self, *, seconds: float = 60, **changed: Any) -> str:
        now = datetime.now(UTC)
        made: dict[str, Any] = {"kind": "Sign", "content": CONTENT, "assignees": (FIN,), **changed}
        expires = now + timedelta(seconds=seconds)
        operation = SigningOperation(
            operation_id=str(uuid4()), not_before=now - timedelta(seconds=1), expires=expires, **made
        )
        self.held[operation.operation_id] = Held(operation)
        started = self.sima.start(operation)
        assert not isinstance(started, Refused)
        return started.link

    async def file(self, request: Request) -> Response:
        outcome = await self.sima.file_request(request.headers, request.url.query)
        return self._refusal(outcome) if isinstance(outcome, Refused) else Response(outcome)

    async def callback(self, request: Request) -> Response:
        outcome = await self.sima.callback(request.headers, await request.body())
        if isinstance(outcome, Refused):
            return self._refusal(outcome)
        self.held[outcome.operation_id] = replace(self.held[outcome.operation_id], state="answered")
        self.answers.append(outcome)
        return Response(ACKNOWLEDGED)

    def _refusal(self, refusal: Refused) -> Response:
        self.refusals.append(refusal.code)
        return JSONResponse({"code": refusal.code}, refusal.status)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: RunningSandbox) -> RunningSandbox:
    running.behave("sima")
    running.clear("sima")
    return running


@pytest.fixture
async def committee(sandbox: RunningSandbox) -> AsyncIterator[Committee]:
    async with httpx.AsyncClient(trust_env=False) as client:
        pins = read_pins((await client.get(f"{sandbox.url}/authority/ca.pem")).content)
    port = free_port()
    made = Committee(f"http://127.0.0.1:{port}", pins, hub_credentials("sima"))
    routes = [
        Route("/hub/sima/getfile/", made.file),
        Route("/hub/sima/callback", made.callback, methods=["POST"]),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield made
    server.should_exit = True
    await serving


async def scan(sandbox: RunningSandbox, link: str, person: str = FIN, **more: str) -> tuple[int, dict[str, Any]]:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(f"{sandbox.url}/_sandbox/sima/scan", json={"link": link, "person": person, **more})
        return answer.status_code, answer.json()


async def test_a_person_signs_on_the_phone(sandbox: RunningSandbox, committee: Committee) -> None:
    status, story = await scan(sandbox, committee.start())

    (answered,) = committee.answers
    certificate = x509.load_der_x509_certificate(answered.certificate_der)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(answered.signature, CONTENT, ec.ECDSA(hashes.SHA256()))
    assert answered.fin == FIN
    assert "O=NÜMUNƏ" in certificate.subject.rfc4514_string()
    assert status == 200
    assert story["file"] == {"status": 200}
    assert story["callbacks"] == [{"status": 200, "body": '{"status":"success"}'}]


async def test_a_person_proves_who_they_are(sandbox: RunningSandbox, committee: Committee) -> None:
    await scan(sandbox, committee.start(kind="Auth", assignees=(), content=b"challenge"), OTHER_PERSON)

    assert [answered.fin for answered in committee.answers] == [OTHER_PERSON]


async def test_a_pdf_comes_back_signed(sandbox: RunningSandbox, committee: Committee) -> None:
    pdf = (Path(__file__).parents[1] / "unit/connectors/sima/blank.pdf").read_bytes()

    await scan(sandbox, committee.start(content=pdf))

    (answered,) = committee.answers
    assert answered.signed_file is not None
    assert answered.signed_file.startswith(pdf)
    assert b"/ETSI.CAdES.detached" in answered.signed_file


async def test_a_person_signs_what_was_prepared_for_their_certificate(
    sandbox: RunningSandbox, committee: Committee
) -> None:
    await scan(sandbox, committee.start(content=None))

    (answered,) = committee.answers
    assert answered.fin == FIN


async def test_what_the_code_holds_can_be_scanned_without_the_scheme(
    sandbox: RunningSandbox, committee: Committee
) -> None:
    await scan(sandbox, committee.start().removeprefix("sima://web-to-app?data="))

    assert len(committee.answers) == 1


async def test_one_person_keeps_one_certificate(sandbox: RunningSandbox, committee: Committee) -> None:
    for _ in range(2):
        await scan(sandbox, committee.start())

    assert len({answered.certificate_der for answered in committee.answers}) == 1


async def test_the_ledger_tells_what_left_the_phone(sandbox: RunningSandbox, committee: Committee) -> None:
    _, story = await scan(sandbox, committee.start())

    (entry,) = sandbox.ledger("sima").entries
    assert entry["subject"] == {"operation": story["operation"], "type": "Sign"}
    assert (entry["operation"], entry["repeats"], sandbox.ledger("sima").calls) == ("sima.callback", 0, 1)


@pytest.mark.parametrize("decision", ["reject", "ignore"])
async def test_a_refusal_in_the_app_is_silence(sandbox: RunningSandbox, committee: Committee, decision: str) -> None:
    status, story = await scan(sandbox, committee.start(), decision=decision)

    assert (status, story["callbacks"], committee.answers, committee.refusals) == (200, [], [], [])
    assert (story["file"] is None) == (decision == "ignore")


async def test_a_phone_that_falls_silent_can_be_used_again(sandbox: RunningSandbox, committee: Committee) -> None:
    link = committee.start()
    sandbox.behave("sima", down=True, times=1)

    _, silent = await scan(sandbox, link)
    _, spoken = await scan(sandbox, link)

    assert (silent["callbacks"], [each["status"] for each in spoken["callbacks"]]) == ([], [200])
    assert len(committee.answers) == 1


@pytest.mark.parametrize(
    ("fault", "refusals"),
    [
        ("double_callback", ["sima.answered"]),
        ("changed_bytes", ["sima.signature"]),
        ("wrong_certificate", ["sima.certificate_unknown"]),
        ("tampered_file", ["sima.data_hash"]),
    ],
)
async def test_what_a_phone_does_wrong_is_refused(
    sandbox: RunningSandbox, committee: Committee, fault: str, refusals: list[str]
) -> None:
    sandbox.behave("sima", phone=fault)

    await scan(sandbox, committee.start())

    assert committee.refusals == refusals
    assert len(committee.answers) == (fault == "double_callback")


async def test_a_second_sending_is_a_repeat_in_the_ledger(sandbox: RunningSandbox, committee: Committee) -> None:
    sandbox.behave("sima", phone="double_callback")

    await scan(sandbox, committee.start())

    assert [entry["repeats"] for entry in sandbox.ledger("sima").entries] == [1]


async def test_an_answer_that_comes_late_is_refused(sandbox: RunningSandbox, committee: Committee) -> None:
    sandbox.behave("sima", latency_ms=2500)

    _, story = await scan(sandbox, committee.start(seconds=2))

    assert (story["file"]["status"], committee.refusals) == (200, ["sima.expired"])


async def test_a_link_can_be_used_once(sandbox: RunningSandbox, committee: Committee) -> None:
    link = committee.start()

    for _ in range(2):
        await scan(sandbox, link)

    assert (len(committee.answers), committee.refusals) == (1, ["sima.answered"])


async def test_somebody_elses_phone_is_refused_by_the_app_and_by_us(
    sandbox: RunningSandbox, committee: Committee
) -> None:
    link = committee.start()

    told = await scan(sandbox, link, OTHER_PERSON)
    sandbox.behave("sima", phone="careless")
    await scan(sandbox, link, OTHER_PERSON)

    assert (told[0], told[1]["code"]) == (422, "phone.assignee")
    assert (committee.refusals, committee.answers) == (["sima.assignee"], [])


async def test_a_link_that_another_made_is_refused_by_the_app_and_by_us(
    sandbox: RunningSandbox, committee: Committee
) -> None:
    address = committee.start().partition("/hub/")[0].removeprefix("sima://web-to-app?data=")
    link = Committee(address, (), "another key").start()

    told = await scan(sandbox, link)
    sandbox.behave("sima", phone="careless")
    await scan(sandbox, link)

    assert (told[0], told[1]["code"]) == (422, "phone.contract")
    assert (committee.refusals, committee.answers) == (["sima.contract"], [])


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"pin": "0000"}, (422, "phone.pin")),
        ({"link": "https://qayidis.example/"}, (422, "phone.link")),
        ({"person": "AAAAAAA"}, (404, "phone.no_such_person")),
        ({"decision": "perhaps"}, (400, "phone.order")),
        ({"knob": "unknown"}, (400, "phone.order")),
    ],
    ids=lambda value: "-".join(map(str, value)),
)
async def test_an_order_that_no_phone_can_follow_is_refused(
    sandbox: RunningSandbox, committee: Committee, order: dict[str, str], expected: tuple[int, str]
) -> None:
    status, told = await scan(sandbox, **{"link": committee.start(), **order})

    assert (status, told["code"], committee.answers) == (*expected, [])


async def test_a_committee_that_is_not_there_is_told_as_such(sandbox: RunningSandbox, committee: Committee) -> None:
    nowhere = Committee(f"http://127.0.0.1:{free_port()}", (), hub_credentials("sima"))

    status, told = await scan(sandbox, nowhere.start())

    assert (status, told["code"]) == (502, "phone.unreachable")


def test_sima_offers_no_service(sandbox: RunningSandbox) -> None:
    with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
        answers = [client.get("/sima/getfile"), client.get("/_sandbox/sima/scan"), client.post("/_sandbox/sima/other")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
