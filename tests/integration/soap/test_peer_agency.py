"""Agencies that nobody here wrote: node-soap serves the description of each that speaks SOAP, by what its manifest and
its formats' samples say, and our connectors call it.

What node-soap cannot: put another element than the WSDL's into the Body, so that `Xeta` is the twins' alone; send a
file beside the envelope, so that the extract comes inline. Its server takes none either: the act is cut out of the
request by its reader of answers. Of X-Road it knows nothing: an agency that stands behind a security server is called
as that server calls it, without its header.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import connectors.agencies
from connectors.agencies import AGENCIES
from connectors.connecting import connect
from connectors.connector import HEADER, Operation
from connectors.endpoint import AgencyEndpoint
from connectors.manifest import Agency
from connectors.operations import SoapOperation
from connectors.outcome import Breach, Delivered, Rejected
from connectors.parsing import parse_xml, to_document
from connectors.soap.wsdl import pinned_wsdl
from hub.exchange.samples import samples
from mappings.format import Format, load_formats
from mappings.records import Person, record_from_json
from tests.integration.soap.test_peers import PEERS, PeerMissing, node
from tests.servers.wanting import skip_or_fail

pytestmark = pytest.mark.slow

FORMATS = load_formats()
FOLDER = Path(connectors.agencies.__file__).parent
SPOKEN = [(agency, each) for agency in AGENCIES for each in agency.operations if isinstance(each, SoapOperation)]
TOLD = [(agency, each) for agency, each in SPOKEN if each.key]
ASKED = [(agency, each) for agency, each in SPOKEN if not each.key]
WHO = {"person": "f.mammadov", "legal_basis": "669-IQ", "purpose": "benefit"}
PDF = b"%PDF-1.4\n% peer\n%%EOF\n"


def named(*value: Any) -> str:
    return str(getattr(value[0], "name", ""))


@pytest.fixture(scope="module")
def runtime(say: Callable[[str], None]) -> list[str]:
    try:
        return [part for part in node(say) if not part.endswith("call.js")]
    except PeerMissing as missing:
        skip_or_fail(missing)


@asynccontextmanager
async def served(
    runtime: list[str], agency: Agency, operation: SoapOperation, does: Mapping[str, Any]
) -> AsyncIterator[Operation]:
    """The agency's operation, called at a server of node-soap that does this under the names of the WSDL."""
    wsdl = FOLDER / agency.name / f"{agency.name}.wsdl"
    service = etree.fromstring(wsdl.read_bytes()).find("{*}service")
    assert service is not None
    port = service.find("{*}port")
    assert port is not None
    table = {"path": operation.path, "service": service.get("name"), "port": port.get("name"), "operations": does}
    process = await asyncio.create_subprocess_exec(
        *runtime,
        str(PEERS / "serve.js"),
        str(wsdl),
        json.dumps(table),
        stdout=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")},
    )
    assert process.stdout is not None
    number = int(await asyncio.wait_for(process.stdout.readline(), 30))
    plainly = replace(agency, operations=(replace(operation, xroad=None),))
    endpoint = AgencyEndpoint(f"http://127.0.0.1:{number}", "secret", contents=lambda _: io.BytesIO(PDF))
    connector = connect(plainly, endpoint)
    try:
        yield connector.operations[operation.name]
    finally:
        await connector.aclose()
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@pytest.mark.parametrize(("agency", "operation"), TOLD, ids=named)
async def test_a_foreign_agency_applies_what_our_connector_tells_it_once_and_says_so(
    runtime: list[str], agency: Agency, operation: SoapOperation
) -> None:
    (written,) = {each.writes for each in agency.takes if each.operation == operation.name}
    document = _document(FORMATS[written])
    async with served(runtime, agency, operation, _applies(operation)) as called:
        told = [await called.call(document, key) for key in ("key-1", "key-1", "key-2")]
        known, unknown = [await called.status(key) for key in ("key-1", "key-9")]
        refused = await called.call(document, "refused-1")
        never = await called.status("refused-1")

    assert [(type(each), getattr(each, "reference", None)) for each in told] == [
        (Delivered, "N-1"), (Delivered, "N-1"), (Delivered, "N-2"),
    ]  # fmt: skip
    assert (type(known), unknown.code, type(never)) == (Delivered, "status.not_applied", Rejected)
    assert not isinstance(refused, Delivered), "a fault of a foreign agency is no success"


@pytest.mark.parametrize(("agency", "operation"), [each for each in TOLD if each[1].encloses], ids=named)
async def test_a_foreign_agency_has_our_file_to_the_byte(
    runtime: list[str], agency: Agency, operation: SoapOperation
) -> None:
    (written,) = {each.writes for each in agency.takes if each.operation == operation.name}
    assert operation.encloses is not None
    wrong = {operation.encloses.digest: hashlib.sha256(b"another").hexdigest()}

    async with served(runtime, agency, operation, _applies(operation)) as called:
        told = await called.call(_document(FORMATS[written]), "key-1")
        other = await called.call(_document(FORMATS[written]) | wrong, "key-2")

    assert isinstance(told, Delivered), told
    assert not isinstance(other, Delivered), "it looked whether the bytes are those of the digest"


@pytest.mark.parametrize(("agency", "operation"), ASKED, ids=named)
async def test_a_foreign_agency_answers_our_question_and_its_answer_is_read(
    runtime: list[str], agency: Agency, operation: SoapOperation
) -> None:
    format_ = _asked_by(agency, operation)
    answer, fin = _answer(agency, format_)
    answer |= _file(operation, PDF)

    async with served(runtime, agency, operation, _answers(operation, answer)) as called:
        outcome = await called.call(_query(format_, fin), "key-1")
        nobody = await called.call(_query(format_, "0000000"), "key-2")
        unsaid = await called.call(format_.write(Person(fin=fin)), "key-3")

    assert isinstance(outcome, Delivered), outcome
    assert outcome.answer is not None
    reading = format_.read(outcome.answer)
    assert (reading.mapped, ("fin", fin) in reading.keys) == (True, True), reading.issues
    assert outcome.file == (PDF if operation.attachment else None)
    assert not isinstance(nobody, Delivered)
    assert not isinstance(unsaid, Delivered), "who asks and on which basis goes along in the header"


@pytest.mark.parametrize(("agency", "operation"), [each for each in ASKED if each[1].attachment], ids=named)
async def test_a_foreign_agency_s_file_that_is_not_the_one_of_its_digest_is_a_breach(
    runtime: list[str], agency: Agency, operation: SoapOperation
) -> None:
    format_ = _asked_by(agency, operation)
    answer, fin = _answer(agency, format_)
    assert operation.attachment is not None
    answer |= _file(operation, PDF) | {operation.attachment.digest: hashlib.sha256(b"another").hexdigest()}

    async with served(runtime, agency, operation, _answers(operation, answer)) as called:
        outcome = await called.call(_query(format_, fin), "key-1")

    assert (type(outcome), outcome.code) == (Breach, "agency.file_digest")


def _asked_by(agency: Agency, operation: SoapOperation) -> Format:
    (name,) = {each.format for each in agency.answers if each.operation == operation.name}
    return FORMATS[name]


def _document(format_: Format) -> dict[str, Any]:
    """What the format writes of its sample."""
    given = next(each.given for each in samples(format_) if each.given.name.endswith(".record.json"))
    return format_.write(record_from_json(given.read_bytes()))


def _answer(agency: Agency, format_: Format) -> tuple[dict[str, Any], str]:
    """The first of its sample answers that is as the schema has it and is read whole, and whose it is."""
    for each in samples(format_):
        if each.given.suffix == ".xml":
            element = parse_xml(each.given.read_bytes())
            document = to_document(element)
            reading = format_.read(document)
            if reading.mapped and pinned_wsdl(agency.name).breach(element) is None:
                return document, next(value for kind, value in reading.keys if kind == "fin")
    raise AssertionError(format_.name)


def _query(format_: Format, fin: str) -> dict[str, Any]:
    return {**format_.write(Person(fin=fin)), HEADER: WHO}


def _applies(operation: SoapOperation) -> dict[str, Any]:
    status, encloses = operation.status, operation.encloses
    assert status is not None
    file = {} if encloses is None else {"digest": encloses.digest, "file": encloses.field}
    told = {"does": "apply", "key": operation.key, "reference": operation.reference, **file}
    tells = {"does": "tell", "key": operation.key, "field": status.field, "applied": status.applied}
    return {operation.request: told, status.request: {**tells, "otherwise": "TAPILMADI"}}


def _answers(operation: SoapOperation, answer: Mapping[str, Any]) -> dict[str, Any]:
    assert operation.echo is not None
    header = [name for name in ("esas", "meqsed", "sorguId") if name in operation.header]
    return {operation.request: {"does": "answer", "echo": operation.echo.field, "header": header, "answer": answer}}


def _file(operation: SoapOperation, raw: bytes) -> dict[str, str]:
    """The file that comes with an answer, inline, and its digest before it as the schema has them."""
    about = operation.attachment
    if about is None:
        return {}
    return {about.digest: hashlib.sha256(raw).hexdigest(), about.field: base64.b64encode(raw).decode()}
