"""The descriptions: read by zeep, called through it, and true to what is declared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import zeep
import zeep.helpers
from zeep.transports import Transport

from hub.soap.service import Document, SoapCall
from hub.soap.services import SERVICES
from tests.integration.api.served import Served, as_party
from tests.integration.soap.asking import ask
from tests.integration.soap.examples import EXAMPLES
from tests.integration.soap.people import DISPLACED, about, envelope


async def with_zeep(
    soap: Served, service: str, use: Callable[[Any], Any], binding: str = "Soap11", key: str = "sandbox-committee"
) -> Any:
    """Zeep, which is no coroutine, in a thread: what the function makes of the client's service."""

    def run() -> Any:
        transport: Any = Transport()  # type: ignore[no-untyped-call]  # zeep annotates only in part
        transport.session.headers.update(as_party(key))
        transport.session.trust_env = False
        with transport.session:
            client: Any = zeep.Client(f"{soap.url}/soap/{service}?wsdl", transport=transport)  # type: ignore[no-untyped-call]  # the same
            name = next(iter(client.wsdl.services))
            return use(client.bind(name, f"{name}{binding}"))

    return await asyncio.to_thread(run)


@pytest.mark.parametrize("binding", ["Soap11", "Soap12"])
@pytest.mark.parametrize("service", SERVICES)
async def test_zeep_reads_the_description_and_calls_every_operation(soap: Served, service: str, binding: str) -> None:
    examples = [each for each in EXAMPLES if each.service == service]
    assert {each.operation for each in examples} == {each.name for each in SERVICES[service].operations}

    for example in examples:
        headers = {"asking": {"person": None, **example.asking}} if example.asking else None
        call = partial(by_zeep, operation=example.operation, request=example.request, headers=headers)
        answer = await with_zeep(soap, service, call, binding, example.key)

        assert dict(example.answer).items() <= answer.items()


def by_zeep(service: Any, operation: str, request: Mapping[str, Any], headers: Any) -> Any:
    """The answer as plain values."""
    answer = service[operation](**request, _soapheaders=headers)
    return zeep.helpers.serialize_object(answer, dict)  # type: ignore[no-untyped-call]  # as above


async def test_zeep_raises_the_fault_with_its_code(soap: Served) -> None:
    with pytest.raises(zeep.exceptions.Fault) as told:
        await with_zeep(soap, "idp-status", lambda service: service.getStatus(fin=DISPLACED))

    assert told.value.detail.findtext(".//{*}code") == "ask.basis_missing"


@pytest.mark.parametrize("name", SERVICES)
def test_every_operation_has_both_its_elements_in_the_schema(name: str) -> None:
    service = SERVICES[name]

    wanted = {each for one in service.operations for each in (one.name, one.response)}

    assert service.contract.elements == wanted
    assert service.contract.namespace == f"urn:qayidis-hub:soap:{name}:v1"


def test_a_service_whose_schema_lacks_an_element_is_told_at_the_start() -> None:
    service = SERVICES["idp-status"]
    unknown = replace(service.operations[0], name="getNothing")

    assert replace(service, operations=(unknown,)).lacking == {"getNothing", "getNothingResponse"}
    assert service.lacking == frozenset()


async def test_an_answer_that_breaks_its_own_schema_is_not_given(soap: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_: SoapCall) -> Document:
        return {"answer": "perhaps"}

    service = SERVICES["idp-status"]
    operation = replace(service.operations[0], answers=broken)
    monkeypatch.setattr(service.__class__, "operation", lambda _, name: operation if name == "getStatus" else None)

    told = await ask(soap, envelope(about(DISPLACED)))

    assert (told.status, told.code, told.text("side")) == (500, "soap.answer_breach", "hub")
    assert (told.text("faultcode"), told.text("place")) == ("soap:Server", "/getStatusResponse/answer")


async def test_the_list_names_every_service_with_its_description_and_rights(soap: Served) -> None:
    listed = (await soap.client.get("/soap", headers={"accept-language": "en"})).json()["services"]

    assert [each["name"] for each in listed] == list(SERVICES)
    port = soap.hub.settings.port
    for each in listed:
        assert each["wsdl"] == f"http://127.0.0.1:{port}/soap/{each['name']}?wsdl"
        assert all(one["right"] and one["title"] for one in each["operations"])


async def test_the_address_is_the_configured_one_whatever_host_is_asked(soap: Served) -> None:
    answer = await soap.client.get("/soap/idp-status?WSDL", headers={"host": "evil.example"})

    assert answer.headers["content-type"].startswith("text/xml")
    assert f'location="http://127.0.0.1:{soap.hub.settings.port}/soap/idp-status"' in answer.text
    assert "evil" not in answer.text


@pytest.mark.parametrize("name", ["common", *SERVICES])
async def test_each_schema_can_be_fetched_alone(soap: Served, name: str) -> None:
    service = next(iter(SERVICES)) if name == "common" else name

    answer = await soap.client.get(f"/soap/{service}", params={"xsd": name})

    assert (answer.status_code, "targetNamespace" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("path", "code"), [("/soap/nothing?wsdl", "soap.unknown_service"), ("/soap/idp-status", "soap.describe")]
)
async def test_what_cannot_be_described_is_told(soap: Served, path: str, code: str) -> None:
    assert (await soap.client.get(path)).json()["code"] == code
