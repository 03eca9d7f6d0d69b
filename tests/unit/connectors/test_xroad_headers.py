"""Every strict place of the header of message protocol 4.0, and that what is written is read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from lxml import etree

from connectors.parsing import parse_xml
from connectors.xroad.identifiers import Call, ClientId, ServiceId, XroadRefused
from connectors.xroad.request_hash import SHA_512, request_hash
from connectors.xroad.soap import echo_of, read_call, read_echo, write_call
from tests.integration.soap.material import xroad_material
from tests.xroad import COMMITTEE, HERE, blocks, identifier, in_header

CALL = Call(
    ClientId("AZ-TEST", "GOV", "2000001", "committee"),
    ServiceId(ClientId("AZ-TEST", "GOV", "1000001", "qayidis-hub"), "getStatus", "v1"),
    "6a1f0c0e-2f0b-4d0e-9a51-0d6b5a1c7e10",
    "AZ7XROAD1",
    "case-17",
)
REPRESENTED = "<r:representedParty><r:partyClass>GOV</r:partyClass><r:partyCode>3</r:partyCode></r:representedParty>"


def header(text: Mapping[str, str]) -> etree._Element:
    return parse_xml(f"<h>{in_header(text)}</h>".encode())


def refusal(text: Mapping[str, str]) -> tuple[str, str]:
    with pytest.raises(XroadRefused) as told:
        read_call(header(text))
    return told.value.code, told.value.place


def test_a_header_is_read_as_the_call_that_it_makes() -> None:
    assert read_call(header(blocks())) == CALL
    assert (str(CALL.client), str(CALL.service)) == (COMMITTEE, f"{HERE}/getStatus/v1")


@pytest.mark.parametrize("represented", ["", "3000003", "GOV/3000003"])
def test_what_is_written_is_read_again(represented: str) -> None:
    call = Call(CALL.client, CALL.service, "1", represented=represented)

    assert read_call(write_call(call)) == call


def test_a_member_without_a_subsystem_may_be_the_client() -> None:
    member = Call(ClientId("AZ-TEST", "GOV", "2000001"), ServiceId(CALL.service.provider, "getStatus"), "1")

    assert read_call(write_call(member)) == member


def test_a_represented_party_is_read_with_and_without_its_class() -> None:
    short = REPRESENTED.replace("<r:partyClass>GOV</r:partyClass>", "")

    assert read_call(header(blocks(party=REPRESENTED))).represented == "GOV/3"
    assert read_call(header(blocks(party=short))).represented == "3"


@pytest.mark.parametrize("name", ["client", "service", "id", "protocolVersion"])
def test_missing_header_field(name: str) -> None:
    assert refusal({**blocks(), name: ""}) == ("xroad.header_missing", name)


@pytest.mark.parametrize("name", ["client", "service", "id", "userId", "issue", "protocolVersion"])
def test_duplicate_header_field(name: str) -> None:
    assert refusal(blocks(again=blocks()[name])) == ("xroad.header_twice", name)


@pytest.mark.parametrize(
    ("name", "block", "code"),
    [
        ("client", identifier("client", COMMITTEE).replace("i:objectType", "objectType"), "xroad.object_type"),
        ("client", identifier("client", COMMITTEE, "MEMBER"), "xroad.object_type"),
        ("client", identifier("client", COMMITTEE, "GLOBALGROUP"), "xroad.object_type"),
        ("service", identifier("service", f"{HERE}/getStatus/v1", "SUBSYSTEM"), "xroad.object_type"),
        ("client", identifier("client", "AZ-TEST/GOV", "MEMBER"), "xroad.identifier"),
        ("client", identifier("client", f"{COMMITTEE}/more", "MEMBER"), "xroad.identifier"),
        ("client", identifier("client", COMMITTEE).replace("memberCode", "memberName"), "xroad.identifier"),
        ("client", identifier("client", "AZ-TEST/GOV/../committee"), "xroad.identifier"),
        ("client", identifier("client", "AZ-TEST/GOV/2000001/commit%74ee"), "xroad.identifier"),
        ("client", identifier("client", "AZ-TEST/GOV/2000001/com;mittee"), "xroad.identifier"),
        ("client", identifier("client", "AZ-TEST/GOV/2000001/com\\mittee"), "xroad.identifier"),
        ("client", identifier("client", "AZ-TEST/GOV/2000001/соmmittee"), "xroad.identifier"),
        ("client", identifier("client", "AZ-TEST/GOV/2000001/"), "xroad.header_text"),
        ("service", identifier("service", f"{HERE}/getStatus/v1").replace("serviceVersion", "v"), "xroad.identifier"),
        ("service", identifier("service", "AZ-TEST/GOV/1000001"), "xroad.identifier"),
        ("id", "<x:id></x:id>", "xroad.header_text"),
        ("id", f"<x:id>{'7' * 256}</x:id>", "xroad.header_text"),
        ("id", "<x:id>1<x:id>2</x:id></x:id>", "xroad.header_text"),
        ("userId", "<x:userId>AZ1&#10;AZ2</x:userId>", "xroad.header_text"),
        ("protocolVersion", "<x:protocolVersion>3.1</x:protocolVersion>", "xroad.protocol_version"),
        ("protocolVersion", "<x:protocolVersion>4.0; 5</x:protocolVersion>", "xroad.protocol_version"),
        ("requestHash", "<x:requestHash>AAAA</x:requestHash>", "xroad.answers_own"),
        ("central", "<x:centralService>c</x:centralService>", "xroad.header_unknown"),
        ("party", REPRESENTED.replace("<r:partyCode>3</r:partyCode>", ""), "xroad.identifier"),
        ("party", REPRESENTED.replace(">3<", ">3/4<"), "xroad.identifier"),
        (
            "server",
            identifier("client", COMMITTEE, "SERVER").replace("x:client", "x:securityServer"),
            "xroad.identifier",
        ),
    ],
)
def test_a_block_that_is_not_as_the_protocol_has_it_is_refused(name: str, block: str, code: str) -> None:
    assert refusal({**blocks(), name: block})[0] == code


@pytest.mark.parametrize(
    ("name", "block", "meant"),
    [
        ("issue", "<x:issue/>", replace(CALL, issue="")),
        ("issue", "<x:issue>\n  </x:issue>", replace(CALL, issue="")),
        ("issue", "<x:issue>\n  case-17\n  of\tmay\n</x:issue>", replace(CALL, issue="case-17 of may")),
        ("issue", "<x:issue><![CDATA[case-<17>]]></x:issue>", replace(CALL, issue="case-<17>")),
        ("issue", "<!-- one\nmore --><x:issue>case<!-- -->-17</x:issue>", CALL),
        ("userId", "<x:userId/>", replace(CALL, user_id="")),
        ("userId", "<x:userId><![CDATA[AZ7XROAD1]]></x:userId>", CALL),
        ("xml", "<x:xml><![CDATA[<a>1</a>]]></x:xml>", CALL),
    ],
)
def test_what_security_servers_own_requests_have_is_forgiven(name: str, block: str, meant: Call) -> None:
    assert read_call(header({**blocks(), name: block})) == meant


def test_every_request_that_xroads_own_projects_publish_is_read() -> None:
    for sample in sorted((xroad_material() / "samples").rglob("*equest*.xml")):
        told = parse_xml(sample.read_bytes()).find("{*}Header")
        assert told is not None
        assert read_call(told).id, sample.name


def test_a_pinned_security_server_is_read_over() -> None:
    server = identifier("client", "AZ-TEST/GOV/1000001/ss1", "SERVER").replace("subsystemCode", "serverCode")

    assert read_call(header(blocks(server=server.replace("x:client", "x:securityServer")))) == CALL


def test_what_is_said_to_who_receives_a_block_does_not_go_back() -> None:
    marked = "<x:issue xmlns:s='urn:envelope' s:mustUnderstand='1'>case-17</x:issue>"

    issues = [each for each in echo_of(header(blocks(issue=marked)), "urn:envelope", "hash") if each.text == "case-17"]

    assert [len(each.attrib) for each in issues] == [0]


def test_blocks_of_other_namespaces_are_others_business() -> None:
    other = '<o:client xmlns:o="urn:other">x</o:client>'

    assert read_call(header(blocks(other=other))) == CALL
    assert len(list(echo_of(header(blocks(other=other)), "urn:envelope", "hash"))) == 7


def test_an_answers_header_tells_the_call_and_the_requests_hash() -> None:
    hashed = request_hash(b"<request/>")

    assert read_echo(echo_of(header(blocks()), "urn:envelope", hashed)) == (CALL, hashed)
    assert read_echo(header(blocks())) == (CALL, None)


def test_a_hash_by_another_algorithm_is_refused() -> None:
    weak = '<x:requestHash algorithmId="http://www.w3.org/2000/09/xmldsig#sha1">AAAA</x:requestHash>'

    with pytest.raises(XroadRefused, match="hash_algorithm"):
        read_echo(header(blocks(hashed=weak)))


def test_the_hash_is_sha_512_in_base64() -> None:
    assert SHA_512.endswith("#sha512")
    assert request_hash(b"") == (
        "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
    )
