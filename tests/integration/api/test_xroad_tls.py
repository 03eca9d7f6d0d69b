"""Outside a sandbox: the security server is known by its certificate, and its clients by the settings alone."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from hub.access.limits import LimitName, set_limit
from hub.app import Hub
from hub.settings import Settings, XroadSettings
from tests.authority import Authority, Issued
from tests.hubs import running_hub, settings_for
from tests.integration.api.clients import ISSUER, Client, browser, register_certificate
from tests.integration.soap.people import NOBODY, about
from tests.integration.soap.security_server import handed_on
from tests.parties import may_ask
from tests.xroad import blocks

HERE = "AZ/GOV/1000001/qayidis"
CLIENT = "AZ/GOV/2000002/registry"
REPRESENTED = (
    "<r:representedParty><r:partyClass>GOV</r:partyClass><r:partyCode>3000003</r:partyCode></r:representedParty>"
)
IN_XROAD = XroadSettings(
    subsystem=HERE, security_server="server", clients={CLIENT: "fund", f"{CLIENT} for GOV/3000003": "other"}
)


@pytest.fixture
def settings(tmp_path: Path, authority: Authority) -> Settings:
    own = authority.issue("hub.test")
    return settings_for(
        tmp_path / "data", port=0, sandbox=False, public_url=ISSUER, tls_certificate=own.certificate, tls_key=own.key,
        tls_client_ca=authority.file, xroad=IN_XROAD,
    )  # fmt: skip


@pytest.fixture
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    """`fund` may ask about the status, `other` may not; neither has a certificate."""
    async with running_hub(settings, works=False) as made:
        await Client("fund").register(made, to=[may_ask("ask.idp-status", "benefit")])
        await Client("other").register(made)
        yield made


@pytest.fixture
async def server(hub: Hub, authority: Authority) -> Issued:
    """The security server's certificate; it has no right to anything."""
    await Client("server").register(hub)
    issued = authority.issue("server.test")
    await register_certificate(hub, "server", issued)
    return issued


async def post(url: str, tls: ssl.SSLContext, raw: bytes) -> httpx.Response:
    async with browser(url, tls) as client:
        return await client.post("/soap/idp-status", content=raw, headers={"Content-Type": "text/xml"})


def question(by: str = CLIENT, **more: str) -> bytes:
    return handed_on(blocks(f"{HERE}/getStatus/v1", by, **more), about(NOBODY))


async def test_a_client_is_served_by_its_own_right_over_the_servers_certificate(
    url: str, hub: Hub, authority: Authority, server: Issued
) -> None:
    tls = authority.client(server)

    told = await post(url, tls, question())
    nobody = await post(url, tls, question("AZ/GOV/2000002/other"))

    assert "answer>not_held<" in told.text, told.text
    assert "xroad.client_unknown" in nobody.text
    async with hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT actor_party FROM access_events WHERE service = 'ask.idp-status'")
    assert row["actor_party"] == "fund"


async def test_whom_a_client_represents_is_served_by_the_right_of_that_party(
    url: str, authority: Authority, server: Issued
) -> None:
    tls = authority.client(server)

    other = await post(url, tls, question(represented=REPRESENTED))
    unknown = await post(url, tls, question(represented=REPRESENTED.replace("3000003", "3000004")))

    assert "access.no_right" in other.text
    assert "xroad.client_unknown" in unknown.text


async def test_without_the_servers_certificate_the_header_says_nothing(
    url: str, hub: Hub, authority: Authority, server: Issued
) -> None:
    other = authority.issue("other.test")
    await register_certificate(hub, "other", other)

    without = await post(url, authority.client(), question())
    another = await post(url, authority.client(other), question())

    assert without.status_code == 401
    assert "access.no_right" in another.text
    assert "requestHash" not in another.text


async def test_questions_over_rest_come_the_same_way(url: str, authority: Authority, server: Issued) -> None:
    headers = {"X-Road-Client": CLIENT, "X-Road-Id": "1"}

    async with browser(url, authority.client(server)) as client:
        told = await client.get(f"/r1/{HERE}/allowedMethods", headers=headers)
    async with browser(url, authority.client()) as client:
        without = await client.get(f"/r1/{HERE}/allowedMethods", headers=headers)

    assert [each["service_code"] for each in told.json()["service"]] == ["ask"]
    assert (told.headers["x-road-client"], without.status_code) == (CLIENT, 401)


async def test_what_a_client_asks_counts_towards_its_own_limit(
    url: str, hub: Hub, authority: Authority, server: Issued
) -> None:
    async with hub.store.write() as tx:
        await set_limit(tx, "fund", LimitName.ASKS_A_DAY, 1, "samir", "nermin")
        await set_limit(tx, "server", LimitName.ASKS_A_DAY, 0, "samir", "nermin")
    tls = authority.client(server)

    first, second = await post(url, tls, question()), await post(url, tls, question())

    assert "answer>not_held<" in first.text, first.text
    assert (second.status_code, "access.over_quota" in second.text) == (429, True)
    assert "requestHash" in second.text
