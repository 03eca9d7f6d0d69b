"""Live figures: totals over all agencies are for the committee's eyes that may see its state."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest

from hub.console import live
from tests.integration.console.desks import Desks


async def first_news(desks: Desks, who: str) -> str:
    headers = {"cookie": f"hub_session=sandbox-{who}"}
    async with desks.office.served.client.stream("GET", "/console/live", headers=headers) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                return line.removeprefix("data: ")
    return ""


async def test_an_agency_and_a_clerk_are_told_no_totals(desks: Desks) -> None:
    told = {who: await first_news(desks, who) for who in ("ramil", "gunel", "sevinc")}

    assert '"bad"' in told["ramil"]
    assert (told["gunel"], told["sevinc"]) == ("{}", "{}")


async def test_one_login_does_not_take_all_connections(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_OF_ONE", 2)
    client = desks.office.served.client

    async def listens(stack: AsyncExitStack, who: str) -> int:
        headers = {"cookie": f"hub_session=sandbox-{who}"}
        answer = await stack.enter_async_context(client.stream("GET", "/console/live", headers=headers))
        if answer.status_code == 200:
            told = answer.aiter_lines()
            stack.push_async_callback(told.aclose)  # type: ignore[attr-defined]  # it is a generator
            assert await anext(told) == "retry: 5000"
        return answer.status_code

    async with AsyncExitStack() as stack:
        assert [await listens(stack, "ramil") for _ in range(3)] == [200, 200, 429]
        assert await listens(stack, "sevinc") == 200
