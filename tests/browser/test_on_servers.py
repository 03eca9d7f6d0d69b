"""The same pages over RabbitMQ, PostgreSQL and processes of their own."""

from __future__ import annotations

import json

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.people import Axe, Opener
from tests.browser.sites import Site
from tests.integration.api.served import act, as_party


@pytest.fixture
def accepted(cluster: Site) -> str:
    """The id of a message that was just accepted."""
    answer = httpx.post(
        f"{cluster.url}/v1/messages/justice.civil-act.v1",
        content=json.dumps(act()).encode(),
        headers={**as_party("sandbox-edliyye"), "content-type": "application/json"},
        trust_env=False,
        timeout=30,
    )
    assert answer.status_code in (201, 202), answer.text
    return str(answer.json()["message_id"])


async def test_a_message_sent_to_processes_is_seen_on_their_pages(
    person: Opener, axe: Axe, cluster: Site, accepted: str
) -> None:
    page = await person("ramil", lang="en", at=cluster)

    await page.goto("/console/overview")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.goto(f"/console/messages/{accepted}")
    await expect(page.get_by_role("main")).to_contain_text("justice.civil-act.v1")
    await axe(page)


async def test_roles_hold_on_servers_too(person: Opener, cluster: Site) -> None:
    administrator = await person("samir", lang="en", at=cluster)
    operator = await person("ramil", lang="en", at=cluster)

    await administrator.goto("/console/settings/accounts")
    await expect(administrator.locator("tr[data-row]").first).to_be_visible()
    refused = await operator.goto("/console/settings/accounts")

    assert refused is not None
    assert refused.status == 403
