"""One suite for every operation: the port's promises, kept against simulated agencies that misbehave on demand."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from connectors.agencies import AGENCIES, BY_NAME
from connectors.connecting import connect
from connectors.connector import Connector, Limits, Operation
from connectors.operations import SftpOperation
from connectors.outcome import Breach, Busy, Delivered, Document, Outcome, Rejected, Unavailable, Unknown
from mappings.format import load_formats
from tests.sandbox import RunningSandbox

SHORT = Limits(connect_s=0.5, first_byte_s=0.5, total_s=0.8)


@dataclass(frozen=True)
class Case:
    """An operation with a document that it takes, another one, and the ledger's key where it is not ours."""

    name: str
    document: Document
    other: Document
    ledger_key: str | None = None

    @property
    def agency(self) -> str:
        return self.name.partition(".")[0]


def base64_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


MEIS_PERSON = {
    "fin_kod": "94FMDDD",
    "soyad": "Ismayilova",
    "ad": "Gulnare",
    "ata_adi": "Eli",
    "cinsi": 2,
    "dogum_tarixi": 19880307,
    "vefat_tarixi": 0,
    "mecburi_kockun": 1,
}
SUBSCRIBER = {"AbonentKodu": "3000000000", "FIN": "94FMDDD", "Soyad": "İsmayılova", "Ad": "Gülnarə"}
QUESTION = {"FIN": "94FMDDD", "_header": {"legal_basis": "DQ-12", "purpose": "status yoxlaması"}}
LETTER_FILE = {"Ad": "məktub.txt", "Mime": "text/plain", "Olcu": 5, "Esas": True, "Mezmun": base64_text(b"Salam"),
               "Sha256": hashlib.sha256(b"Salam").hexdigest()}  # fmt: skip
LETTER: dict[str, Any] = {
    "consignmentId": "c0ffee",
    "SenedZerfi": {
        "Gonderen": {"QurumKodu": "99"},
        "Alan": {"QurumKodu": "97"},
        "Qeydiyyat": {"Nomre": "99/1/2026", "Tarix": "2026-03-10"},
        "Nov": "Məktub",
        "Movzu": "Sorğu",
        "Fayl": [LETTER_FILE],
    },
}
REGISTERED = {
    "consignmentId": "c0ffee",
    "Gonderen": {"QurumKodu": "99"},
    "Alan": {"QurumKodu": "97"},
    "QeydiyyatBildirisi": {"Nomre": "99/D-5/2026", "Tarix": "2026-03-17"},
}
ACT = b"%PDF-1.4\n% peer\n%%EOF\n"
"""The file that the samples of formats name by its digest."""


def act(_digest: str) -> io.BytesIO:
    return io.BytesIO(ACT)


CASES = [
    Case("meis.person.update", MEIS_PERSON, {**MEIS_PERSON, "soyad": "Eliyeva"}),
    Case("azeriqaz.subscriber.update", SUBSCRIBER, {**SUBSCRIBER, "Soyad": "Əliyeva"}),
    Case("din.identity.query", QUESTION, {**QUESTION, "FIN": "94FMDDF"}),
    Case("nazirlik.send_document", LETTER, {**LETTER, "SenedZerfi": {**LETTER["SenedZerfi"], "Movzu": "Başqa"}}),
    Case(
        "nazirlik.send_notice",
        REGISTERED,
        {
            **REGISTERED,
            "QeydiyyatBildirisi": {"Nomre": "99/D-6/2026", "Tarix": "2026-03-17"},
        },
    ),
]


def derived_cases() -> Iterator[Case]:
    """Operations that no case above names: with what the format that they are told or asked in writes in its
    samples. Files that are put over SFTP have a suite of their own (`test_sftp_putting`).
    """
    put = {each.name for agency in AGENCIES for each in agency.operations if isinstance(each, SftpOperation)}
    known, formats = {case.name for case in CASES} | put, load_formats()
    for agency in AGENCIES:
        for taken in agency.takes:
            if taken.operation not in known:
                folder = formats[taken.writes].folder / "samples"
                document = json.loads(min(folder.glob("*.document.json")).read_text())
                changed = min(document, key=lambda name: not str(document[name]).isalpha())
                yield Case(taken.operation, document, {**document, changed: "Başqa"})
        for asked in agency.answers:
            if asked.operation not in known:
                query = (formats[asked.format].folder / "samples" / "query.document.json").read_text()
                header = {"_header": {"legal_basis": "669-IQ", "basis_code": "669-IQ", "purpose": "benefit"}}
                other = json.loads(query.replace("94FMDDD", "94FMDDF"))
                yield Case(asked.operation, json.loads(query) | header, other | header)


CASES += derived_cases()
KNOBS: list[tuple[dict[str, Any], type, bool]] = [
    # knobs, the outcome's class, and whether the agency applied the call
    ({"fail": 503, "retry_after": 7}, Busy, False),
    ({"fail": 429}, Busy, False),
    ({"fail": 500, "after_apply": True}, Unknown, True),
    ({"fail": 502}, Unknown, False),
    ({"fail": 401}, Rejected, False),
    ({"fail": 422}, Rejected, False),
    ({"html": True, "after_apply": True}, Unknown, True),
    ({"down": True}, Unknown, False),
    ({"reset": True, "after_apply": True}, Unknown, True),
    ({"cut_at": 5}, Unknown, True),
    ({"drip_bytes_per_s": 5}, Unknown, True),
    ({"latency_ms": 1500}, Unknown, False),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture(params=CASES, ids=[case.name for case in CASES])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def sandbox(running: RunningSandbox, case: Case) -> RunningSandbox:
    running.behave(case.agency)
    running.clear(case.agency)
    return running


@pytest.fixture
async def connector(sandbox: RunningSandbox, case: Case) -> AsyncIterator[Connector]:
    endpoint = sandbox.endpoint(case.agency, {case.name: SHORT})
    connector = connect(BY_NAME[case.agency], replace(endpoint, contents=act))
    yield connector
    await connector.aclose()


@pytest.fixture
def operation(connector: Connector, case: Case) -> Operation:
    return connector.operations[case.name]


async def patiently(operation: Operation, document: Document, key: str) -> Outcome:
    """Call, and come back as long as a healthy agency keeps its own rate."""
    while True:
        outcome = await operation.call(document, key)
        if outcome.code != "din.busy":
            return outcome
        await asyncio.sleep(0.3)


async def test_the_operation_is_what_its_connector_says(operation: Operation, connector: Connector, case: Case) -> None:
    assert connector.agency == case.agency
    assert operation.name == case.name
    assert operation.agency == case.agency
    assert operation.limits == SHORT


async def test_a_call_is_delivered_and_applied_under_its_key(
    operation: Operation, sandbox: RunningSandbox, case: Case
) -> None:
    outcome = await patiently(operation, case.document, "key-1")

    assert isinstance(outcome, Delivered)
    assert outcome.exchanged.reached
    assert outcome.exchanged.sent
    assert outcome.exchanged.received
    assert sandbox.ledger(case.agency).keys == [case.ledger_key or "key-1"]


async def test_an_idempotent_call_repeats_its_bytes_and_is_applied_once(
    operation: Operation, sandbox: RunningSandbox, case: Case
) -> None:
    outcomes = [await patiently(operation, case.document, "key-1") for _ in range(3)]

    ledger = sandbox.ledger(case.agency)
    assert operation.idempotent
    assert [type(outcome) for outcome in outcomes] == [Delivered] * 3
    assert len({outcome.exchanged.sent for outcome in outcomes}) == 1
    assert [entry["applied_count"] for entry in ledger.entries] == [1]
    assert ledger.repeats == 2


async def test_a_used_key_with_another_document_is_refused(
    operation: Operation, sandbox: RunningSandbox, case: Case
) -> None:
    await patiently(operation, case.document, "key-1")

    outcome = await patiently(operation, case.other, "key-1")

    assert isinstance(outcome, Rejected)
    assert sandbox.ledger(case.agency).conflicts == 1
    assert len(sandbox.ledger(case.agency).entries) == 1


@pytest.mark.parametrize(("knobs", "kind", "applied"), KNOBS, ids=[next(iter(knobs)) for knobs, _, _ in KNOBS])
async def test_an_agency_that_misbehaves_is_an_outcome(
    operation: Operation, sandbox: RunningSandbox, case: Case, *, knobs: dict[str, Any], kind: type, applied: bool
) -> None:
    if case.agency == "din":
        await asyncio.sleep(1)  # its own limit of three a second would answer instead
    sandbox.behave(case.agency, **knobs)

    outcome = await operation.call(case.document, "key-1")

    assert type(outcome) is kind
    # Another of the agency's operations may still be applying what an earlier test gave up waiting for.
    mine = [entry for entry in sandbox.ledger(case.agency).entries if entry["operation"] == case.name]
    assert len(mine) == applied
    if isinstance(outcome, Busy):
        assert outcome.retry_after == knobs.get("retry_after")


async def test_an_answer_of_another_shape_is_a_breach(
    operation: Operation, sandbox: RunningSandbox, case: Case
) -> None:
    sandbox.behave(case.agency, wrong_element=True)

    outcome = await patiently(operation, case.document, "key-1")

    assert isinstance(outcome, Breach)


async def test_the_status_service_knows_what_was_applied(
    operation: Operation, sandbox: RunningSandbox, case: Case
) -> None:
    sandbox.behave(case.agency, fail=502, after_apply=True, times=1)
    lost = await operation.call(case.document, "key-1")

    applied, never = await operation.status("key-1"), await operation.status("key-2")

    assert isinstance(lost, Unknown)
    if operation.has_status:
        assert isinstance(applied, Delivered)
        assert isinstance(never, Rejected)
        assert never.code == "status.not_applied"
    else:
        assert applied.code == never.code == "status.unsupported"


async def test_an_agency_that_is_gone_is_unavailable_and_comes_back_with_its_ledger(
    operation: Operation, sandbox: RunningSandbox, case: Case
) -> None:
    await patiently(operation, case.document, "key-1")

    sandbox.kill()
    await asyncio.sleep(0.05)  # the pool learns that its connection has ended
    outcome = await operation.call(case.document, "key-2")
    sandbox.restart()

    assert isinstance(outcome, Unavailable)
    assert outcome.code == "agency.refused"
    assert sandbox.ledger(case.agency).keys == [case.ledger_key or "key-1"]


async def test_wrong_credentials_are_told_as_such(sandbox: RunningSandbox, case: Case) -> None:
    connector = connect(BY_NAME[case.agency], replace(sandbox.endpoint(case.agency), credentials="wrong", contents=act))

    outcome = await connector.operations[case.name].call(case.document, "key-1")

    await connector.aclose()
    assert isinstance(outcome, Rejected)
    assert outcome.code == "agency.unauthorised"
