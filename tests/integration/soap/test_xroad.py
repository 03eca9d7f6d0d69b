"""Calls that come through X-Road's security server: whose they are, what goes back, and every strict place of 4.0."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from lxml import etree

from connectors.xroad.request_hash import SHA_512
from hub import serving as composed
from hub.settings import XROAD_IN_SANDBOX
from hub.soap.services import SERVICES
from hub.web.intake import IntakeLimits
from tests.hubs import settings_for
from tests.integration.api.served import Served, served
from tests.integration.soap.asking import ask, history
from tests.integration.soap.material import xroad_material, xroad_schema
from tests.integration.soap.people import DISPLACED, WHY, about, envelope
from tests.integration.soap.security_server import KEY, block_text, by_xroad, echoed, handed_on
from tests.sandbox import free_port
from tests.xroad import COMMITTEE, HERE, SPACES, blocks, identifier

EDLIYYE = "AZ-TEST/GOV/2000001/edliyye"


async def test_a_client_of_the_security_server_is_answered_as_its_party_and_every_block_goes_back(soap: Served) -> None:
    raw = handed_on(blocks())

    told = await by_xroad(soap, raw)

    assert told.text("answer") == "yes"
    assert echoed(told) == ["client", "service", "userId", "issue", "id", "protocolVersion", "requestHash"]
    assert block_text(told, "id") == "6a1f0c0e-2f0b-4d0e-9a51-0d6b5a1c7e10"
    root = told.element.getroottree().getroot()
    hashed = root.find("{*}Header/{*}requestHash")
    assert hashed is not None
    assert (hashed.get("algorithmId"), hashed.text) == (
        SHA_512,
        base64.b64encode(hashlib.sha512(raw).digest()).decode(),
    )
    assert (await history(soap))[-1][0] == "committee"


async def test_who_asks_at_the_client_stands_in_the_access_history(soap: Served) -> None:
    silent = WHY.replace("<h:person>f.mammadov</h:person>", "")

    await by_xroad(soap, handed_on(blocks(), more=silent))
    await by_xroad(soap, handed_on(blocks()))

    first, second = (await history(soap))[-2:]
    assert (first[1], second[1]) == ("AZ7XROAD1", "f.mammadov")


async def test_the_right_is_the_clients_own(soap: Served) -> None:
    told = await by_xroad(soap, handed_on(blocks(by=EDLIYYE)))

    assert (told.code, echoed(told)[:2]) == ("access.no_right", ["client", "service"])
    assert block_text(told, "requestHash")


@pytest.mark.parametrize("client", ["AZ-TEST/GOV/2000001/nobody", "AZ/GOV/2000001/committee", "AZ-TEST/GOV/2000001"])
async def test_a_client_that_the_settings_do_not_name_is_nobody(soap: Served, client: str) -> None:
    told = await by_xroad(soap, handed_on(blocks(by=client)))

    assert (told.code, echoed(told)[0]) == ("xroad.client_unknown", "client")


async def test_a_client_that_is_mapped_to_no_party_is_nobody(soap: Served) -> None:
    """The settings name `nazirlik` and the like; the security server itself is a party that nobody may be."""
    assert KEY.removeprefix("sandbox-") not in XROAD_IN_SANDBOX.clients.values()

    told = await by_xroad(soap, handed_on(blocks(by="AZ-TEST/GOV/2000001/emlak")))

    assert told.code == "xroad.client_unknown"


async def test_the_header_alone_grants_nothing(soap: Served) -> None:
    """Whoever shows a key of its own is who the key says, and its header of X-Road is not read."""
    other = await ask(soap, handed_on(blocks()), key="sandbox-edliyye")
    own = await ask(soap, handed_on(blocks(by=EDLIYYE)), key="sandbox-committee")
    none = await soap.client.post("/soap/idp-status", content=handed_on(blocks()), headers={"content-type": "text/xml"})

    assert (other.code, echoed(other)) == ("access.no_right", [])
    assert (own.text("answer"), echoed(own)) == ("yes", [])
    assert none.status_code == 401


async def test_the_security_server_itself_may_nothing(soap: Served) -> None:
    told = await ask(soap, envelope(about(DISPLACED)), key=KEY)

    assert (told.code, told.text("place")) == ("xroad.header_missing", "client")


async def test_a_represented_party_is_served_where_the_settings_say_so_alone(soap: Served) -> None:
    represented = (
        "<r:representedParty><r:partyClass>GOV</r:partyClass><r:partyCode>3000003</r:partyCode></r:representedParty>"
    )

    told = await by_xroad(soap, handed_on(blocks(representedParty=represented)))

    assert (told.code, "representedParty" in echoed(told)) == ("xroad.client_unknown", True)


@pytest.mark.parametrize(
    ("name", "block", "code"),
    [
        ("id", "", "xroad.header_missing"),
        ("again", blocks()["id"], "xroad.header_twice"),
        ("client", identifier("client", COMMITTEE, "MEMBER"), "xroad.object_type"),
        ("client", identifier("client", "AZ-TEST/GOV/../committee"), "xroad.identifier"),
        ("userId", "<x:userId>AZ1&#10;AZ2</x:userId>", "xroad.header_text"),
        ("protocolVersion", "<x:protocolVersion>3.1</x:protocolVersion>", "xroad.protocol_version"),
        ("requestHash", "<x:requestHash>AAAA</x:requestHash>", "xroad.answers_own"),
        ("central", "<x:centralService>c</x:centralService>", "xroad.header_unknown"),
    ],
)
async def test_a_block_that_is_not_as_the_protocol_has_it_is_told_in_a_fault(
    soap: Served, name: str, block: str, code: str
) -> None:
    told = await by_xroad(soap, handed_on({**blocks(), name: block}))

    assert (told.status, told.code, echoed(told)) == (500, code, [])


async def test_white_space_around_a_text_is_forgiven_and_goes_back_as_it_came(soap: Served) -> None:
    spaced = "<x:id>\n  6a1f \n</x:id>"

    told = await by_xroad(soap, handed_on(blocks(id=spaced)))

    assert (told.text("answer"), block_text(told, "id")) == ("yes", "\n  6a1f \n")


@pytest.mark.parametrize(
    ("service", "code"),
    [
        (f"{HERE}/getStatus", None),
        (f"{HERE}/getStatus/v2", "xroad.service"),
        (f"{HERE}/getCard/v1", "xroad.service"),
        ("AZ-TEST/GOV/1000001/other/getStatus/v1", "xroad.other_provider"),
        ("AZ/GOV/1000001/qayidis-hub/getStatus/v1", "xroad.other_provider"),
    ],
)
async def test_inconsistent_headers(soap: Served, service: str, code: str | None) -> None:
    """A version may be left out; everything else of `service` is what the Body asks for."""
    told = await by_xroad(soap, handed_on(blocks(of=service)))

    assert (told.code, told.text("answer")) == (code, None if code else "yes")


async def test_soap_12_is_not_carried_by_xroad(soap: Served) -> None:
    told = await by_xroad(soap, handed_on(blocks(), version="1.2"), version="1.2")

    assert told.code == "xroad.soap_version"


async def test_the_security_servers_pin_and_token_go_back_and_mean_nothing_here(soap: Served) -> None:
    server = identifier("client", "AZ-TEST/GOV/1000001/ss1", "SERVER").replace("subsystemCode", "serverCode")
    token = '<t:securityToken xmlns:t="http://x-road.eu/xsd/security-token.xsd" tokenType="jwt">a.b.c</t:securityToken>'

    told = await by_xroad(soap, handed_on(blocks(server=server.replace("x:client", "x:securityServer"), token=token)))

    assert (told.text("answer"), echoed(told)[-3:]) == ("yes", ["securityServer", "securityToken", "requestHash"])


async def test_must_understand_is_met_and_does_not_go_back(soap: Served) -> None:
    marked = blocks()["id"].replace("<x:id", '<x:id s:mustUnderstand="1"')

    told = await by_xroad(soap, handed_on(blocks(id=marked)))

    root = told.element.getroottree().getroot()
    assert told.text("answer") == "yes"
    assert [len(each.attrib) for each in root.iterfind("{*}Header/{*}id")] == [0]


META = f"{HERE}/{{}}"


def meta(name: str, content: str = "", client: str = COMMITTEE) -> bytes:
    return handed_on(blocks(META.format(name), client), f"<x:{name} {SPACES}>{content}</x:{name}>", more="")


async def listed(soap: Served, name: str, client: str = COMMITTEE) -> list[str]:
    told = await by_xroad(soap, meta(name, client=client))
    assert etree.QName(told.element).localname == f"{name}Response", told.http.text
    xroad_schema("service-metainfo.xsd", told.element)
    return ["/".join(code.text or "" for code in each) for each in told.element]


async def test_list_methods_names_every_operation(soap: Served) -> None:
    wanted = [f"{HERE}/{one.name}/v1" for each in SERVICES.values() for one in each.operations]

    assert await listed(soap, "listMethods") == wanted


async def test_allowed_methods_names_what_the_client_may(soap: Served) -> None:
    assert await listed(soap, "allowedMethods", EDLIYYE) == [f"{HERE}/sendMessage/v1"]
    assert f"{HERE}/getStatus/v1" in await listed(soap, "allowedMethods")


async def test_get_wsdl_gives_the_description_beside_the_envelope(soap: Served) -> None:
    asked = "<x:serviceCode>getStatus</x:serviceCode><x:serviceVersion>v1</x:serviceVersion>"

    answer = await soap.post("/soap/idp-status", meta("getWsdl", asked), KEY, content_type="text/xml")

    assert answer.headers["content-type"].startswith('multipart/related; type="text/xml"')
    _, envelope_part, described, end = answer.content.split(b"--qayidis-hub-parts")
    assert b"getWsdlResponse" in envelope_part
    assert b"Content-Transfer-Encoding: 8bit" in envelope_part
    assert b'location="http://example.org/xroad-endpoint"' in described
    assert b"<xrd:version>v1</xrd:version>" in described
    assert end == b"--\r\n"


@pytest.mark.parametrize(
    ("content", "client", "code"),
    [
        ("<x:serviceCode>getStatus</x:serviceCode>", EDLIYYE, "xroad.no_such_service"),
        ("<x:serviceCode>getNothing</x:serviceCode>", COMMITTEE, "xroad.no_such_service"),
        (
            "<x:serviceCode>getStatus</x:serviceCode><x:serviceVersion>v9</x:serviceVersion>",
            COMMITTEE,
            "xroad.no_such_service",
        ),
        ("", COMMITTEE, "xroad.service"),
    ],
)
async def test_get_wsdl_describes_nothing_that_the_client_may_not_ask(
    soap: Served, content: str, client: str, code: str
) -> None:
    assert (await by_xroad(soap, meta("getWsdl", content, client))).code == code


async def test_metaservices_are_for_clients_of_a_security_server_alone(soap: Served) -> None:
    assert (await ask(soap, meta("listMethods"))).code == "soap.unknown_operation"
    wrong = handed_on(blocks(f"{HERE}/getStatus/v1"), f"<x:listMethods {SPACES}/>", more="")
    assert (await by_xroad(soap, wrong)).code == "xroad.service"


async def test_the_published_sample_is_read_and_answered_to_nobody_that_we_know(soap: Served) -> None:
    raw = (xroad_material() / "samples" / "test-service" / "request-1.xml").read_bytes()

    told = await by_xroad(soap, raw)

    assert (told.code, echoed(told)[0]) == ("xroad.other_provider", "client")


async def test_a_body_takes_the_share_of_the_client_and_not_of_the_security_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = handed_on(blocks())
    limits = IntakeLimits(per_second=1, burst=len(raw) * 5 // 2)
    monkeypatch.setattr(composed, "IntakeLimits", lambda: limits)

    async with served(settings_for(tmp_path / "data", port=free_port())) as soap:
        told = [await by_xroad(soap, raw) for _ in range(3)]
        other = await by_xroad(soap, handed_on(blocks(by=EDLIYYE)))

    assert [each.code == "hub.too_fast" for each in told] == [False, False, True]
    assert other.code == "access.no_right", "another client of the same security server goes on"
