"""What the standards say of versions, media types, actions, headers and faults, over real HTTP."""

from __future__ import annotations

import pytest

from tests.integration.api.served import Served, as_party
from tests.integration.soap.asking import ask
from tests.integration.soap.people import DISPLACED, ENVELOPES, STATUS, WHY, about, envelope

VERSIONS = ("1.1", "1.2")
ACTION = "urn:qayidis-hub:soap:idp-status:v1:getStatus"
QUESTION = about(DISPLACED)


@pytest.mark.parametrize(("version", "status", "kind"), [("1.1", 500, "Client"), ("1.2", 400, "Sender")])
async def test_a_senders_fault_has_the_status_and_the_code_of_its_version(
    soap: Served, version: str, status: int, kind: str
) -> None:
    told = await ask(soap, envelope(about(DISPLACED, "getNothing"), version=version), version=version)

    assert (told.status, told.code) == (status, "soap.unknown_operation")
    assert told.text("faultcode" if version == "1.1" else "Code/{*}Value") == f"soap:{kind}"
    assert (told.text("side"), told.text("retryable")) == ("sender", "false")
    assert "getStatus" in str(told.text("problem/{*}az"))
    assert "getStatus" in str(told.text("problem/{*}en"))


async def test_soap_12_says_the_code_as_subcode_and_the_reason_in_both_languages_the_callers_first(
    soap: Served,
) -> None:
    told = await ask(soap, envelope(about(DISPLACED, "getNothing"), version="1.2"), version="1.2")

    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert told.text("Subcode/{*}Value") == "h:soap.unknown_operation"
    assert [each.get(language) for each in told.element.iterfind(".//{*}Reason/{*}Text")] == ["en", "az"]


@pytest.mark.parametrize(("announced", "sent"), [("1.1", "1.2"), ("1.2", "1.1")])
async def test_an_envelope_of_another_version_than_announced_is_a_mismatch(
    soap: Served, announced: str, sent: str
) -> None:
    told = await ask(soap, envelope(QUESTION, version=sent), version=announced)

    assert told.status == 500
    assert told.text("faultcode" if announced == "1.1" else "Code/{*}Value") == "soap:VersionMismatch"
    supported = told.element.getroottree().getroot().findall(".//{*}SupportedEnvelope")
    assert [each.get("qname") for each in supported] == (["known:Envelope"] * 2 if announced == "1.2" else [])


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("role", ["", "next"])
async def test_a_block_that_must_be_understood_and_is_not_stops_the_call(soap: Served, version: str, role: str) -> None:
    actor, next_ = {
        "1.1": ("actor", "http://schemas.xmlsoap.org/soap/actor/next"),
        "1.2": ("role", "http://www.w3.org/2003/05/soap-envelope/role/next"),
    }[version]
    to = f's:{actor}="{next_}"' if role else ""
    block = f'<w:Security xmlns:w="urn:unknown" s:mustUnderstand="1" {to}/>'

    told = await ask(soap, envelope(QUESTION, header=block, version=version), version=version)

    assert told.status == 500
    assert told.text("faultcode" if version == "1.1" else "Code/{*}Value") == "soap:MustUnderstand"
    named = told.element.getroottree().getroot().find(".//{*}NotUnderstood")
    assert (named.get("qname") if named is not None else None) == ("unknown:Security" if version == "1.2" else None)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_block_for_somebody_else_or_that_may_be_ignored_is_ignored(soap: Served, version: str) -> None:
    actor = {"1.1": "actor", "1.2": "role"}[version]
    blocks = (
        f'<w:One xmlns:w="urn:unknown" s:mustUnderstand="1" s:{actor}="urn:somebody-else"/>'
        '<w:Two xmlns:w="urn:unknown" s:mustUnderstand="0"/>'
    )

    told = await ask(soap, envelope(QUESTION, header=WHY + blocks, version=version), version=version)

    assert told.text("answer") == "yes"


@pytest.mark.parametrize("action", ['""', "", f'"{ACTION}"', ACTION])
async def test_an_action_may_be_left_out_or_be_right(soap: Served, action: str) -> None:
    assert (await ask(soap, envelope(QUESTION), SOAPAction=action)).text("answer") == "yes"


async def test_an_action_that_disagrees_with_the_body_is_refused(soap: Served) -> None:
    first = await ask(soap, envelope(QUESTION), SOAPAction='"urn:other"')
    kind = f'{ENVELOPES["1.2"][1]}; action="urn:other"'
    second = await ask(soap, envelope(QUESTION, version="1.2"), version="1.2", content_type=kind)

    assert (first.code, second.code) == ("soap.action", "soap.action")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/json", "soap.content_type"),
        ("multipart/related; type=text/xml", "soap.content_type"),
        ("text/xml; charset=iso-8859-1", "door.charset"),
    ],
)
async def test_another_content_type_is_415(soap: Served, kind: str, code: str) -> None:
    told = await ask(soap, envelope(QUESTION), content_type=kind)

    assert (told.status, told.code) == (415, code)


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ("", "soap.body", "/Envelope/Body"),
        (QUESTION * 2, "soap.body", "/Envelope/Body"),
        (about(DISPLACED, service="other"), "soap.unknown_operation", "/Envelope/Body"),
        (about(DISPLACED, more="<t:extra/>"), "door.schema", "/getStatus/extra"),
        (about("A" * 41), "door.schema", "/getStatus/fin"),
    ],
)
async def test_a_body_that_is_not_as_described_is_refused_with_its_place(
    soap: Served, body: str, code: str, place: str
) -> None:
    told = await ask(soap, envelope(body))

    assert (told.code, told.text("place")) == (code, place)


async def test_whoever_has_no_key_is_told_so_by_http_and_in_a_fault(soap: Served) -> None:
    answer = await soap.client.post(STATUS, content=envelope(QUESTION), headers={"content-type": "text/xml"})

    assert (answer.status_code, "access.key_missing" in answer.text) == (401, True)
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_language_of_the_sentence_is_the_callers(soap: Served) -> None:
    az = await ask(soap, envelope(""), Accept_Language="az")
    en = await ask(soap, envelope(""), Accept_Language="en")

    assert (az.text("faultstring"), en.text("faultstring")) == (
        "Body içində düz bir element olmalıdır.",
        "The Body has exactly one element.",
    )


async def test_an_unknown_service_and_an_unknown_method_are_told(soap: Served) -> None:
    unknown = await ask(soap, envelope(QUESTION), "/soap/nothing")
    method = await soap.client.request("DELETE", STATUS, headers=as_party("sandbox-committee"))

    assert unknown.code == "soap.unknown_service"
    assert (method.status_code, method.headers["allow"]) == (405, "GET, HEAD, POST")
