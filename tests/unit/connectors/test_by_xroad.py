"""Operations that go by X-Road: what is sent, and that an answer to another call is refused, over SOAP and REST."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.endpoint import AgencyEndpoint
from connectors.manifest import Agency
from connectors.operations import ByXroad, RestOperation, SoapOperation
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unknown
from connectors.soap.envelope import blocks_of, body_of
from connectors.xroad.identifiers import XroadRefused
from connectors.xroad.request_hash import SHA_512, request_hash
from connectors.xroad.soap import SPACES, read_call, write_call
from tests.unit.connectors.raw_server import answers, raw_server

US = "AZ-TEST/GOV/1000001/qayidis-hub"
ABOUT = {"person": "f.mammadov", "purpose": "benefit", "legal_basis": "668-IQ"}
ANSWER = '<d:VergiOdeyicisiCavab xmlns:d="urn:dvx:vergi:v1"><d:FIN>94FMDDD</d:FIN></d:VergiOdeyicisiCavab>'
QUESTION = {"FIN": "94FMDDD", "_header": ABOUT}
Change = Callable[[str], str]


def envelope(header: str, body: str = ANSWER) -> bytes:
    soap = "http://schemas.xmlsoap.org/soap/envelope/"
    return f'<s:Envelope xmlns:s="{soap}"><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>'.encode()


async def asked(answer: Callable[[bytes], bytes]) -> tuple[Outcome, bytes]:
    """What asking DVX comes to where the security server makes this of what was posted; and what that was."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        posted = server.requests[-1].partition(b"\r\n\r\n")[2]
        await answers(200, "Content-Type: text/xml; charset=UTF-8", body=answer(posted))(writer)

    async with raw_server(behave) as server:
        connector = connect(BY_NAME["dvx"], AgencyEndpoint(server.url, "secret", xroad_client=US))
        outcome = await connector.operations["dvx.taxpayer.query"].call(QUESTION, "key-1")
        await connector.aclose()
    return outcome, server.requests[0]


def echoed(change: Change = str, hashed: str | None = None) -> Callable[[bytes], bytes]:
    """The header of what was posted, changed, with the hash of the request or another one."""

    def answer(posted: bytes) -> bytes:
        call = read_call(blocks_of(body_of(posted)))
        blocks = change("".join(etree.tostring(each).decode() for each in write_call(call)))
        told = request_hash(posted) if hashed is None else hashed
        one = f'<xrd:requestHash xmlns:xrd="{SPACES["xrd"]}" algorithmId="{SHA_512}">{told}</xrd:requestHash>'
        return envelope(blocks + (one if told else ""))

    return answer


async def test_a_call_carries_who_asks_for_whom_and_is_posted_to_the_security_servers_root() -> None:
    outcome, request = await asked(echoed())

    assert isinstance(outcome, Delivered)
    head, _, posted = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST / HTTP/1.1")
    call = read_call(blocks_of(body_of(posted)))
    assert (str(call.client), str(call.service)) == (US, "AZ-TEST/GOV/2000002/vergi/VergiOdeyicisiSorgu/v1")
    assert (call.id, call.user_id, call.issue) == ("key-1", "f.mammadov", "benefit")
    assert b"requestHash" not in posted
    assert b"requestHash" in outcome.exchanged.received, "what proves it is kept with the attempt"


async def test_an_answer_need_not_tell_the_hash() -> None:
    assert isinstance((await asked(echoed(hashed="")))[0], Delivered)


@pytest.mark.parametrize(
    ("answer", "code", "place"),
    [
        (echoed(lambda header: header.replace("key-1", "key-2")), "agency.xroad_other_call", "id"),
        (echoed(lambda header: header.replace("qayidis-hub", "other")), "agency.xroad_other_call", "client"),
        (echoed(lambda header: header.replace("vergi", "gomruk")), "agency.xroad_other_call", "service"),
        (echoed(lambda header: header.replace(">v1<", ">v2<")), "agency.xroad_other_call", "service"),
        (echoed(lambda header: header.replace("mammadov", "other")), "agency.xroad_other_call", "user_id"),
        (echoed(lambda header: header.replace("benefit", "other")), "agency.xroad_other_call", "issue"),
        (echoed(hashed=request_hash(b"another request")), "agency.xroad_hash", "requestHash"),
        (echoed(lambda header: header * 2), "agency.xroad_header", "client"),
        (lambda _: envelope(""), "agency.xroad_header", "client"),
    ],
)
async def test_an_answer_to_another_call_is_a_breach(answer: Callable[[bytes], bytes], code: str, place: str) -> None:
    outcome, _ = await asked(answer)

    assert isinstance(outcome, Breach)
    assert (outcome.code, outcome.detail) == (code, place)


@pytest.mark.parametrize(
    ("faultcode", "kind", "code"),
    [
        ("Server.ServerProxy.AccessDenied", Rejected, "agency.xroad_access"),
        ("server.serverproxy.access_denied", Rejected, "agency.xroad_access"),
        ("Server.ServerProxy.MaintenanceMode", Busy, "agency.xroad_not_ready"),
        ("Server.ClientProxy.NetworkError", Unknown, "agency.xroad_network"),
        ("s:Client", Rejected, "agency.fault_client"),
    ],
)
async def test_a_fault_comes_under_http_200_and_needs_no_header(faultcode: str, kind: type[Outcome], code: str) -> None:
    soap = "http://schemas.xmlsoap.org/soap/envelope/"
    fault = f'<s:Fault xmlns:s="{soap}"><faultcode>{faultcode}</faultcode><faultstring>x</faultstring></s:Fault>'

    outcome, _ = await asked(lambda _: envelope("", fault))

    assert (type(outcome), outcome.code) == (kind, code)


async def test_what_became_of_a_key_is_asked_of_its_own_service() -> None:
    azersu = BY_NAME["azersu"]
    told = "<NomreSorguCavab xmlns='urn:azersu:abonent:v2'><Nomre>key-1</Nomre><Hal>YAZILIB</Hal></NomreSorguCavab>"
    update = azersu.operations[0]
    assert isinstance(update, SoapOperation)
    goes = replace(update, xroad=ByXroad("MelumatYenile", "v2", status="NomreSorgu"))

    async def behave(writer: asyncio.StreamWriter) -> None:
        blocks = blocks_of(body_of(server.requests[-1].partition(b"\r\n\r\n")[2]))
        header = "".join(etree.tostring(each).decode() for each in write_call(read_call(blocks)))
        await answers(200, "Content-Type: text/xml", body=envelope(header, told))(writer)

    async with raw_server(behave) as server:
        endpoint = AgencyEndpoint(server.url, "secret", xroad_client=US)
        connector = connect(replace(azersu, operations=(goes,), xroad="GOV/1/su"), endpoint)
        outcome = await connector.operations[goes.name].status("key-1")
        await connector.aclose()

    assert isinstance(outcome, Delivered), outcome
    call = read_call(blocks_of(body_of(server.requests[0].partition(b"\r\n\r\n")[2])))
    assert (str(call.service), call.id) == ("AZ-TEST/GOV/1/su/NomreSorgu/v2", "key-1")


REST = RestOperation(name="dvx.rest", path="/odeyici", strict=True, xroad=ByXroad("vergi"))
BACK = (
    f"X-Road-Client: {US}",
    "X-Road-Service: AZ-TEST/GOV/2000002/vergi/vergi",
    "X-Road-Id: key-1",
    f"X-Road-Request-Hash: {request_hash(b'what the server saw')}",
)


async def by_rest(status: int, *headers: str, issue: str = "benefit") -> tuple[Outcome, bytes]:
    agency = replace(BY_NAME["dvx"], operations=(REST,))
    body = json.dumps({"reference": "r-1"}).encode()
    async with raw_server(answers(status, "Content-Type: application/json", *headers, body=body)) as server:
        connector = connect(agency, AgencyEndpoint(server.url, "secret", xroad_client=US))
        about = {**ABOUT, "purpose": issue}
        outcome = await connector.operations["dvx.rest"].call({"fin": "94FMDDD", "_header": about}, "key-1")
        await connector.aclose()
    return outcome, server.requests[0]


async def test_rest_goes_under_r1_with_the_calls_headers() -> None:
    outcome, request = await by_rest(200, *BACK)

    assert isinstance(outcome, Delivered)
    assert outcome.detail == f"x-road-request-hash {request_hash(b'what the server saw')}"
    head = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head[0] == "POST /r1/AZ-TEST/GOV/2000002/vergi/vergi/odeyici HTTP/1.1"
    assert {f"X-Road-Client: {US}", "X-Road-Id: key-1", "X-Road-UserId: f.mammadov", "X-Road-Issue: benefit"} < set(
        head
    )


async def test_a_text_that_is_not_ascii_is_percent_encoded_in_a_header() -> None:
    outcome, request = await by_rest(200, *BACK, issue="müavinət")

    assert isinstance(outcome, Delivered)
    assert b"X-Road-Issue: m%C3%BCavin%C9%99t" in request


@pytest.mark.parametrize(
    ("headers", "place"),
    [
        ((BACK[0], BACK[1], "X-Road-Id: key-2"), "X-Road-Id"),
        ((BACK[0], BACK[1], BACK[2], BACK[2]), "X-Road-Id"),
        ((BACK[1], BACK[2]), "X-Road-Client"),
        ((BACK[0], "X-Road-Service: AZ-TEST/GOV/2000002/vergi/other", BACK[2]), "X-Road-Service"),
        ((*BACK, "X-Road-UserId: somebody.else"), "X-Road-UserId"),
    ],
)
async def test_an_answer_over_rest_to_another_call_is_a_breach(headers: tuple[str, ...], place: str) -> None:
    outcome, _ = await by_rest(200, *headers)

    assert isinstance(outcome, Breach)
    assert (outcome.code, outcome.detail) == ("agency.xroad_other_call", place)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        ("Server.ServerProxy.AccessDenied", Rejected, "agency.xroad_access"),
        ("server.clientproxy.global_conf_outdated", Busy, "agency.xroad_not_ready"),
        ("Nothing.Known", Unknown, "agency.xroad_failed"),
    ],
)
async def test_an_error_of_a_security_server_is_told_by_its_header(error: str, kind: type[Outcome], code: str) -> None:
    outcome, _ = await by_rest(500, f"X-Road-Error: {error}")

    assert (type(outcome), outcome.code) == (kind, code)


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [(503, Busy, "agency.http_503"), (502, Unknown, "agency.http_502"), (404, Rejected, "agency.http_404"),
     (200, Breach, "agency.xroad_other_call")],
)  # fmt: skip
async def test_what_no_security_server_has_answered_is_told_by_its_status(
    status: int, kind: type[Outcome], code: str
) -> None:
    outcome, _ = await by_rest(status)

    assert (type(outcome), outcome.code) == (kind, code)
    marked, _ = await by_rest(status, "X-Road-Id: key-2")
    assert (type(marked), marked.code) == (Breach, "agency.xroad_other_call")


@pytest.mark.parametrize(("subsystem", "client"), [("GOV/1", US), ("GOV/../x", US), ("GOV/1/x", "AZ/GOV/1"), ("", "")])
def test_who_is_not_named_right_is_told_at_the_start(subsystem: str, client: str) -> None:
    with pytest.raises(XroadRefused):
        connect(replace(BY_NAME["dvx"], xroad=subsystem), AgencyEndpoint("http://127.0.0.1:9", xroad_client=client))


def test_a_manifest_whose_operations_go_by_xroad_names_the_subsystem() -> None:
    def goes(agency: Agency) -> bool:
        return any(getattr(each, "xroad", None) for each in agency.operations)

    assert [name for name, agency in BY_NAME.items() if bool(agency.xroad) != goes(agency)] == []
